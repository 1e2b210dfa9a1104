//! The turns of the deliveries of one ordering key.

use std::{sync::Arc, time::SystemTime};

use super::{
    entry::Entry,
    ledger::Ledger,
    line::LineName,
    run::{Phase, Run},
};
use crate::inbox::{EntryId, RunState};

impl Ledger {
    /// Finds out whose turn it is in the line of an entry, after something of the entry has changed.
    pub(super) fn advance(&mut self, id: EntryId, now: SystemTime) {
        let Some(name) = self.entries.get(&id).and_then(Entry::line) else { return };
        let Some(next) = self.next(&name, now) else { return };
        let last = self.lines.get(&name).and_then(|line| line.turn);
        if let Some(last) = last.filter(|last| *last != next) {
            self.move_runs(last, Phase::stepped_back);
            if self.has_running(last) {
                return;
            }
        }
        self.lines.entry(name).or_default().turn = Some(next);
        self.move_runs(next, Phase::stepped_forward);
    }

    /// The first entry of a line that does not let others pass, or the one that is due first.
    fn next(&self, name: &LineName, now: SystemTime) -> Option<EntryId> {
        let entries = &self.lines.get(name)?.entries;
        let waits = |id: &EntryId| self.entries.get(id)?.lets_pass_until(now);
        let first = entries.iter().copied().find(|id| waits(id).is_none());
        first.or_else(|| entries.iter().copied().min_by_key(|id| (waits(id), *id)))
    }

    fn has_running(&self, id: EntryId) -> bool {
        let entry = self.entries.get(&id);
        entry.is_some_and(|entry| entry.in_line().any(|(_, run)| run.state() == RunState::Running))
    }

    /// Brings the runs of an entry that are in its line into another phase.
    fn move_runs(&mut self, id: EntryId, moved: impl Fn(Phase) -> Phase) {
        let Some(entry) = self.entries.get(&id) else { return };
        let runs = entry.in_line();
        let runs: Vec<_> = runs
            .map(|(handler, run): (&Arc<str>, &Run)| (Arc::clone(handler), run.phase))
            .collect();
        for (handler, phase) in runs {
            self.put(id, &handler, moved(phase));
        }
    }
}
