use serde::{Deserialize, Serialize};

use crate::event_types::{lenient, open_enum::open_enum};

/// A job that computes the prices for one country, duties and taxes included. In the schema.
///
/// The schema has this type. That `INCLUSIVE_PRICE_SYNC_READY` sends it, and under the name
/// `inclusivePriceSyncJob`, is inferred. The counters are numbers of items, and times are ISO 8601
/// in UTC with milliseconds.
///
/// ```
/// use hookport::event_types::zonos::{InclusivePriceSyncJob, SyncStatus};
///
/// // The member `data.inclusivePriceSyncJob` of a body.
/// let job: InclusivePriceSyncJob = serde_json::from_str(r#"{
///     "id": "inclusive_price_sync_job_1",
///     "country": "CA",
///     "status": "COMPLETED_WITH_ERRORS",
///     "totalCount": 120,
///     "syncedCount": 118,
///     "failedCount": 2,
///     "failedItemKeys": ["SCARF-01", 4711],
///     "organizationId": "organization_5b0c1f1e-8a55-4a0b-9d1f-3f6a0a0f7c21",
///     "createdAt": "2026-03-11T09:00:00.000Z",
///     "updatedAt": "2026-03-11T09:04:31.000Z"
/// }"#)?;
///
/// assert_eq!(job.status, Some(SyncStatus::CompletedWithErrors));
/// assert_eq!(job.total_count, Some(120));
/// assert_eq!(job.failed_item_keys, ["SCARF-01", "4711"], "a number becomes its digits");
///
/// // The keys may be `null`.
/// let new: InclusivePriceSyncJob =
///     serde_json::from_str(r#"{"status": "INITIALIZED", "failedItemKeys": null}"#)?;
/// assert!(new.failed_item_keys.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct InclusivePriceSyncJob {
    /// The id.
    pub id: Option<String>,
    /// The organization, as `organization_` and a UUID.
    pub organization_id: Option<String>,
    /// The country's code, two letters.
    pub country: Option<String>,
    /// The status.
    pub status: Option<SyncStatus>,
    /// The number of all items.
    pub total_count: Option<u64>,
    /// The number of items that are done.
    pub synced_count: Option<u64>,
    /// The number of items that failed.
    pub failed_count: Option<u64>,
    /// The keys of the items that failed.
    #[serde(deserialize_with = "lenient::texts")]
    pub failed_item_keys: Vec<String>,
    /// The time of creation, ISO 8601.
    pub created_at: Option<String>,
    /// The time of the last change, ISO 8601.
    pub updated_at: Option<String>,
}

open_enum! {
    /// The status of a job. In the schema.
    ///
    /// The event is called "ready", yet its job need not be completed: read the status before you
    /// use the prices. A status of another name becomes `Other`, and so does `CANCELED` with one L.
    ///
    /// ```
    /// use hookport::event_types::zonos::SyncStatus;
    ///
    /// fn has_prices(status: &SyncStatus) -> bool {
    ///     match status {
    ///         SyncStatus::Completed | SyncStatus::CompletedWithErrors => true,
    ///         SyncStatus::Initialized | SyncStatus::InProgress => false,
    ///         SyncStatus::Failed | SyncStatus::Cancelled => false,
    ///         _ => false,
    ///     }
    /// }
    ///
    /// assert!(has_prices(&serde_json::from_str(r#""COMPLETED_WITH_ERRORS""#)?));
    /// assert!(!has_prices(&serde_json::from_str(r#""IN_PROGRESS""#)?));
    ///
    /// assert_eq!(SyncStatus::from("CANCELLED"), SyncStatus::Cancelled);
    /// assert_eq!(SyncStatus::from("CANCELED"), SyncStatus::Other("CANCELED".to_owned()));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum SyncStatus {
        /// Canceled; spelled with two Ls here.
        Cancelled = "CANCELLED",
        /// All items are done.
        Completed = "COMPLETED",
        /// Some items failed.
        CompletedWithErrors = "COMPLETED_WITH_ERRORS",
        /// The job failed.
        Failed = "FAILED",
        /// The job has not started.
        Initialized = "INITIALIZED",
        /// The job is running.
        InProgress = "IN_PROGRESS",
    }
}

/// An "IP setting". Inferred: no published type has that name.
///
/// Only the name of the event, `IP_SETTING_STATUS_CHANGED`, is documented. The two fields are
/// inferred from that name. Keep the whole body as well until you have seen a delivery, and then
/// write a struct of your own:
///
/// ```
/// use hookport::extract::RawBody;
/// use hookport::{EventRouter, event_types::zonos::{IpSetting, ZonosEvent}, providers};
///
/// async fn on_setting(setting: IpSetting, RawBody(body): RawBody) {
///     println!("{:?}: {}", setting.status, String::from_utf8_lossy(&body));
/// }
///
/// let endpoint = EventRouter::new(providers::ZONOS.secret("made-up-path-token"))
///     .on(ZonosEvent::IP_SETTING_STATUS_CHANGED, on_setting)
///     .ignore_rest()
///     .with_state(());
/// # drop(endpoint);
///
/// // The member `data.ipSetting` of a body, if the guess is right.
/// let setting: IpSetting =
///     serde_json::from_str(r#"{"id": "ip_setting_1", "status": "ENABLED", "country": "CA"}"#)?;
/// assert_eq!(setting.status.as_deref(), Some("ENABLED"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IpSetting {
    /// The id.
    pub id: Option<String>,
    /// The status.
    pub status: Option<String>,
}
