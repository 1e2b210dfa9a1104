//! Dead runs, with what went wrong.

use std::sync::Arc;

use super::{entry::Entry, ledger::Ledger, run::Phase};
use crate::inbox::{DeadRun, EntryId, RunState};

impl Ledger {
    /// The dead runs of the newest entries.
    pub(super) fn dead_runs(&self, at_most: usize) -> Vec<DeadRun> {
        let newest = self.entries.iter().rev();
        newest.flat_map(|(id, entry)| dead_of(*id, entry)).take(at_most).collect()
    }
}

fn dead_of(id: EntryId, entry: &Entry) -> impl Iterator<Item = DeadRun> {
    entry.runs.iter().filter_map(move |(handler, run)| {
        let (Phase::Ended { state: RunState::Dead, at: since } | Phase::Stops(since)) = run.phase
        else {
            return None;
        };
        Some(DeadRun {
            entry: id,
            endpoint: Arc::clone(&entry.endpoint),
            handler: Arc::clone(handler),
            event: entry.delivery.event_name().map(Arc::from),
            error: run.attempts.last().and_then(|last| last.error.clone()),
            since,
        })
    })
}
