use serde::{Deserialize, Serialize};

use super::{Location, Report};
use crate::event_types::{lenient, open_enum::open_enum};

/// A stop of a route. Documented, except [`status`](Self::status) and [`reports`](Self::reports).
///
/// Only [`id`](Self::id) is required. Every other field may be absent or `null`, and a missing list
/// of reports is empty. Times are ISO 8601 in UTC with milliseconds, as far as the page shows them.
/// The tasks of a stop are left out, since their shape is not published.
///
/// Find the order in your own system by [`external_id`](Self::external_id), not by
/// [`label`](Self::label), which is a name for people.
///
/// ```
/// use hookport::event_types::routal::{ReportType, Stop, StopStatus};
///
/// // The `/data` of a delivery.
/// let stop: Stop = serde_json::from_str(r#"{
///     "id": "66b7c8d9e0f1a2b3c4d5e701",
///     "fixed_id": "1",
///     "plan_id": "66b7c8d9e0f1a2b3c4d5e6f7",
///     "route_id": "66b7c8d9e0f1a2b3c4d5e6fa",
///     "type": "delivery",
///     "client_external_id": "CUST-1042",
///     "external_id": "ORD-2026-1042",
///     "label": "Farmacia Gracia",
///     "location": {"city": "Barcelona", "lat": 41.4036, "lng": 2.1744},
///     "location_details": "Side door",
///     "status": "completed",
///     "updated_at": "2026-06-02T08:41:03.771Z",
///     "reports": [{
///         "id": "66b7c8d9e0f1a2b3c4d5e7a0",
///         "type": "service_report_completed",
///         "comments": "Left with reception",
///         "created_at": "2026-06-02T08:41:02.905Z"
///     }]
/// }"#)?;
///
/// assert_eq!(stop.external_id.as_deref(), Some("ORD-2026-1042"));
/// assert_eq!(stop.status, Some(StopStatus::Completed));
///
/// // The proof of delivery is the report of the same result.
/// let is_proof = |kind: &Option<ReportType>| *kind == Some(ReportType::Completed);
/// let proof = stop.reports.iter().find(|report| is_proof(&report.r#type));
/// assert_eq!(proof.and_then(|report| report.comments.as_deref()), Some("Left with reception"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Stop {
    /// The id, 24 hexadecimal digits.
    pub id: String,
    /// A second id. Its purpose is not published.
    pub fixed_id: Option<String>,
    /// The organization, 24 hexadecimal digits.
    pub organization_id: Option<String>,
    /// The project, 24 hexadecimal digits.
    pub project_id: Option<String>,
    /// The plan, 24 hexadecimal digits.
    pub plan_id: Option<String>,
    /// The route, 24 hexadecimal digits.
    pub route_id: Option<String>,
    /// The vehicle, 24 hexadecimal digits.
    pub vehicle_id: Option<String>,
    /// The client, 24 hexadecimal digits.
    pub client_id: Option<String>,
    /// Your own id of the client.
    pub client_external_id: Option<String>,
    /// Your own id of the stop.
    pub external_id: Option<String>,
    /// The kind of stop; `delivery` is the only value that is shown.
    pub r#type: Option<String>,
    /// The status. Evidenced.
    pub status: Option<StopStatus>,
    /// The name.
    pub label: Option<String>,
    /// The place.
    pub location: Option<Location>,
    /// Remarks about the place.
    pub location_details: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The time of creation, ISO 8601.
    pub created_at: Option<String>,
    /// The time of the last change, ISO 8601.
    pub updated_at: Option<String>,
    /// The reports of the driver. Evidenced.
    #[serde(default, deserialize_with = "lenient::list")]
    pub reports: Vec<Report>,
}

open_enum! {
    /// The status of a stop. Evidenced; the documented counters of a plan have the same names.
    ///
    /// By the names, a stop is `pending` first. Nothing says if a status can change again after
    /// `completed`, so keep the time of the change beside it. A value that is not in the list
    /// becomes `Other`, with the text that was sent, and is written back unchanged.
    ///
    /// ```
    /// use hookport::event_types::routal::StopStatus;
    ///
    /// fn is_final(status: &StopStatus) -> bool {
    ///     match status {
    ///         StopStatus::Completed | StopStatus::Canceled => true,
    ///         StopStatus::Pending | StopStatus::Incomplete => false,
    ///         other => {
    ///             println!("new status of a stop: {other}");
    ///             false
    ///         }
    ///     }
    /// }
    ///
    /// assert!(is_final(&serde_json::from_str(r#""canceled""#)?));
    /// assert!(!is_final(&serde_json::from_str(r#""incomplete""#)?));
    ///
    /// let new: StopStatus = serde_json::from_str(r#""postponed""#)?;
    /// assert_eq!(new, StopStatus::Other("postponed".to_owned()));
    /// assert_eq!(serde_json::to_string(&new)?, r#""postponed""#);
    ///
    /// // One L, in lower case. Another spelling is another value.
    /// assert_ne!(StopStatus::from("cancelled"), StopStatus::Canceled);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum StopStatus {
        /// Still to come.
        Pending = "pending",
        /// Not completed.
        Incomplete = "incomplete",
        /// Completed.
        Completed = "completed",
        /// Canceled.
        Canceled = "canceled",
    }
}
