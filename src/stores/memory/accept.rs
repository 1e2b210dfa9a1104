//! Keeping a delivery.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    entry::Entry,
    ledger::Ledger,
    run::{Phase, Run},
    time::whole,
};
use crate::inbox::{Accepted, Day, EntryId, NewEntry, NewRun, RunState, StoreError, Tally};

impl Ledger {
    /// Keeps a delivery, unless its endpoint has one of the same key.
    pub(super) fn accept(&mut self, new: NewEntry) -> Result<Accepted, StoreError> {
        if let Some(id) = self.holder(&new) {
            self.count_in(&new, Tally { duplicates: 1, ..Tally::default() });
            if self.revive(id, |_, state| state == RunState::Dead) > 0 {
                self.advance(id, new.delivery.received_at());
            }
            return Ok(Accepted::Duplicate(id));
        }
        if self.entries.len() >= self.capacity {
            return Err(full());
        }
        self.last_entry += 1;
        let id = EntryId::new(self.last_entry);
        self.keys.insert(key(&new), id);
        self.keep(id, new);
        Ok(Accepted::New(id))
    }

    /// Keeps the items of a batch, or none of them.
    pub(super) fn accept_batch(
        &mut self,
        entries: Vec<NewEntry>,
    ) -> Result<Vec<Accepted>, StoreError> {
        let new = entries.iter().filter(|new| self.holder(new).is_none()).map(key);
        if self.entries.len() + new.collect::<BTreeSet<_>>().len() > self.capacity {
            return Err(full());
        }
        entries.into_iter().map(|entry| self.accept(entry)).collect()
    }

    /// Returns the entry that has the key of a delivery.
    fn holder(&self, new: &NewEntry) -> Option<EntryId> {
        self.keys.get(&key(new)).copied().filter(|id| self.still_has_key(*id, new))
    }

    /// Returns whether an entry is recent enough to make a delivery of its key a duplicate.
    fn still_has_key(&self, id: EntryId, new: &NewEntry) -> bool {
        let holder = self.entries.get(&id).map(|entry| entry.delivery.received_at());
        let age = holder.and_then(|at| whole(new.delivery.received_at()).duration_since(at).ok());
        let limit = new.duplicate_within.map(|within| within.as_millis());
        age.zip(limit).is_none_or(|(age, limit)| age.as_millis() <= limit)
    }

    /// Gives an entry a run, if it has none of its handler. Tells whether it had none. The turn in
    /// its line is still to be found out.
    pub(super) fn add_run(&mut self, id: EntryId, new: &NewRun) -> bool {
        let Some(entry) = self.entries.get(&id) else { return false };
        let handler = self.present_name(&entry.endpoint, &new.handler);
        if self.runs_of(entry, &handler).next().is_some() {
            return false;
        }
        let Some(entry) = self.entries.get_mut(&id) else { return false };
        let run = Run::new(entry.order.is_some() && new.is_ordered);
        let phase = run.phase;
        entry.runs.insert(Arc::clone(&handler), run);
        self.put(id, &handler, phase);
        true
    }

    /// Lets the runs that ended in such a state in again, as if they had never been tried. Tells
    /// how many. The turn in its line is still to be found out.
    pub(super) fn revive(
        &mut self,
        id: EntryId,
        is_wanted: impl Fn(&Arc<str>, RunState) -> bool,
    ) -> u64 {
        let Some(entry) = self.entries.get(&id) else { return 0 };
        let runs = entry.runs.iter();
        let wanted =
            runs.filter(|(handler, run)| !run.state().is_open() && is_wanted(handler, run.state()));
        let wanted: Vec<_> = wanted.map(|(handler, _)| Arc::clone(handler)).collect();
        wanted.iter().map(|handler| u64::from(self.revive_run(id, handler))).sum()
    }

    /// Lets a run that has ended in again, under the name that its handler has now. Tells whether
    /// that was possible: another run of the entry may have it. The turn in its line is still to be
    /// found out.
    pub(super) fn revive_run(&mut self, id: EntryId, handler: &Arc<str>) -> bool {
        let Some(entry) = self.entries.get(&id) else { return false };
        if entry.runs.get(handler).is_none_or(|run| run.state().is_open()) {
            return false;
        }
        let name = self.present_name(&entry.endpoint, handler);
        if name != *handler {
            if entry.runs.contains_key(&name) {
                return false;
            }
            self.give_to(id, handler, &name);
        }
        let entry = self.entries.get_mut(&id);
        let Some(run) = entry.and_then(|entry| entry.runs.get_mut(&name)) else { return false };
        run.tried = 0;
        let phase = Phase::entering(run.is_ordered);
        self.put(id, &name, phase);
        true
    }

    fn keep(&mut self, id: EntryId, new: NewEntry) {
        let bytes = new.delivery.body().len() as u64;
        self.count_in(&new, Tally { received: 1, bytes, ..Tally::default() });
        let (handlers, now) = (new.handlers.clone(), new.delivery.received_at());
        self.entries.insert(id, Entry::new(new));
        for run in &handlers {
            self.add_run(id, run);
        }
        self.advance(id, now);
    }

    fn count_in(&mut self, new: &NewEntry, tally: Tally) {
        let day = Day::of(new.delivery.received_at());
        self.count(day, &new.endpoint, &new.counted_as, tally);
    }
}

fn key(new: &NewEntry) -> (Arc<str>, [u8; 32]) {
    (Arc::clone(&new.endpoint), *new.key.as_bytes())
}

fn full() -> StoreError {
    StoreError::Unavailable("the memory store is full".into())
}
