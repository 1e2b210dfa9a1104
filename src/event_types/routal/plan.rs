use serde::{Deserialize, Serialize};

use super::{Location, Stop};
use crate::event_types::lenient;

/// A plan of one day, with its routes and their stops. Documented.
///
/// Only [`id`](Self::id) is required. Every other field may be absent or `null`. Times are ISO 8601
/// in UTC with milliseconds, as far as the page shows them. The counters are whole numbers of stops
/// or routes.
///
/// The lists [`stops`](Self::stops) and [`routes`](Self::routes) are in a whole plan only. So an
/// empty list does not say that a plan has no stops: [`total_stops`](Self::total_stops) does. The
/// vehicles of a plan are left out, since their shape is not published.
///
/// This is the whole body of `plan.created`, with the plan as its `/data`, on its way to a handler.
/// Nothing is signed, so a token in the URL protects the endpoint. A caller without the token gets
/// 401:
///
/// ```
/// use hookport::testing::{Signer, deliver};
/// use hookport::{EventRouter, event_types::routal::{Plan, RoutalEvent}, providers};
///
/// async fn on_plan(plan: Plan) -> Result<(), &'static str> {
///     let open = plan.pending_stops.ok_or("no counter")?;
///     println!("{:?} on {:?}: {open} stops", plan.label, plan.execution_date);
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let endpoint = EventRouter::new(providers::ROUTAL.secret("made-up-path-token"))
///     .on(RoutalEvent::PLAN_CREATED, on_plan)
///     .ignore_rest()
///     .with_state(());
///
/// let body = r#"{
///     "created_at": "2026-06-01T16:20:11.640Z",
///     "project_id": "65a1b2c3d4e5f60718293a4b",
///     "event_id": "routal.planner.2.plan.created",
///     "meta": {},
///     "data": {
///         "id": "66b7c8d9e0f1a2b3c4d5e6f7",
///         "organization_id": "659f8e7d6c5b4a3928170615",
///         "project_id": "65a1b2c3d4e5f60718293a4b",
///         "completed_stops": 0,
///         "canceled_stops": 0,
///         "pending_stops": 2,
///         "incomplete_stops": 0,
///         "total_stops": 2,
///         "total_routes": 1,
///         "label": "Gracia morning",
///         "execution_date": "2026-06-02T06:00:00.000Z",
///         "status": "planning",
///         "created_by": "659f8e7d6c5b4a3928170616",
///         "created_at": "2026-06-01T16:20:11.402Z",
///         "updated_at": "2026-06-01T16:20:11.402Z",
///         "deleted": false
///     }
/// }"#;
///
/// // The signer appends the token: `http://localhost/routal/made-up-path-token`.
/// let signer = |token| Signer::new(providers::ROUTAL, token).url("http://localhost/routal");
/// let delivery = signer("made-up-path-token").sign(body)?;
/// assert_eq!(deliver(&endpoint, delivery).await.status(), 200);
///
/// let forged = signer("guessed").sign(body)?;
/// assert_eq!(deliver(&endpoint, forged).await.status(), 401);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Plan {
    /// The id, 24 hexadecimal digits.
    pub id: String,
    /// The organization, 24 hexadecimal digits.
    pub organization_id: Option<String>,
    /// The project, 24 hexadecimal digits.
    pub project_id: Option<String>,
    /// The name.
    pub label: Option<String>,
    /// The day of the plan, as an ISO 8601 time.
    pub execution_date: Option<String>,
    /// The status; `planning` is the only value that is shown.
    pub status: Option<String>,
    /// The number of completed stops.
    pub completed_stops: Option<u64>,
    /// The number of canceled stops.
    pub canceled_stops: Option<u64>,
    /// The number of stops that are still to come.
    pub pending_stops: Option<u64>,
    /// The number of incomplete stops.
    pub incomplete_stops: Option<u64>,
    /// The number of all stops.
    pub total_stops: Option<u64>,
    /// The number of routes.
    pub total_routes: Option<u64>,
    /// The stops, if the whole plan is sent.
    #[serde(default, deserialize_with = "lenient::list")]
    pub stops: Vec<Stop>,
    /// The routes, if the whole plan is sent.
    #[serde(default, deserialize_with = "lenient::list")]
    pub routes: Vec<Route>,
    /// The user who created the plan, 24 hexadecimal digits.
    pub created_by: Option<String>,
    /// The time of creation, ISO 8601.
    pub created_at: Option<String>,
    /// The time of the last change, ISO 8601.
    pub updated_at: Option<String>,
    /// The time of deletion, ISO 8601.
    pub deleted_at: Option<String>,
    /// `true` if the plan was deleted.
    pub deleted: Option<bool>,
}

/// The route of one vehicle in a plan. Documented.
///
/// Only [`id`](Self::id) is required. [`plan_id`](Self::plan_id) is the [`Plan::id`] of its plan,
/// and [`external_id`](Self::external_id) is the id that your own system gave to the route. The end
/// may be another place than the start, and both may be absent.
///
/// ```
/// use hookport::event_types::routal::Route;
///
/// // The `/data` of a delivery.
/// let route: Route = serde_json::from_str(r#"{
///     "id": "66b7c8d9e0f1a2b3c4d5e6fa",
///     "project_id": "65a1b2c3d4e5f60718293a4b",
///     "plan_id": "66b7c8d9e0f1a2b3c4d5e6f7",
///     "vehicle_id": "66b7c8d9e0f1a2b3c4d5e6fb",
///     "external_id": "ROUTE-2026-06-02-01",
///     "label": "Van 02",
///     "phone": "+34600000002",
///     "start_location": {
///         "label": "Passeig de Gracia 1, 08007 Barcelona",
///         "country_code": "ES",
///         "lat": 41.3902,
///         "lng": 2.154
///     },
///     "end_location": null
/// }"#)?;
///
/// assert_eq!(route.external_id.as_deref(), Some("ROUTE-2026-06-02-01"));
/// assert_eq!(route.plan_id.as_deref(), Some("66b7c8d9e0f1a2b3c4d5e6f7"));
/// assert_eq!(route.start_location.and_then(|place| place.lat), Some(41.3902));
/// assert_eq!(route.end_location, None);
///
/// let without_id = serde_json::from_str::<Route>(r#"{"label": "Van 02"}"#);
/// assert_eq!(without_id.unwrap_err().to_string(), "missing field `id` at line 1 column 19");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Route {
    /// The id, 24 hexadecimal digits.
    pub id: String,
    /// The project, 24 hexadecimal digits.
    pub project_id: Option<String>,
    /// The plan, 24 hexadecimal digits.
    pub plan_id: Option<String>,
    /// The vehicle, 24 hexadecimal digits.
    pub vehicle_id: Option<String>,
    /// Your own id of the route.
    pub external_id: Option<String>,
    /// The name.
    pub label: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The place of the start.
    pub start_location: Option<Location>,
    /// The place of the end.
    pub end_location: Option<Location>,
}
