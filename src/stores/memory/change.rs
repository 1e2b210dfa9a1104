//! Changing many rows at once.

use std::{sync::Arc, time::SystemTime};

use super::{
    entry::Entry,
    ledger::Ledger,
    run::{Phase, Run},
    time::whole,
};
use crate::inbox::{Change, EntryId, EntryState, Prune, RunState, StoreError};

impl Ledger {
    /// Makes a change. Tells how much was changed.
    pub(super) fn change(&mut self, change: Change) -> Result<u64, StoreError> {
        Ok(match change {
            Change::Replay { entries, runs, served, at } => {
                entries.into_iter().map(|id| self.replay(id, runs, &served, whole(at))).sum()
            }
            Change::Cancel { entries, at } => {
                entries.into_iter().map(|id| self.cancel(id, whole(at))).sum()
            }
            Change::ResumeKeys { entries, at } => {
                entries.into_iter().map(|id| self.resume_key(id, whole(at))).sum()
            }
            Change::Pause { endpoint } => u64::from(self.paused.insert(endpoint)),
            Change::Resume { endpoint } => u64::from(self.paused.remove(&endpoint)),
            Change::NameHandlers { endpoint, handlers, at } => {
                self.name_handlers(&endpoint, &handlers, whole(at))
            }
            Change::Prune(prune) => self.prune(&prune),
            Change::Count { day, endpoint, tally } => {
                self.count(day, &endpoint, &Arc::from(""), tally);
                0
            }
            Change::Quarantine { unproved, at_most } => self.quarantine(unproved, at_most),
            Change::LeaveQuarantine { number, entries } => self.release(number, entries)?,
            Change::Probe => 0,
        })
    }

    fn cancel(&mut self, id: EntryId, at: SystemTime) -> u64 {
        let Some(entry) = self.entries.get(&id) else { return 0 };
        let waits = |run: &Run| !matches!(run.phase, Phase::Ended { .. });
        let waiting = entry.runs.iter().filter(|(_, run)| waits(run));
        let waiting: Vec<_> = waiting.map(|(handler, _)| Arc::clone(handler)).collect();
        for handler in &waiting {
            self.put(id, handler, Phase::Ended { state: RunState::Cancelled, at });
        }
        self.advance(id, at);
        waiting.len() as u64
    }

    /// Lets the line of an entry go on that dead runs of it stop. Returns how many these are.
    fn resume_key(&mut self, id: EntryId, now: SystemTime) -> u64 {
        let Some(entry) = self.entries.get(&id) else { return 0 };
        let stopping = entry.runs.iter().filter_map(|(handler, run)| match run.phase {
            Phase::Stops(at) => Some((Arc::clone(handler), at)),
            _ => None,
        });
        let stopping: Vec<_> = stopping.collect();
        for (handler, at) in &stopping {
            self.put(id, handler, Phase::Ended { state: RunState::Dead, at: *at });
        }
        self.advance(id, now);
        stopping.len() as u64
    }

    fn prune(&mut self, prune: &Prune) -> u64 {
        self.prune_entries(prune) + self.prune_versions(prune) + self.prune_unproved(prune)
    }

    fn prune_entries(&mut self, prune: &Prune) -> u64 {
        let old = self.entries.iter().filter(|(_, entry)| is_old(entry, prune));
        let old: Vec<_> = old.map(|(id, _)| *id).take(prune.at_most).collect();
        for id in &old {
            let Some(entry) = self.entries.remove(id) else { continue };
            let key = (entry.endpoint, *entry.key.as_bytes());
            // A later entry may have the key by now.
            if self.keys.get(&key) == Some(id) {
                self.keys.remove(&key);
            }
        }
        old.len() as u64
    }

    fn prune_versions(&mut self, prune: &Prune) -> u64 {
        let before = whole(prune.closed_before);
        let old = self.versions.iter().filter(|(_, (_, at))| *at < before);
        let old: Vec<_> = old.map(|(line, _)| line.clone()).take(prune.at_most).collect();
        for line in &old {
            self.versions.remove(line);
        }
        old.len() as u64
    }

    fn prune_unproved(&mut self, prune: &Prune) -> u64 {
        let before = whole(prune.quarantined_before);
        let old = self.unproved.iter().filter(|(_, unproved)| unproved.received_at < before);
        let old: Vec<_> = old.map(|(number, _)| *number).take(prune.at_most).collect();
        for number in &old {
            self.unproved.remove(number);
        }
        old.len() as u64
    }
}

/// Returns true if the entry ended long enough ago to be removed.
fn is_old(entry: &Entry, prune: &Prune) -> bool {
    let before = match entry.state() {
        EntryState::Dead => prune.dead_before,
        _ => Some(prune.closed_before),
    };
    entry.ended_at().zip(before).is_some_and(|(ended, before)| ended < whole(before))
}
