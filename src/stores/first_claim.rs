//! Claims of runs by the accepts of their deliveries.

use std::{sync::Arc, time::SystemTime};

use super::time::{millis, time};
use crate::inbox::{ClaimRequest, Claimed, EntryId, Lease, NewEntry, NewRun};

impl ClaimRequest {
    /// Returns true if so many runs of this handler, and of all, are asked for.
    pub(super) fn asks_for(&self, endpoint: &str, handler: &str, claimed: usize) -> bool {
        let quota = self.quotas.iter().find(|quota| *quota.endpoint == *endpoint);
        quota.is_some_and(|quota| {
            let mut handlers = quota.handlers.iter();
            claimed < self.at_most.min(quota.at_most)
                && handlers.any(|(name, at_most)| **name == *handler && *at_most > 0)
        })
    }
}

/// Returns the first claim of a run, with its delivery as it would be read. `received_at` is as it is kept.
pub(super) fn first_claim(
    entry: &NewEntry,
    run: &NewRun,
    id: EntryId,
    token: u64,
    received_at: SystemTime,
) -> Claimed {
    let mut parts = entry.delivery.parts().clone();
    parts.received_at = received_at;
    parts.sent_at = parts.sent_at.map(|at| time(millis(at)));
    let lease = Lease { entry: id, handler: Arc::clone(&run.handler), token };
    Claimed::new(lease, Arc::clone(&entry.endpoint), parts)
}
