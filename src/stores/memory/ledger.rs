//! All that the store knows, and the one place where a run changes its phase.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
    sync::Arc,
    time::SystemTime,
};

use super::{
    entry::Entry,
    line::{Line, LineName},
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
    /// The entry of each endpoint and key.
    pub(super) keys: BTreeMap<(Arc<str>, [u8; 32]), EntryId>,
    pub(super) queues: BTreeMap<QueueName, Queue>,
    pub(super) lines: BTreeMap<LineName, Line>,
    /// The highest version of a line that each handler was done with, and when.
    pub(super) versions: BTreeMap<(LineName, Arc<str>), (i64, SystemTime)>,
    pub(super) paused: BTreeSet<Arc<str>>,
    /// Former names of handlers, by endpoint, and the names that these have now. No run of a former
    /// name is open.
    pub(super) former_names: BTreeMap<(Arc<str>, Arc<str>), Arc<str>>,
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
            former_names: BTreeMap::new(),
            tallies: BTreeMap::new(),
            last_unproved: 0,
            unproved: BTreeMap::new(),
        }
    }

    /// Brings a run into a phase, and keeps the queues and lines in step.
    pub(super) fn put(&mut self, id: EntryId, handler: &Arc<str>, phase: Phase) {
        self.unlist(id, handler);
        let entry = self.entries.get_mut(&id);
        let Some(run) = entry.and_then(|entry| entry.runs.get_mut(handler)) else { return };
        run.phase = phase;
        self.list_run(id, handler);
        self.update_line(id);
    }

    /// Removes a run.
    pub(super) fn remove_run(&mut self, id: EntryId, handler: &Arc<str>) {
        self.unlist(id, handler);
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.runs.remove(handler);
        }
        self.update_line(id);
    }

    /// Gives a run another handler, in its phase. A run that this one has, and that has ended, gets
    /// the handler from which it comes.
    pub(super) fn give_to(&mut self, id: EntryId, from: &Arc<str>, to: &Arc<str>) {
        self.unlist(id, from);
        let Some(entry) = self.entries.get_mut(&id) else { return };
        let (given, ended) = (entry.runs.remove(from), entry.runs.remove(to));
        entry.runs.extend(given.map(|run| (Arc::clone(to), run)));
        entry.runs.extend(ended.map(|run| (Arc::clone(from), run)));
        self.list_run(id, to);
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

    /// Adds a run to the queue of its handler.
    fn list_run(&mut self, id: EntryId, handler: &Arc<str>) {
        if let Some((queue, phase)) = self.place(id, handler) {
            self.queues.entry(queue).or_default().add(id, phase);
        }
    }

    fn unlist(&mut self, id: EntryId, handler: &Arc<str>) {
        let Some((queue, phase)) = self.place(id, handler) else { return };
        if let Some(runs) = self.queues.get_mut(&queue) {
            runs.remove(id, phase);
            if runs.is_empty() {
                self.queues.remove(&queue);
            }
        }
    }

    /// Adds an entry to its line, or removes it when nobody has to wait for it any more.
    fn update_line(&mut self, id: EntryId) {
        let Some(entry) = self.entries.get(&id) else { return };
        let Some(name) = entry.line() else { return };
        if entry.in_line().next().is_some() {
            self.lines.entry(name).or_default().entries.insert(id);
        } else if let Some(line) = self.lines.get_mut(&name) {
            line.entries.remove(&id);
            if line.entries.is_empty() {
                self.lines.remove(&name);
            }
        }
    }

    fn place(&self, id: EntryId, handler: &Arc<str>) -> Option<(QueueName, Phase)> {
        let entry = self.entries.get(&id)?;
        let phase = entry.runs.get(handler)?.phase;
        Some(((Arc::clone(&entry.endpoint), Arc::clone(handler)), phase))
    }
}

/// An endpoint and a handler.
type QueueName = (Arc<str>, Arc<str>);
