//! The workers, the person and the inbox, and what each of them does.

use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use http::Extensions;

use crate::{
    inbox::{
        Change, ClaimRequest, Ended, EntryId, HandlerNames, Lease, Quota, Replay, RunState,
        Settled, Settlement,
    },
    stores::memory::{
        entry::Entry,
        ledger::Ledger,
        run::{Phase, Run},
    },
};

#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) now: u64,
    pub(super) ledger: Ledger,
    /// The leases that each worker believes to hold.
    pub(super) workers: Vec<Option<Held>>,
    /// The remaining actions of those that are possible a few times.
    pub(super) left: [u8; 5],
    /// The names by which the handler is known to workers.
    pub(super) names: &'static [&'static str],
    /// The last token that was given for each run.
    pub(super) last: Vec<u64>,
    /// For each run: true if it is done and was not replayed since.
    pub(super) done: Vec<bool>,
    /// A promise that was broken on the way here.
    pub(super) broken: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Held {
    pub(super) entry: EntryId,
    pub(super) handler: &'static str,
    pub(super) token: u64,
    pub(super) until: u64,
    pub(super) tried: u32,
    pub(super) called_off: bool,
}

impl Held {
    pub(super) fn lease(&self) -> Lease {
        Lease { entry: self.entry, handler: Arc::from(self.handler), token: self.token }
    }

    pub(super) fn index(&self) -> usize {
        index(self.entry, self.handler)
    }
}

impl World {
    pub(super) fn claim(&mut self, worker: usize, handler: &'static str) -> Option<()> {
        let before = self.ledger.entries.clone();
        let claimed = self.ledger.claim(&request(handler, self.now, 1)).claimed.pop()?;
        if begins_too_early(&before, &claimed.lease) {
            self.broken = Some("no run begins while an earlier delivery of its key has open ones");
        }
        let last = &mut self.last[index(claimed.lease.entry, handler)];
        if claimed.lease.token <= *last {
            self.broken = Some("later claims have higher tokens");
        }
        *last = claimed.lease.token;
        let Lease { entry, token, .. } = claimed.lease;
        let tried = claimed.tried;
        let until = self.now + LEASE;
        self.workers[worker] =
            Some(Held { entry, handler, token, until, tried, called_off: false });
        Some(())
    }

    /// Renews, or learns that the lease is lost.
    pub(super) fn renew(&mut self, worker: usize) -> Option<()> {
        let mut held = self.workers[worker].take()?;
        let now = moment(self.now);
        let lost = self.ledger.renew(vec![held.lease()], now, Duration::from_secs(LEASE));
        if lost.is_empty() != self.is_rightful(&held) {
            self.broken = Some("a lease that is lost stays lost, and no other is");
        }
        held.until = self.now + LEASE;
        self.workers[worker] = lost.is_empty().then_some(held);
        Some(())
    }

    /// Settles what the worker believes to hold, and once more, and watches what comes of it.
    pub(super) fn settle(
        &mut self,
        worker: usize,
        end: impl Fn(u64, &Held) -> Ended,
    ) -> Option<()> {
        let held = self.workers[worker].take()?;
        let (rightful, before) = (self.is_rightful(&held), self.runs());
        let settlement = Settlement {
            lease: held.lease(),
            ended: end(self.now, &held),
            at: moment(self.now),
            context: Extensions::new(),
        };
        let is_done = settlement.ended == Ended::Done;
        match self.ledger.settle(settlement.clone()) {
            Settled::Kept if rightful => self.done[held.index()] = is_done,
            Settled::LeaseLost if !rightful && self.runs() == before => {}
            _ => self.broken = Some("an old lease settles nothing, and no other is turned away"),
        }
        if self.ledger.settle(settlement) == Settled::Kept {
            self.broken = Some("nothing is settled twice");
        }
        Some(())
    }

    pub(super) fn cancel(&mut self) {
        let change = Change::Cancel { entries: self.ids(), at: moment(self.now) };
        self.ledger.change(change).expect("a cancellation cannot fail");
        self.workers.iter_mut().flatten().for_each(|held| held.called_off = true);
    }

    pub(super) fn replay(&mut self) {
        let change = Change::Replay {
            entries: self.ids(),
            runs: Replay::All,
            served: Vec::new(),
            at: moment(self.now),
        };
        self.ledger.change(change).expect("a replay cannot fail");
        self.done.fill(false);
    }

    pub(super) fn resume_keys(&mut self) {
        let change = Change::ResumeKeys { entries: self.ids(), at: moment(self.now) };
        self.ledger.change(change).expect("a key goes on");
    }

    pub(super) fn rename(&mut self) {
        let names = HandlerNames { name: Arc::from(NAMES[1]), formerly: vec![Arc::from(NAMES[0])] };
        let change = Change::NameHandlers {
            endpoint: Arc::from("shop"),
            handlers: vec![names],
            at: moment(self.now),
        };
        self.ledger.change(change).expect("a renaming cannot fail");
        self.names = &NAMES;
    }

    pub(super) fn spend(&mut self, what: usize) -> Option<()> {
        self.left[what] = self.left[what].checked_sub(1)?;
        Some(())
    }

    /// Returns true if nobody has claimed or cancelled the run since.
    pub(super) fn is_rightful(&self, held: &Held) -> bool {
        !held.called_off && self.last[held.index()] == held.token
    }

    /// Returns true if two workers must never believe to hold such leases at the same time.
    pub(super) fn is_exclusive(&self, are_rivals: impl Fn(&Held, &Held) -> bool) -> bool {
        let valid = self.held().filter(|held| held.until > self.now && !held.called_off);
        let valid: Vec<_> = valid.collect();
        let mut pairs = valid
            .iter()
            .enumerate()
            .flat_map(|(index, one)| valid[index + 1..].iter().map(move |other| (one, other)));
        pairs.all(|(one, other)| !are_rivals(one, other))
    }

