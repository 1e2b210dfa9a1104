//! The claimable runs of a handler, and the times at which others become claimable.

use std::{collections::BTreeSet, time::SystemTime};

use super::run::Phase;
use crate::inbox::EntryId;

/// The runs of one handler that can be claimed, or could be at some time.
#[derive(Debug, Clone, Default)]
pub(super) struct Queue {
    received: BTreeSet<EntryId>,
    /// By the time at which they are due.
    retries: BTreeSet<(SystemTime, EntryId)>,
    /// By the end of their lease.
    running: BTreeSet<(SystemTime, EntryId)>,
}

impl Queue {
    pub(super) fn add(&mut self, id: EntryId, phase: Phase) {
        match phase {
            Phase::Received => self.received.insert(id),
            Phase::Retry(due) => self.retries.insert((due, id)),
            Phase::Running { until, .. } => self.running.insert((until, id)),
            Phase::Held(_) | Phase::Ended { .. } | Phase::Stops(_) => false,
        };
    }

    pub(super) fn remove(&mut self, id: EntryId, phase: Phase) {
        match phase {
            Phase::Received => self.received.remove(&id),
            Phase::Retry(due) => self.retries.remove(&(due, id)),
            Phase::Running { until, .. } => self.running.remove(&(until, id)),
            Phase::Held(_) | Phase::Ended { .. } | Phase::Stops(_) => false,
        };
    }

    /// The first of those that can be claimed now, in the order of the contract.
    pub(super) fn claimable(&self, now: SystemTime, at_most: usize) -> Vec<EntryId> {
        let lost = until(&self.running, now);
        let due = until(&self.retries, now);
        lost.chain(due).chain(self.received.iter().copied()).take(at_most).collect()
    }

    /// Returns when the next run is due, or can be taken over.
    pub(super) fn next_due(&self) -> Option<SystemTime> {
        let times = [self.running.first(), self.retries.first()];
        times.into_iter().flatten().map(|(time, _)| *time).min()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.received.is_empty() && self.retries.is_empty() && self.running.is_empty()
    }
}

fn until(
    waiting: &BTreeSet<(SystemTime, EntryId)>,
    now: SystemTime,
) -> impl Iterator<Item = EntryId> + '_ {
    waiting.iter().take_while(move |(time, _)| *time <= now).map(|(_, id)| *id)
}
