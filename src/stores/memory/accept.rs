//! Keeping a delivery.

use std::{sync::Arc, time::SystemTime};

use super::{entry::Entry, ledger::Ledger, run::Run};
use crate::inbox::{Accepted, Day, EntryId, NewEntry, RunState, StoreError, Tally};

impl Ledger {
    /// Keeps a delivery, unless its endpoint has one of the same key.
    pub(super) fn accept(&mut self, new: NewEntry) -> Result<Accepted, StoreError> {
        let key = (Arc::clone(&new.endpoint), *new.key.as_bytes());
        if let Some(id) = self.keys.get(&key).copied() {
            self.count_in(&new, Tally { duplicates: 1, ..Tally::default() });
            self.revive(id, Some(new.delivery.received_at()), |state| state == RunState::Dead);
            return Ok(Accepted::Duplicate(id));
        }
        if self.entries.len() >= self.capacity {
            return Err(StoreError::Unavailable("the memory store is full".into()));
        }
        self.last_entry += 1;
        let id = EntryId::new(self.last_entry);
        self.keys.insert(key, id);
        self.keep(id, new);
        Ok(Accepted::New(id))
    }

    /// Gives an entry a run of this handler, if it has none. Tells whether it had none.
    pub(super) fn add_run(
        &mut self,
        id: EntryId,
        handler: &Arc<str>,
        now: Option<SystemTime>,
    ) -> bool {
        let Some(entry) = self.entries.get_mut(&id) else { return false };
        if entry.runs.contains_key(handler) {
            return false;
        }
        entry.runs.insert(Arc::clone(handler), Run::new());
        self.enter(id, handler, now);
        true
    }

    /// Lets the runs that ended in such a state in again, as if they had never been tried. Tells
    /// how many.
    pub(super) fn revive(
        &mut self,
        id: EntryId,
        now: Option<SystemTime>,
        is_wanted: impl Fn(RunState) -> bool,
    ) -> u64 {
        let Some(entry) = self.entries.get_mut(&id) else { return 0 };
        let mut revived = Vec::new();
        for (handler, run) in &mut entry.runs {
            if !run.state().is_open() && is_wanted(run.state()) {
                run.tried = 0;
                revived.push(Arc::clone(handler));
            }
        }
        for handler in &revived {
            self.enter(id, handler, now);
        }
        revived.len() as u64
    }

    fn keep(&mut self, id: EntryId, new: NewEntry) {
        let bytes = new.delivery.body().len() as u64;
        self.count_in(&new, Tally { received: 1, bytes, ..Tally::default() });
        let (handlers, now) = (new.handlers.clone(), new.delivery.received_at());
        self.entries.insert(id, Entry::new(new));
        for handler in &handlers {
            self.add_run(id, handler, Some(now));
        }
    }

    fn count_in(&mut self, new: &NewEntry, tally: Tally) {
        let day = Day::of(new.delivery.received_at());
        self.count(day, &new.endpoint, &new.counted_as, tally);
    }
}
