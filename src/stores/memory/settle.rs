//! Ending a claim.

use std::{sync::Arc, time::SystemTime};

use super::{
    ledger::Ledger,
    run::{Phase, Timer},
    time::whole,
};
use crate::inbox::{Day, Ended, EntryId, Lease, RunState, Settled, Settlement};

impl Ledger {
    pub(super) fn settle(&mut self, settlement: Settlement) -> Settled {
        let Settlement { lease, ended, at, .. } = settlement;
        let Some((since, _)) = self.claimed_with(&lease) else { return Settled::LeaseLost };
        let lease = self.with_present_name(lease);
        let at = whole(at);
        if ended == Ended::Routed(Vec::new()) && self.is_alone_and_untried(lease.entry) {
            self.remove_run(lease.entry, &lease.handler);
            self.advance(lease.entry, at);
            return Settled::Kept;
        }
        self.record(&lease, &ended, since, at);
        self.count_end(lease.entry, &ended, at);
        // A run that is out of the order moves nothing in it.
        let moves_line = matches!(ended, Ended::Routed(_)) || self.is_ordered(&lease);
        self.end(&lease, &ended, at);
        if let Ended::Routed(handlers) = ended {
            for run in &handlers {
                self.add_run(lease.entry, run);
            }
        }
        if moves_line {
            self.advance(lease.entry, at);
        }
        Settled::Kept
    }

    /// Returns true if an entry has a single run, without an attempt on record.
    fn is_alone_and_untried(&self, id: EntryId) -> bool {
        let runs = self.entries.get(&id).map(|entry| &entry.runs);
        runs.is_some_and(|runs| runs.len() == 1 && runs.values().all(|run| run.attempts.is_empty()))
    }

    fn is_ordered(&self, lease: &Lease) -> bool {
        let entry = self.entries.get(&lease.entry);
        entry.and_then(|entry| entry.runs.get(&lease.handler)).is_some_and(|run| run.is_ordered)
    }

    fn record(&mut self, lease: &Lease, ended: &Ended, since: SystemTime, at: SystemTime) {
        let entry = self.entries.get_mut(&lease.entry);
        let Some(run) = entry.and_then(|entry| entry.runs.get_mut(&lease.handler)) else { return };
        match ended.on_record() {
            Some((result, error)) => run.record(since, at, result, error.map(str::to_owned)),
            None => run.tried -= 1,
        }
    }

    fn count_end(&mut self, id: EntryId, ended: &Ended, at: SystemTime) {
        let Some(entry) = self.entries.get(&id) else { return };
        let (endpoint, event) = (Arc::clone(&entry.endpoint), Arc::clone(&entry.counted_as));
        self.count(Day::of(at), &endpoint, &event, ended.tally());
    }

    /// Brings the run into its next phase.
    fn end(&mut self, lease: &Lease, ended: &Ended, at: SystemTime) {
        let Some(entry) = self.entries.get(&lease.entry) else { return };
        let Some(run) = entry.runs.get(&lease.handler) else { return };
        let phase = match ended {
            Ended::Done | Ended::Routed(_) => Phase::Ended { state: RunState::Done, at },
            Ended::Stale => Phase::Ended { state: RunState::Stale, at },
            Ended::Dead { .. } => run.dead(entry.stops_at_dead_letter(), at),
            Ended::Retry { due, .. } => Phase::Retry(Timer { end: whole(*due), set: at }),
            Ended::Released => Phase::Received,
        };
        if *ended == Ended::Done {
            self.remember_version(lease, at);
        }
        self.put(lease.entry, &lease.handler, phase);
    }

    fn remember_version(&mut self, lease: &Lease, at: SystemTime) {
        let Some(entry) = self.entries.get(&lease.entry) else { return };
        let version = entry.order.as_ref().and_then(|order| order.version);
        let Some((line, version)) = entry.line().zip(version) else { return };
        let known =
            self.versions.entry((line, Arc::clone(&lease.handler))).or_insert((version, at));
        *known = (*known).max((version, at));
    }
}
