//! The settlement of a claim.

use http::Extensions;
use tokio::time::{Instant, sleep};

use super::{backoff::Backoff, log, task::Task};
use crate::{
    error_text::chain,
    inbox::{Ended, Run, Settled, Settlement, StoreError},
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
            Ok(Settled::LeaseLost) => {
                return is_on_record(task, &settlement.ended).await.then_some(settlement.ended);
            }
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

/// Returns true if the store has recorded this end of the attempt before: it has done what it was asked for, and its
/// answer was lost.
async fn is_on_record(task: &Task, ended: &Ended) -> bool {
    let Some((result, _)) = ended.on_record() else { return false };
    let lease = &task.slot.lease;
    let Ok(Some(record)) = task.slot.shared.store.read(lease.entry).await else { return false };
    let is_same = |run: &Run| {
        let mut attempts = run.attempts.iter();
        attempts.any(|one| one.number == task.attempt.number() && one.result == result)
    };
    record.runs.iter().any(|run| run.handler == lease.handler && is_same(run))
}
