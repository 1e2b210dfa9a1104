//! All that the store knows, and the one place where a run changes its phase.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
    ops::RangeInclusive,
    sync::Arc,
    time::SystemTime,
};

use super::{
    entry::Entry,
    order::{Line, LineName},
    queue::Queue,
    run::Phase,
};
use crate::inbox::{Day, EntryId, Quarantined, Tally, Usage};

/// All that the store knows. It reads no clock and waits for nothing.
#[derive(Debug, Clone)]
pub(super) struct Ledger {
    pub(super) capacity: usize,
    pub(super) last_entry: u64,
    pub(super) entries: BTreeMap<EntryId, Entry>,
    /// Which entry of an endpoint has this key.
    pub(super) keys: BTreeMap<(Arc<str>, [u8; 32]), EntryId>,
    /// By endpoint and handler.
    pub(super) queues: BTreeMap<(Arc<str>, Arc<str>), Queue>,
    pub(super) lines: BTreeMap<LineName, Line>,
    /// The highest version of a line that was done, and when.
    pub(super) versions: BTreeMap<LineName, (i64, SystemTime)>,
    pub(super) paused: BTreeSet<Arc<str>>,
    pub(super) tallies: BTreeMap<(Day, Arc<str>, Arc<str>), Tally>,
    pub(super) last_unproved: u64,
    pub(super) unproved: BTreeMap<u64, Quarantined>,
}

impl Ledger {
    pub(super) const fn with_capacity(entries: usize) -> Self {
        Self {
            capacity: entries,
            last_entry: 0,
            entries: BTreeMap::new(),
            keys: BTreeMap::new(),
            queues: BTreeMap::new(),
            lines: BTreeMap::new(),
            versions: BTreeMap::new(),
            paused: BTreeSet::new(),
            tallies: BTreeMap::new(),
            last_unproved: 0,
            unproved: BTreeMap::new(),
        }
    }

    /// Brings a run into a phase, and keeps the queues and lines in step.
    pub(super) fn put(&mut self, id: EntryId, handler: &Arc<str>, phase: Phase) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        let line = entry.line(handler);
        let Some(run) = entry.runs.get_mut(handler) else { return };
        let before = mem::replace(&mut run.phase, phase);
        let queue = (Arc::clone(&entry.endpoint), Arc::clone(handler));
        self.requeue(&queue, id, before, phase);
        if let Some(line) = line {
            self.reline(&line, id, before, phase);
        }
    }

    /// Counts what happened on the day of this time.
    pub(super) fn count(&mut self, day: Day, endpoint: &Arc<str>, event: &Arc<str>, more: Tally) {
        if more == Tally::default() {
            return;
        }
        let key = (day, Arc::clone(endpoint), Arc::clone(event));
        *self.tallies.entry(key).or_default() += more;
    }

    pub(super) fn usage(&self, days: &RangeInclusive<Day>) -> Vec<Usage> {
        let wanted = self.tallies.iter().filter(|((day, ..), _)| days.contains(day));
        wanted
            .map(|((day, endpoint, event), tally)| Usage {
                day: *day,
                endpoint: Arc::clone(endpoint),
                event: Arc::clone(event),
                tally: *tally,
            })
            .collect()
    }

    fn requeue(&mut self, name: &(Arc<str>, Arc<str>), id: EntryId, before: Phase, now: Phase) {
        let queue = self.queues.entry(name.clone()).or_default();
        queue.remove(id, before);
        queue.add(id, now);
        if queue.is_empty() {
            self.queues.remove(name);
        }
    }

    fn reline(&mut self, name: &LineName, id: EntryId, before: Phase, now: Phase) {
        let line = self.lines.entry(name.clone()).or_default();
        line.remove(id, before);
        line.add(id, now);
        if line.is_empty() {
            self.lines.remove(name);
        }
    }
}
