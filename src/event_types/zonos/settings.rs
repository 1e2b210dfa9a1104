use serde::{Deserialize, Serialize};

use crate::event_types::{lenient, open_enum::open_enum};

/// A run that works out prices with duties and taxes in them, for one country. In the schema.
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
    /// Where it stands.
    pub status: Option<SyncStatus>,
    /// How many items there are.
    pub total_count: Option<u64>,
    /// How many items are done.
    pub synced_count: Option<u64>,
    /// How many items failed.
    pub failed_count: Option<u64>,
    /// Which items failed.
    #[serde(deserialize_with = "lenient::texts")]
    pub failed_item_keys: Vec<String>,
    /// When it was created, ISO 8601.
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    pub updated_at: Option<String>,
}

open_enum! {
    /// Where a run stands. In the schema.
    pub enum SyncStatus {
        /// Called off; spelled with two Ls here.
        Cancelled = "CANCELLED",
        /// Over, all done.
        Completed = "COMPLETED",
        /// Over, with some items failed.
        CompletedWithErrors = "COMPLETED_WITH_ERRORS",
        /// Over, failed.
        Failed = "FAILED",
        /// Not begun.
        Initialized = "INITIALIZED",
        /// Under way.
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
    /// Where it stands.
    pub status: Option<String>,
}
