//! Routal, a route planner: plans, their routes and their stops.
//!
//! <https://developers.routal.com/docs/webhooks>
//!
//! Every delivery is a `POST` of one [`Envelope`]. The page shows the envelope and one event,
//! `routal.planner.2.plan.created`, and mentions further events of plans, routes and stops without
//! their names. The number in a name looks like the version of the payload, so `planner.3` is
//! another event: [`RoutalEvent::Other`].
//!
//! Two facts that are easy to miss:
//!
//! - `event_id` is the **name** of the event. It is the same for every plan that is created, and
//!   must not be used as the id of a delivery. There is no such id.
//! - Nothing is signed. Only the URL that you give to Routal can hold a secret.

mod plan;
mod stop;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use plan::{Plan, Route};
pub use stop::{CustomField, Image, Location, Report, ReportType, Stop, StopStatus};

use crate::{Unknown, WebhookEvent};

/// The events of Routal: the name at `/event_id`, the resource at `/data`.
///
/// The resources are documented. Of the names, only that of [`PlanCreated`](Self::PlanCreated) is.
///
/// ```
/// use hookport::{EventRouter, event_types::routal::{RoutalEvent, Stop, StopStatus}, providers};
///
/// async fn on_stop(stop: Stop) {
///     if stop.status == Some(StopStatus::Completed) {
///         println!("{} was delivered: {} reports", stop.id, stop.reports.len());
///     }
/// }
///
/// let endpoint = EventRouter::new(providers::ROUTAL.secret("made-up-path-token"))
///     .on(RoutalEvent::STOP, on_stop)
///     .ignore_rest()
///     .with_state(());
/// # drop(endpoint);
/// ```
#[derive(Debug, WebhookEvent)]
#[event(name = "/event_id", payload = "/data")]
#[non_exhaustive]
pub enum RoutalEvent {
    /// A plan was created. Documented.
    #[event("routal.planner.2.plan.created")]
    PlanCreated(Plan),
    /// Any other event of a plan, such as a change of its status.
    ///
    /// The beginning of the name is inferred from that of `plan.created`; the end names the change.
    #[event("routal.planner.2.plan.*")]
    Plan(Plan),
    /// An event of a route, such as its creation.
    ///
    /// The beginning of the name is inferred from that of `plan.created`; the end names the change.
    #[event("routal.planner.2.route.*")]
    Route(Route),
    /// An event of a stop: see its [`status`](Stop::status) and [`reports`](Stop::reports).
    ///
    /// The beginning of the name is inferred from that of `plan.created`; the end names the change.
    #[event("routal.planner.2.stop.*")]
    Stop(Stop),
    /// An event of another name or version, with its body.
    #[event(other)]
    Other(Unknown),
}

/// The envelope around the resource of every delivery. Documented.
///
/// ```
/// use hookport::event_types::routal::Envelope;
///
/// let body = br#"{
///     "created_at": "2026-06-01T16:20:11.640Z",
///     "project_id": "65a1b2c3d4e5f60718293a4b",
///     "event_id": "routal.planner.2.plan.created",
///     "meta": {},
///     "data": {}
/// }"#;
/// let envelope: Envelope = serde_json::from_slice(body)?;
///
/// assert_eq!(envelope.project_id, "65a1b2c3d4e5f60718293a4b");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Envelope {
    /// The time of the event: ISO 8601, UTC, with milliseconds. Nothing proves it.
    pub created_at: String,
    /// The project, 24 hexadecimal digits: one URL can get the events of several projects.
    pub project_id: String,
    /// The name of the event, although the field is called an id.
    pub event_id: String,
    /// Further facts. Their shape depends on the event, and is not published.
    pub meta: Option<Box<RawValue>>,
}
