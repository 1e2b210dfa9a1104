//! Running entries again.

use std::{collections::BTreeSet, sync::Arc, time::SystemTime};

use super::{
    entry::Entry,
    ledger::Ledger,
    run::{Phase, Run},
};
use crate::inbox::{EndpointHandlers, EntryId, ROUTE, Replay, RunState};

impl Ledger {
    /// Runs the handlers of an entry again, or at once if they wait for their next attempt, and returns
    /// how many runs that are.
    pub(super) fn replay(
        &mut self,
        id: EntryId,
        runs: Replay,
        served: &[EndpointHandlers],
        at: SystemTime,
    ) -> u64 {
        let Some(entry) = self.entries.get(&id) else { return 0 };
        let keeps_only = EndpointHandlers::keeps_only(served, &entry.endpoint);
        let takes = |state| !keeps_only && runs.takes(state);
        let replayed = if entry.runs.is_empty() {
            if keeps_only { 0 } else { u64::from(self.add_run(id, &ROUTE.into())) }
        } else {
            let orphans = self.orphans_of(entry, takes, served);
            let routed = u64::from(self.route_again(id, &orphans, at));
            let wanted = |name: &Arc<str>, state| takes(state) && !orphans.contains(name);
            routed + self.revive(id, wanted) + self.make_due(id, at)
        };
        self.advance(id, at);
        replayed
    }

    /// Makes the runs of an entry due that wait for their next attempt, and returns how many these are.
    /// The turn in its line is still to be found out.
    fn make_due(&mut self, id: EntryId, now: SystemTime) -> u64 {
        let Some(entry) = self.entries.get(&id) else { return 0 };
        let due = |run: &Run| run.phase.made_due(now);
        let runs = entry.runs.iter();
        let waiting = runs.filter_map(|(handler, run)| Some((Arc::clone(handler), due(run)?)));
        let waiting: Vec<_> = waiting.collect();
        for (handler, phase) in &waiting {
            self.put(id, handler, *phase);
        }
        waiting.len() as u64
    }

    /// Returns the handlers of an entry's runs that nobody would run.
    fn orphans_of(
        &self,
        entry: &Entry,
        takes: impl Fn(RunState) -> bool,
        served: &[EndpointHandlers],
    ) -> Vec<Arc<str>> {
        let Some(served) = served.iter().find(|served| served.endpoint == entry.endpoint) else {
            return Vec::new();
        };
        let present = |name: &Arc<str>| self.present_name(&entry.endpoint, name);
        let served: BTreeSet<_> = served.handlers.iter().map(present).collect();
        let orphans = entry.runs.iter().filter(|(name, run)| {
            let state = run.state();
            let waits = state.is_open() && state != RunState::Running;
            ***name != *ROUTE
                && !served.contains(&present(name))
                && (waits || !state.is_open() && takes(state))
        });
        orphans.map(|(name, _)| Arc::clone(name)).collect()
    }

    /// Has an entry routed again instead of running these runs of it: the first one becomes the run
    /// of [`ROUTE`], if there is none. Tells whether anything is to be run.
    fn route_again(&mut self, id: EntryId, orphans: &[Arc<str>], at: SystemTime) -> bool {
        let route = Arc::from(ROUTE);
        for handler in orphans {
            self.put(id, handler, Phase::Ended { state: RunState::Cancelled, at });
            let has_route =
                self.entries.get(&id).is_some_and(|entry| entry.runs.contains_key(&route));
            if !has_route {
                self.give_to(id, handler, &route);
            }
        }
        !orphans.is_empty() && self.revive_run(id, &route)
    }
}
