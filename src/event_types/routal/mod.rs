//! Routal, a route planner: plans, their routes and their stops.
//!
//! <https://developers.routal.com/docs/webhooks>
//!
//! Every delivery is a `POST` of one [`Envelope`]. The page shows the envelope and one event,
//! `routal.planner.2.plan.created`, and mentions further events of plans, routes and stops without
//! their names. The number in a name looks like the version of the payload, so `planner.3` is
//! another event: [`RoutalEvent::Other`].
//!
//! Four facts that are easy to miss:
//!
//! - `event_id` is the **name** of the event. It is the same for every plan that is created, and
//!   must not be used as the id of a delivery. There is no such id.
//! - Nothing is signed. Only the URL that you give to Routal can hold a secret.
//! - By a receiver that is in use, the dashboard may test a URL with `HEAD`, `GET` or `OPTIONS`, which
//!   [`answer_probes`](crate::Source::answer_probes) answers, and with an empty `POST`. That one has no
//!   name: it goes to a handler of [`RoutalEvent::Other`].
//! - Retries are not published. An event may come twice or never, so read the plan from Routal's
//!   API from time to time.
//!
//! # One URL for several projects
//!
//! The envelope names the project, and the payload of a handler is only the resource. A plan, a
//! route and a stop name their project too, as an optional field. A handler that must have the
//! project asks for the envelope as another argument:
//!
//! ```
//! use hookport::event_types::routal::{Envelope, Stop};
//! use hookport::extract;
//!
//! async fn on_stop(stop: Stop, extract::Envelope(envelope): extract::Envelope<Envelope>) {
//!     println!("{}: stop {} of {}", envelope.created_at, stop.id, envelope.project_id);
//! }
//! # drop(on_stop);
//! ```

mod location;
mod plan;
mod report;
mod stop;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use location::Location;
pub use plan::{Plan, Route};
pub use report::{CustomField, Image, Report, ReportType};
pub use stop::{Stop, StopStatus};

use crate::{Unknown, WebhookEvent};

/// The events of Routal: the name at `/event_id`, the resource at `/data`.
///
/// The resources are documented. Of the names, only that of [`PlanCreated`](Self::PlanCreated) is.
/// An exact name has precedence over a star: a new plan is `PlanCreated`, and any other event of a
/// plan is [`Plan`](Self::Plan).
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
///
/// The variants do not need an endpoint. A decoder reads a delivery that came through a queue:
///
/// ```
/// use bytes::Bytes;
/// use hookport::{RawRequest, event::Decoder, event_types::routal::RoutalEvent, providers};
///
/// let decoder = Decoder::<RoutalEvent>::of(&providers::ROUTAL);
/// let decode = |body: &'static str| {
///     decoder.decode(&RawRequest {
///         method: &http::Method::POST,
///         uri: &http::Uri::from_static("/routal"),
///         headers: &http::HeaderMap::new(),
///         body: &Bytes::from_static(body.as_bytes()),
///     })
/// };
///
/// let stop = decode(r#"{
///     "event_id": "routal.planner.2.stop.completed",
///     "data": {"id": "66b7c8d9e0f1a2b3c4d5e701", "status": "completed"}
/// }"#)?;
/// assert!(matches!(stop.event, Some(RoutalEvent::Stop(stop)) if stop.id.ends_with("e701")));
///
/// // Another version of the payload is not read as this one.
/// let new = decode(r#"{"event_id": "routal.planner.3.stop.completed", "data": {}}"#)?;
/// let Some(RoutalEvent::Other(unknown)) = new.event else {
///     panic!("a known event");
/// };
/// assert_eq!(unknown.name(), Some("routal.planner.3.stop.completed"));
/// # Ok::<(), hookport::event::DecodeError>(())
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
/// The first three fields are required, as the page shows them in every delivery. The resource in
/// `data` is left out here, since [`RoutalEvent`] reads it.
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
/// assert_eq!(envelope.event_id, "routal.planner.2.plan.created");
/// assert_eq!(envelope.meta.as_ref().map(|meta| meta.get()), Some("{}"));
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
