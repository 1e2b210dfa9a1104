//! Handlers that go by several names.

use std::{collections::BTreeSet, sync::Arc, time::SystemTime};

use super::{entry::Entry, ledger::Ledger, line::LineName, run::Phase};
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
        let line = |key: &str| LineName {
            endpoint: Arc::clone(endpoint),
            handler: Arc::clone(name),
            key: key.to_owned(),
        };
        let open = self.open_runs(endpoint, former);
        let keys = open.iter().filter_map(|(_, key)| key.as_deref());
        let busy: BTreeSet<_> =
            keys.filter(|key| self.lines.contains_key(&line(key))).map(str::to_owned).collect();
        let mut taken = 0;
        for (id, key) in &open {
            let is_behind = key.as_ref().is_some_and(|key| busy.contains(key));
            taken += u64::from(self.take_over_run(*id, former, name, is_behind, at));
        }
        for (id, _) in &open {
            self.advance(*id, name, Some(at));
        }
        taken
    }

    /// Returns the entries with an open run of a handler, each with its ordering key.
    fn open_runs(&self, endpoint: &Arc<str>, handler: &Arc<str>) -> Vec<(EntryId, Option<String>)> {
        let entries = self.entries.iter().filter(|(_, entry)| {
            entry.endpoint == *endpoint
                && entry.runs.get(handler).is_some_and(|run| run.state().is_open())
        });
        let key = |entry: &Entry| entry.order.as_ref().map(|order| order.key.clone());
        entries.map(|(id, entry)| (*id, key(entry))).collect()
    }

    /// Gives a run to the handler, unless the entry has one of it that was not cancelled.
    fn take_over_run(
        &mut self,
        id: EntryId,
        former: &Arc<str>,
        name: &Arc<str>,
        is_behind: bool,
        at: SystemTime,
    ) -> bool {
        let Some(entry) = self.entries.get(&id) else { return false };
        let has_rival = self
            .runs_of(entry, name)
            .any(|other| other != former && entry.runs[other].state() != RunState::Cancelled);
        if has_rival {
            self.put(id, former, Phase::Ended { state: RunState::Cancelled, at });
            return false;
        }
        if is_behind {
            self.put_behind(id, former);
        }
        self.give_to(id, former, name);
        true
    }

    /// Holds a run that comes behind the one whose turn it is. If it was running, that does not
    /// count.
    fn put_behind(&mut self, id: EntryId, handler: &Arc<str>) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        let lets_pass = entry.order.as_ref().is_some_and(|order| order.lets_pass);
        let Some(run) = entry.runs.get_mut(handler) else { return };
        run.tried -= u32::from(run.state() == RunState::Running);
        let phase = run.phase.behind_another(lets_pass);
        self.put(id, handler, phase);
    }

    fn take_over_versions(&mut self, endpoint: &Arc<str>, former: &Arc<str>, name: &Arc<str>) {
        let of_former = |line: &LineName| line.endpoint == *endpoint && line.handler == *former;
        let lines: Vec<_> = self.versions.keys().filter(|line| of_former(line)).cloned().collect();
        for mut line in lines {
            let Some(version) = self.versions.remove(&line) else { continue };
            line.handler = Arc::clone(name);
            let known = self.versions.entry(line).or_insert(version);
            *known = (*known).max(version);
        }
    }
}
