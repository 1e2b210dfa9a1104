//! The settlement of a claim.

use http::Extensions;
use tokio::time::{Instant, sleep};

use super::{backoff::Backoff, log, task::Task};
use crate::{
    error_text::chain,
    inbox::{Ended, Settled, Settlement, StoreError},
};

/// Settles a claim, and returns the end that the store has recorded; `None` if it has recorded
/// none.
///
/// A store that fails is asked again for as long as a lease lasts: by then the lease has expired. A
/// transaction can fail at the end, and then the run is retried.
pub(super) async fn settle(task: &Task, ended: Ended, context: Extensions) -> Option<Ended> {
    let shared = &task.slot.shared;
    let give_up = Instant::now().checked_add(shared.settings.lease);
    let mut settlement = Settlement::new(task.slot.lease.clone(), ended, shared.now(), context);
    let mut backoff = Backoff::default();
    loop {
        match shared.store.settle(settlement.clone()).await {
            Ok(Settled::Kept) => return Some(settlement.ended),
            Ok(Settled::LeaseLost) => return None,
            Err(error @ StoreError::Transaction(_)) if settlement.ended == Ended::Done => {
                settlement.ended = task.retry(None, chain(&error));
            }
            Err(error) if give_up.is_some_and(|at| at <= Instant::now()) => {
                log::not_recorded(&error, task);
                return None;
            }
            Err(_) => sleep(backoff.next_pause()).await,
        }
    }
}
