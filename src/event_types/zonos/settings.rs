use serde::{Deserialize, Serialize};

use crate::event_types::{lenient, open_enum::open_enum};

/// A job that computes the prices for one country, duties and taxes included. In the schema.
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IpSetting {
    /// The id.
    pub id: Option<String>,
    /// The status.
    pub status: Option<String>,
}
