use serde::{Deserialize, Serialize};

use super::{Location, Stop};
use crate::event_types::lenient;

/// A day's work: its routes and their stops. Documented.
///
/// The whole plan also has vehicles, whose shape is not shown; they are left out.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Plan {
    /// 24 hexadecimal digits.
    pub id: String,
    /// The organization, 24 hexadecimal digits.
    pub organization_id: Option<String>,
    /// The project, 24 hexadecimal digits.
    pub project_id: Option<String>,
    /// What people call it.
    pub label: Option<String>,
    /// The day it is for, as an ISO 8601 time.
    pub execution_date: Option<String>,
    /// Where it stands; `planning` is the one value that is shown.
    pub status: Option<String>,
    /// How many stops are completed.
    pub completed_stops: Option<u64>,
    /// How many stops are canceled.
    pub canceled_stops: Option<u64>,
    /// How many stops are still to come.
    pub pending_stops: Option<u64>,
    /// How many stops are incomplete.
    pub incomplete_stops: Option<u64>,
    /// How many stops there are.
    pub total_stops: Option<u64>,
    /// How many routes there are.
    pub total_routes: Option<u64>,
    /// The stops, where the whole plan is sent.
    #[serde(default, deserialize_with = "lenient::list")]
    pub stops: Vec<Stop>,
    /// The routes, where the whole plan is sent.
    #[serde(default, deserialize_with = "lenient::list")]
    pub routes: Vec<Route>,
    /// Who created it, 24 hexadecimal digits.
    pub created_by: Option<String>,
    /// When it was created, ISO 8601.
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    pub updated_at: Option<String>,
    /// When it was deleted, ISO 8601.
    pub deleted_at: Option<String>,
    /// Whether it was deleted.
    pub deleted: Option<bool>,
}

/// One vehicle's way through a plan. Documented.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Route {
    /// 24 hexadecimal digits.
    pub id: String,
    /// The project, 24 hexadecimal digits.
    pub project_id: Option<String>,
    /// The plan, 24 hexadecimal digits.
    pub plan_id: Option<String>,
    /// The vehicle, 24 hexadecimal digits.
    pub vehicle_id: Option<String>,
    /// Your own id for it.
    pub external_id: Option<String>,
    /// What people call it.
    pub label: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Where it begins.
    pub start_location: Option<Location>,
    /// Where it ends.
    pub end_location: Option<Location>,
}
