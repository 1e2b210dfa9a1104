//! Routal, a route planner: plans, their routes and their stops.
//!
//! <https://developers.routal.com/docs/webhooks>
//!
//! Every delivery is a `POST` of one [`Envelope`]. The page shows the envelope and one event,
//! `routal.planner.2.plan.created`, and says that the other events follow plans, routes and stops
//! through their lives; their names are not known here. The number in a name looks like the version
//! of what it carries, so `planner.3` is another event: [`RoutalEvent::Other`].
//!
//! Two traps:
//!
//! - `event_id` is the **name** of the event. It is the same for every plan that is created, and must
//!   never be taken as the id of a delivery. There is no such id.
//! - Nothing is signed. The only secret there can be is in the URL that Routal is given.

mod plan;
mod stop;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use plan::{Plan, Route};
pub use stop::{CustomField, Image, Location, Report, ReportType, Stop, StopStatus};

use crate::{Unknown, WebhookEvent};

/// What Routal tells: the name at `/event_id`, the resource at `/data`.
///
/// The resources are documented. Of the names only that of [`PlanCreated`](Self::PlanCreated) is.
#[derive(Debug, WebhookEvent)]
#[event(name = "/event_id", payload = "/data")]
#[non_exhaustive]
pub enum RoutalEvent {
    /// A plan was created. Documented.
    #[event("routal.planner.2.plan.created")]
    PlanCreated(Plan),
    /// Anything else that happened to a plan, its status changing among it.
    ///
    /// The beginning of the name is inferred from that of `plan.created`; the end tells what happened.
    #[event("routal.planner.2.plan.*")]
    Plan(Plan),
    /// Something happened to a route, being created among it.
    ///
    /// The beginning of the name is inferred from that of `plan.created`; the end tells what happened.
    #[event("routal.planner.2.route.*")]
    Route(Route),
    /// Something happened to a stop: look at its [`status`](Stop::status) and [`reports`](Stop::reports).
    ///
    /// The beginning of the name is inferred from that of `plan.created`; the end tells what happened.
    #[event("routal.planner.2.stop.*")]
    Stop(Stop),
    /// An event of another name or version, with its bytes.
    #[event(other)]
    Other(Unknown),
}

/// What lies around the resource, in every delivery. Documented.
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
    /// When the event was emitted: ISO 8601, UTC, with milliseconds. Nothing proves it.
    pub created_at: String,
    /// The project it belongs to, 24 hexadecimal digits: one URL can serve several.
    pub project_id: String,
    /// The name of the event, in spite of what it is called.
    pub event_id: String,
    /// Whatever is said besides; its shape depends on the event, and is not published.
    pub meta: Option<Box<RawValue>>,
}
