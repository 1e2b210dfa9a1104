//! The turns of the runs of one ordering key.

use std::{sync::Arc, time::SystemTime};

use super::{ledger::Ledger, run::Phase};
use crate::inbox::EntryId;

impl Ledger {
    /// Lets a run in: it is received, or behind the others of its line.
    pub(super) fn enter(&mut self, id: EntryId, handler: &Arc<str>, now: Option<SystemTime>) {
        let ordered = self.entries.get(&id).is_some_and(|entry| entry.order.is_some());
        self.put(id, handler, if ordered { Phase::Held(None) } else { Phase::Received });
        self.advance(id, handler, now);
    }

    /// Finds out whose turn it is in the line of this run, after something in it has changed.
    pub(super) fn advance(&mut self, id: EntryId, handler: &Arc<str>, now: Option<SystemTime>) {
        let Some(name) = self.entries.get(&id).and_then(|entry| entry.line(handler)) else {
            return;
        };
        if let Some(head) = self.lines.get(&name).and_then(|line| line.head) {
            let Some(due) = self.lets_pass(head, handler) else { return };
            self.put(head, handler, Phase::Held(Some(due)));
        }
        if let Some((next, phase)) = self.lines.get(&name).and_then(|line| line.next(now)) {
            self.put(next, handler, phase);
        }
    }

    /// Returns when this run is due, if it waits and lets others pass.
    fn lets_pass(&self, id: EntryId, handler: &Arc<str>) -> Option<SystemTime> {
        let entry = self.entries.get(&id)?;
        let due = entry.runs.get(handler)?.due()?;
        entry.order.as_ref()?.lets_pass.then_some(due)
    }
}
