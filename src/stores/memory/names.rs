//! Handlers that go by several names.

use std::{collections::BTreeSet, sync::Arc, time::SystemTime};

use super::{entry::Entry, ledger::Ledger, run::Phase};
use crate::inbox::{EntryId, FormerName, HandlerNames, Lease, RunState};

impl Ledger {
    /// Returns the name that this handler has now.
    pub(super) fn present_name(&self, endpoint: &Arc<str>, name: &Arc<str>) -> Arc<str> {
        let key = (Arc::clone(endpoint), Arc::clone(name));
        Arc::clone(self.former_names.get(&key).unwrap_or(name))
    }

    /// Returns the runs that an entry has of a handler, under whichever of its names.
    pub(super) fn runs_of<'a>(
        &'a self,
        entry: &'a Entry,
        present: &'a Arc<str>,
    ) -> impl Iterator<Item = &'a Arc<str>> {
        let names = entry.runs.keys();
        names.filter(|name| self.present_name(&entry.endpoint, name) == *present)
    }

    /// Returns a lease with the name that its handler has now.
    pub(super) fn with_present_name(&self, mut lease: Lease) -> Lease {
        if let Some(entry) = self.entries.get(&lease.entry) {
            lease.handler = self.present_name(&entry.endpoint, &lease.handler);
        }
        lease
    }

    /// Names handlers, and returns how many open runs have another name now.
    pub(super) fn name_handlers(
        &mut self,
        endpoint: &Arc<str>,
        handlers: &[HandlerNames],
        at: SystemTime,
    ) -> u64 {
        let names: BTreeSet<_> = handlers.iter().map(|handler| &handler.name).collect();
        self.former_names.retain(|(owner, former), present| {
            owner != endpoint || !names.contains(former) || !names.contains(present)
        });
        let renamed = handlers
            .iter()
            .flat_map(|handler| handler.formerly.iter().map(move |former| (former, &handler.name)));
        renamed.map(|(former, name)| self.rename(endpoint, former, name, at)).sum()
    }

    pub(super) fn listed_former_names(&self) -> Vec<FormerName> {
        let names = self.former_names.iter();
        let listed = names.map(|((endpoint, name), handler)| FormerName {
            endpoint: Arc::clone(endpoint),
            name: Arc::clone(name),
            handler: Arc::clone(handler),
        });
        listed.collect()
    }

    fn rename(
        &mut self,
        endpoint: &Arc<str>,
        former: &Arc<str>,
        name: &Arc<str>,
        at: SystemTime,
    ) -> u64 {
        let key = |name: &Arc<str>| (Arc::clone(endpoint), Arc::clone(name));
        if self.former_names.get(&key(name)) == Some(former) {
            self.former_names.remove(&key(name));
        }
        let present = self.present_name(endpoint, name);
        if *former == present {
            return 0;
        }
        self.former_names.insert(key(former), Arc::clone(&present));
        for ((owner, _), handler) in &mut self.former_names {
            if owner == endpoint && handler == former {
                *handler = Arc::clone(&present);
            }
        }
        self.take_over(endpoint, former, &present, at)
    }

    /// Gives what is open under a former name to the handler.
    fn take_over(
        &mut self,
        endpoint: &Arc<str>,
        former: &Arc<str>,
        name: &Arc<str>,
        at: SystemTime,
    ) -> u64 {
        self.take_over_versions(endpoint, former, name);
        let open = self.open_runs(endpoint, former);
        open.into_iter().map(|id| u64::from(self.take_over_run(id, former, name, at))).sum()
    }

    /// Returns the entries with an open run of a handler.
    fn open_runs(&self, endpoint: &Arc<str>, handler: &Arc<str>) -> Vec<EntryId> {
        let entries = self.entries.iter().filter(|(_, entry)| {
            entry.endpoint == *endpoint
                && entry.runs.get(handler).is_some_and(|run| run.state().is_open())
        });
        entries.map(|(id, _)| *id).collect()
    }

    /// Gives a run to the handler, unless the entry has one of it that was not cancelled.
    fn take_over_run(
        &mut self,
        id: EntryId,
        former: &Arc<str>,
        name: &Arc<str>,
        at: SystemTime,
    ) -> bool {
        let Some(entry) = self.entries.get(&id) else { return false };
        let has_rival = self
            .runs_of(entry, name)
            .any(|other| other != former && entry.runs[other].state() != RunState::Cancelled);
        if has_rival {
            self.put(id, former, Phase::Ended { state: RunState::Cancelled, at });
            self.advance(id, at);
            return false;
        }
        self.give_to(id, former, name);
        true
    }

    fn take_over_versions(&mut self, endpoint: &Arc<str>, former: &Arc<str>, name: &Arc<str>) {
        let lines = self.versions.keys();
        let of_former =
            lines.filter(|(line, handler)| line.endpoint == *endpoint && handler == former);
        for key in of_former.cloned().collect::<Vec<_>>() {
            let Some(version) = self.versions.remove(&key) else { continue };
            let known = self.versions.entry((key.0, Arc::clone(name))).or_insert(version);
            *known = (*known).max(version);
        }
    }
}
