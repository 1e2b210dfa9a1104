//! The claimable runs of a handler, and the times at which others become claimable.

use std::{collections::BTreeSet, time::SystemTime};

use super::run::{Phase, Timer};
use crate::inbox::EntryId;

/// The runs of one handler that can be claimed, or could be at some time.
#[derive(Debug, Clone, Default)]
pub(super) struct Queue {
    received: BTreeSet<EntryId>,
    /// By the end of their wait.
    retries: BTreeSet<Waiting>,
    /// By the end of their lease.
    running: BTreeSet<Waiting>,
}

/// A run that can be claimed at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    end: SystemTime,
    id: EntryId,
    set: SystemTime,
}

impl Waiting {
    const fn new(id: EntryId, timer: Timer) -> Self {
        Self { end: timer.end, id, set: timer.set }
    }

    const fn timer(self) -> Timer {
        Timer { end: self.end, set: self.set }
    }
}

impl Queue {
    pub(super) fn add(&mut self, id: EntryId, phase: Phase) {
        match phase {
            Phase::Received => self.received.insert(id),
            Phase::Retry(timer) => self.retries.insert(Waiting::new(id, timer)),
            Phase::Running { lease, .. } => self.running.insert(Waiting::new(id, lease)),
            Phase::Held(_) | Phase::Ended { .. } | Phase::Stops(_) => false,
        };
    }

    pub(super) fn remove(&mut self, id: EntryId, phase: Phase) {
        match phase {
            Phase::Received => self.received.remove(&id),
            Phase::Retry(timer) => self.retries.remove(&Waiting::new(id, timer)),
            Phase::Running { lease, .. } => self.running.remove(&Waiting::new(id, lease)),
            Phase::Held(_) | Phase::Ended { .. } | Phase::Stops(_) => false,
        };
    }

    /// The first of those that can be claimed now, in the order of the contract.
    pub(super) fn claimable(&self, now: SystemTime, at_most: usize) -> Vec<EntryId> {
        let lost = over(&self.running, now);
        let due = over(&self.retries, now);
        lost.chain(due).chain(self.received.iter().copied()).take(at_most).collect()
    }

    /// Returns when the next run is due, or can be taken over.
    pub(super) fn next_due(&self, now: SystemTime) -> Option<SystemTime> {
        let waiting = self.running.iter().chain(&self.retries);
        waiting.map(|one| one.timer().over_at(now)).min()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.received.is_empty() && self.retries.is_empty() && self.running.is_empty()
    }
}

fn over(waiting: &BTreeSet<Waiting>, now: SystemTime) -> impl Iterator<Item = EntryId> + '_ {
    waiting.iter().filter(move |one| one.timer().is_over(now)).map(|one| one.id)
}
