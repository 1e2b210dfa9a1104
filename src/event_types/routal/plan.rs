use serde::{Deserialize, Serialize};

use super::{Location, Stop};
use crate::event_types::lenient;

/// A plan of one day, with its routes and their stops. Documented.
///
/// The vehicles of a plan are left out, since their shape is not published.
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
