//! A delivery in one line.

use serde::Serialize;

use super::Time;
use crate::inbox::Summary;

/// A delivery in one line of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliverySummary {
    /// Its number.
    pub id: u64,
    /// The name of the endpoint that it came to.
    pub endpoint: String,
    /// The state: `dead`, `retry`, `open`, `cancelled`, `done` or `unhandled`.
    pub state: &'static str,
    /// The name of the provider.
    pub provider: String,
    /// The event's name; `None` if there is none.
    pub event: Option<String>,
    /// The id that the sender gave it; `None` if it gave none.
    pub sender_id: Option<String>,
    /// The tenant at the sender; `None` if there is none.
    pub tenant: Option<String>,
    /// The level of proof: `signed`, `signed_in_part`, `token` or `unauthenticated`.
    pub trust: &'static str,
    /// The time of arrival.
    pub received_at: Time,
    /// The length of the body, in bytes.
    pub size: usize,
}

impl From<Summary> for DeliverySummary {
    fn from(entry: Summary) -> Self {
        Self {
            id: entry.id.get(),
            endpoint: entry.endpoint.to_string(),
            state: entry.state.as_str(),
            provider: entry.provider,
            event: entry.event,
            sender_id: entry.sender_id,
            tenant: entry.tenant,
            trust: entry.trust.as_str(),
            received_at: entry.received_at.into(),
            size: entry.size,
        }
    }
}