    pub(super) fn done_is_final(&self) -> bool {
        let mut runs = self.ledger.entries.iter().flat_map(|(id, entry)| {
            entry.runs.iter().map(|(handler, run)| (index(*id, handler), run.state()))
        });
        runs.all(|(index, state)| !self.done[index] || state == RunState::Done)
    }

    /// Returns the number of deliveries whose runs are not held.
    pub(super) fn have_their_turn(&self) -> usize {
        let has_turn = |entry: &&Entry| {
            let mut open = entry.in_line().map(|(_, run)| run.state());
            open.any(|state| state.is_open() && state != RunState::Held)
        };
        self.ledger.entries.values().filter(has_turn).count()
    }

    /// Returns true if a worker that never fails, and a person, could finish everything later.
    pub(super) fn can_end(&self) -> bool {
        let mut world = self.clone();
        world.resume_keys();
        for round in 1..=20 {
            if world.states().all(|state| !state.is_open()) {
                return true;
            }
            let now = LAST_TICK + round * 2 * LEASE;
            let mut claimed = world.ledger.claim(&request(NAMES[0], now, 9)).claimed;
            claimed.extend(world.ledger.claim(&request(BILL, now, 9)).claimed);
            for claimed in claimed {
                let (lease, at) = (claimed.lease, moment(now));
                let context = Extensions::new();
                world.ledger.settle(Settlement { lease, ended: Ended::Done, at, context });
            }
        }
        false
    }

    pub(super) fn held(&self) -> impl Iterator<Item = &Held> {
        self.workers.iter().flatten()
    }

    pub(super) fn ids(&self) -> Vec<EntryId> {
        self.ledger.entries.keys().copied().collect()
    }

    pub(super) fn states(&self) -> impl Iterator<Item = RunState> {
        let runs = self.ledger.entries.values().flat_map(|entry| entry.runs.values());
        runs.map(Run::state)
    }

    /// Returns the part of the ledger that determines its next steps.
    pub(super) fn runs(&self) -> Vec<(Phase, u64, u32)> {
        let runs = self.ledger.entries.values().flat_map(|entry| entry.runs.values());
        runs.map(|run| (run.phase, run.token, run.tried)).collect()
    }

    /// Drops the records, which only grow and decide nothing.
    pub(super) fn forget_records(&mut self) {
        self.ledger.tallies.clear();
        let entries = self.ledger.entries.values_mut();
        for run in entries.flat_map(|entry| entry.runs.values_mut()) {
            run.attempts.clear();
        }
    }

    /// All that decides how the world goes on.
    pub(super) fn fingerprint(&self) -> impl Hash + PartialEq {
        let people = (&self.workers, &self.left, self.names, &self.last, &self.done);
        (self.now, self.runs(), people, self.broken)
    }
}

impl Hash for World {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint().hash(state);
    }
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint() == other.fingerprint()
    }
}

/// It is tried twice.
pub(super) fn failed(now: u64, held: &Held) -> Ended {
    let error = "no answer".to_owned();
    match held.tried {
        0 | 1 => Ended::Retry { due: moment(now + 1), error },
        _ => Ended::Dead { error },
    }
}

/// Returns true if an earlier delivery of the line does not let this run begin. One that was
/// running is taken over, and begins no more.
fn begins_too_early(before: &BTreeMap<EntryId, Entry>, lease: &Lease) -> bool {
    let runs = before.get(&lease.entry).into_iter().flat_map(|entry| &entry.runs);
    let run = runs.into_iter().find(|(handler, _)| is_one(handler, &lease.handler));
    let begins = |run: &Run| run.is_in_line() && run.state() != RunState::Running;
    run.is_some_and(|(_, run)| begins(run))
        && before.range(..lease.entry).any(|(_, earlier)| {
            let lets_pass = earlier.order.as_ref().is_some_and(|order| order.lets_pass);
            !lets_pass && earlier.in_line().next().is_some()
        })
}

fn is_one(handler: &str, other: &str) -> bool {
    handler == other || NAMES.contains(&handler) && NAMES.contains(&other)
}

fn request(handler: &str, now: u64, at_most: usize) -> ClaimRequest {
    let handlers = vec![(Arc::from(handler), at_most)];
    ClaimRequest {
        at_most,
        quotas: vec![Quota { endpoint: Arc::from("shop"), at_most, handlers }],
        now: moment(now),
        lease: Duration::from_secs(LEASE),
    }
}

pub(super) fn moment(tick: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(tick)
}

/// The number of a run, under whichever of its names.
fn index(id: EntryId, handler: &str) -> usize {
    2 * usize::try_from(id.get() - 1).expect("is small") + usize::from(handler == BILL)
}

/// The length of a lease in ticks.
pub(super) const LEASE: u64 = 2;

/// After this nobody acts any more.
pub(super) const LAST_TICK: u64 = 3;

/// The actions that are possible once.
pub(super) const GIVING_BACK: usize = 0;
pub(super) const CANCELLATIONS: usize = 1;
pub(super) const REPLAYS: usize = 2;
pub(super) const RENAMINGS: usize = 3;
pub(super) const RESUMES: usize = 4;

/// The name of the handler, and the one that it gets.
pub(super) const NAMES: [&str; 2] = ["ship", "send"];

/// Another handler.
pub(super) const BILL: &str = "bill";
pub(super) const BOTH: [&str; 2] = [NAMES[0], BILL];
