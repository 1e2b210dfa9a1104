//! Rate limits.

use serde::Serialize;

use crate::inbox::Rate;

/// A rate limit of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Limit {
    /// The number of deliveries that are taken in a period.
    pub count: u32,
    /// The period, in seconds.
    pub seconds: u64,
    /// The number of deliveries that are taken at once after a pause.
    pub burst: u32,
}

impl From<Rate> for Limit {
    fn from(rate: Rate) -> Self {
        Self { count: rate.count, seconds: rate.seconds, burst: rate.burst }
    }
}
