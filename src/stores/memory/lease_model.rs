//! The lease rules in every order in which workers, a person and time can interleave.
//!
//! The real [`Ledger`] is driven through all states that a few workers and runs can bring it into.
//! Each worker does one thing at a time, and may be late, crash, or settle what is not its own any
//! more; a person may cancel, replay, and let a stopped key go on, once each; and a worker of newer
//! code may rename the handler while others know it by its former name.

use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use http::{Extensions, HeaderMap, Method, Uri};
use stateright::{Checker, Model, Property};

use super::{
    entry::Entry,
    ledger::Ledger,
    run::{Phase, Run},
};
use crate::{
    Delivery, DeliveryParts, Trust,
    inbox::{
        Change, ClaimRequest, Ended, EntryId, HandlerNames, Key, Lease, NewEntry, NewRun, Order,
        Quota, Replay, RunState, Settled, Settlement,
    },
};

#[test]
fn three_workers_and_one_run() {
    check(&Inbox { workers: 3, runs: 1, can: [1, 1, 1, 0, 0], ..INBOX });
}

#[test]
fn two_workers_and_two_runs() {
    check(&Inbox { can: [0, 0, 1, 0, 0], ..INBOX });
}

#[test]
fn two_workers_and_two_runs_in_order() {
    check(&Inbox { order: Some(Followers::Wait), can: [1, 1, 1, 0, 0], ..INBOX });
}

#[test]
fn two_workers_and_two_runs_that_let_pass() {
    check(&Inbox { order: Some(Followers::Pass), can: [0, 1, 1, 0, 0], ..INBOX });
}

#[test]
fn two_workers_and_two_runs_of_which_a_dead_one_stops_the_next() {
    check(&Inbox { order: Some(Followers::Stop), can: [0, 1, 1, 0, 1], ..INBOX });
}

#[test]
fn two_workers_and_two_deliveries_in_order_of_which_one_has_two_handlers() {
    let (order, second) = (Some(Followers::Wait), Some(Second::InOrder));
    check(&Inbox { order, second, can: [0, 0, 1, 0, 0], ..INBOX });
}

#[test]
fn two_workers_and_two_deliveries_in_order_with_a_handler_out_of_order() {
    let (order, second) = (Some(Followers::Wait), Some(Second::OutOfOrder));
    check(&Inbox { order, second, can: [0, 0, 1, 0, 0], ..INBOX });
}

#[test]
fn two_workers_and_two_runs_in_order_of_a_renamed_handler() {
    check(&Inbox { order: Some(Followers::Wait), can: [1, 1, 1, 1, 0], ..INBOX });
}

fn check(inbox: &Inbox) {
    let checker = inbox.clone().checker().threads(2).spawn_bfs().join();
    checker.assert_properties();
    assert!(checker.is_done(), "every state was visited");
    assert!(checker.unique_state_count() > 3_000, "{}", checker.unique_state_count());
}

/// The size of a model.
#[derive(Debug, Clone)]
struct Inbox {
    workers: usize,
    runs: usize,
    order: Option<Followers>,
    /// A second handler of the first delivery.
    second: Option<Second>,
    /// The number of releases, cancellations, replays, renamings, and of stopped keys that go on.
    can: [u8; 5],
}

const INBOX: Inbox = Inbox { workers: 2, runs: 2, order: None, second: None, can: [0; 5] };

/// The effect of a failed run on its followers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Followers {
    Wait,
    Pass,
    /// They wait, also when it is dead.
    Stop,
}

/// A second handler of the first delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Second {
    /// The next delivery is for it alone.
    InOrder,
    OutOfOrder,
}

#[derive(Debug, Clone)]
struct World {
    now: u64,
    ledger: Ledger,
    /// The leases that each worker believes to hold.
    workers: Vec<Option<Held>>,
    /// The remaining actions of those that are possible a few times.
    left: [u8; 5],
    /// The names by which the handler is known to workers.
    names: &'static [&'static str],
    /// The last token that was given for each run.
    last: Vec<u64>,
    /// For each run: true if it is done and was not replayed since.
    done: Vec<bool>,
    /// A promise that was broken on the way here.
    broken: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Held {
    entry: EntryId,
    handler: &'static str,
    token: u64,
    until: u64,
    tried: u32,
    called_off: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Tick,
    Claim(usize, &'static str),
    Renew(usize),
    Done(usize),
    Fail(usize),
    GiveBack(usize),
    Crash(usize),
    Cancel,
    Replay,
    Rename,
    ResumeKeys,
}

impl Model for Inbox {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        let mut ledger = Ledger::with_capacity(9);
        for number in 1..=self.runs {
            ledger.accept(self.entry(number)).expect("there is room");
        }
        vec![World {
            now: 0,
            ledger,
            workers: vec![None; self.workers],
            left: self.can,
            names: if self.second.is_some() { &BOTH } else { &NAMES[..1] },
            last: vec![0; 2 * self.runs],
            done: vec![false; 2 * self.runs],
            broken: None,
        }]
    }

    fn actions(&self, world: &World, steps: &mut Vec<Step>) {
        if world.now < LAST_TICK {
            steps.push(Step::Tick);
        }
        for (worker, held) in world.workers.iter().enumerate() {
            match held {
                None => {
                    steps.extend(world.names.iter().map(|name| Step::Claim(worker, name)));
                }
                Some(_) => steps.extend(
                    [Step::Renew, Step::Done, Step::Fail, Step::GiveBack, Step::Crash]
                        .map(|step| step(worker)),
                ),
            }
        }
        steps.extend([Step::Cancel, Step::Replay, Step::Rename, Step::ResumeKeys]);
    }

    fn next_state(&self, world: &World, step: Step) -> Option<World> {
        let mut world = world.clone();
        match step {
            Step::Tick => world.now += 1,
            Step::Claim(worker, handler) => world.claim(worker, handler)?,
            Step::Renew(worker) => world.renew(worker)?,
            Step::Done(worker) => world.settle(worker, |_, _| Ended::Done)?,
            Step::Fail(worker) => world.settle(worker, failed)?,
            Step::GiveBack(worker) => {
                world.spend(GIVING_BACK)?;
                world.settle(worker, |_, _| Ended::Released)?;
            }
            Step::Crash(worker) => world.workers[worker] = None,
            Step::Cancel => {
                world.spend(CANCELLATIONS)?;
                world.cancel();
            }
            Step::Replay => {
                world.spend(REPLAYS)?;
                world.replay();
            }
            Step::Rename => {
                world.spend(RENAMINGS)?;
                world.rename();
            }
            Step::ResumeKeys => {
                world.spend(RESUMES)?;
                world.resume_keys();
            }
        }
        // Workers are alike: whatever the first one could do next, so could the others.
        world.workers.sort();
        world.forget_records();
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::always("every promise is kept on the way", |_, world: &World| {
                world.broken.is_none()
            }),
            Property::always("one lease of a run holds", |_, world: &World| {
                world.is_exclusive(|one, other| one.index() == other.index())
            }),
            Property::always("done is final", |_, world: &World| world.done_is_final()),
            Property::always("whatever happened, all can still end", |_, world: &World| {
                world.can_end()
            }),
            Property::sometimes("all is done", |_, world: &World| {
                world.states().all(|state| state == RunState::Done)
            }),
            Property::sometimes("a run is dead", |_, world: &World| {
                world.states().any(|state| state == RunState::Dead)
            }),
            Property::sometimes("a worker is late", |_, world: &World| {
                world.held().any(|held| world.ledger.claimed_with(&held.lease()).is_none())
            }),
        ];
        if self.order.is_some() {
            properties.push(Property::always(
                "one delivery of a line is claimed",
                |inbox: &Self, world: &World| {
                    let rivals = |one: &Held, other: &Held| one.entry != other.entry;
                    inbox.second == Some(Second::OutOfOrder) || world.is_exclusive(rivals)
                },
            ));
            properties.push(Property::always("one delivery has its turn", |_, world: &World| {
                world.have_their_turn() <= 1
            }));
        }
        properties
    }
}

impl Inbox {
    fn entry(&self, number: usize) -> NewEntry {
        let delivery = DeliveryParts {
            provider: "acme".into(),
            event_name: None,
            event_name_is_signed: false,
            id: None,
            id_is_signed: false,
            trust: Trust::Signed,
            secret_index: None,
            sent_at: None,
            received_at: moment(0),
            method: Method::POST,
            uri: Uri::default(),
            headers: HeaderMap::new(),
            body: bytes::Bytes::new(),
        };
        let order = self.order.map(|followers| Order {
            key: "order 1".to_owned(),
            lets_pass: followers == Followers::Pass,
            stops_at_dead_letter: followers == Followers::Stop,
            version: None,
        });
        let handlers = match (self.second, number) {
            (Some(Second::InOrder), 1) => vec![NAMES[0].into(), BILL.into()],
            (Some(Second::InOrder), _) => vec![BILL.into()],
            (Some(Second::OutOfOrder), 1) => {
                vec![NAMES[0].into(), NewRun::of(BILL).out_of_order()]
            }
            _ => vec![NAMES[0].into()],
        };
        NewEntry {
            endpoint: Arc::from("shop"),
            key: Key::of("test", [number.to_be_bytes()]),
            delivery: Delivery::from_parts(delivery, Extensions::new()),
            counted_as: Arc::from("order.paid"),
            order,
            handlers,
        }
    }
}

impl Held {
    fn lease(&self) -> Lease {
        Lease { entry: self.entry, handler: Arc::from(self.handler), token: self.token }
    }

    fn index(&self) -> usize {
        index(self.entry, self.handler)
    }
}

impl World {
    fn claim(&mut self, worker: usize, handler: &'static str) -> Option<()> {
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
    fn renew(&mut self, worker: usize) -> Option<()> {
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
    fn settle(&mut self, worker: usize, end: impl Fn(u64, &Held) -> Ended) -> Option<()> {
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

    fn cancel(&mut self) {
        let change = Change::Cancel { entries: self.ids(), at: moment(self.now) };
        self.ledger.change(change).expect("a cancellation cannot fail");
        self.workers.iter_mut().flatten().for_each(|held| held.called_off = true);
    }

    fn replay(&mut self) {
        let change = Change::Replay {
            entries: self.ids(),
            runs: Replay::All,
            served: Vec::new(),
            at: moment(self.now),
        };
        self.ledger.change(change).expect("a replay cannot fail");
        self.done.fill(false);
    }

    fn resume_keys(&mut self) {
        let change = Change::ResumeKeys { entries: self.ids(), at: moment(self.now) };
        self.ledger.change(change).expect("a key goes on");
    }

    fn rename(&mut self) {
        let names = HandlerNames { name: Arc::from(NAMES[1]), formerly: vec![Arc::from(NAMES[0])] };
        let change = Change::NameHandlers {
            endpoint: Arc::from("shop"),
            handlers: vec![names],
            at: moment(self.now),
        };
        self.ledger.change(change).expect("a renaming cannot fail");
        self.names = &NAMES;
    }

    fn spend(&mut self, what: usize) -> Option<()> {
        self.left[what] = self.left[what].checked_sub(1)?;
        Some(())
    }

    /// Returns true if nobody has claimed or cancelled the run since.
    fn is_rightful(&self, held: &Held) -> bool {
        !held.called_off && self.last[held.index()] == held.token
    }

    /// Returns true if two workers must never believe to hold such leases at the same time.
    fn is_exclusive(&self, are_rivals: impl Fn(&Held, &Held) -> bool) -> bool {
        let valid = self.held().filter(|held| held.until > self.now && !held.called_off);
        let valid: Vec<_> = valid.collect();
        let mut pairs = valid
            .iter()
            .enumerate()
            .flat_map(|(index, one)| valid[index + 1..].iter().map(move |other| (one, other)));
        pairs.all(|(one, other)| !are_rivals(one, other))
    }

    fn done_is_final(&self) -> bool {
        let mut runs = self.ledger.entries.iter().flat_map(|(id, entry)| {
            entry.runs.iter().map(|(handler, run)| (index(*id, handler), run.state()))
        });
        runs.all(|(index, state)| !self.done[index] || state == RunState::Done)
    }

    /// Returns the number of deliveries whose runs are not held.
    fn have_their_turn(&self) -> usize {
        let has_turn = |entry: &&Entry| {
            let mut open = entry.in_line().map(|(_, run)| run.state());
            open.any(|state| state.is_open() && state != RunState::Held)
        };
        self.ledger.entries.values().filter(has_turn).count()
    }

    /// Returns true if a worker that never fails, and a person, could finish everything later.
    fn can_end(&self) -> bool {
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

    fn held(&self) -> impl Iterator<Item = &Held> {
        self.workers.iter().flatten()
    }

    fn ids(&self) -> Vec<EntryId> {
        self.ledger.entries.keys().copied().collect()
    }

    fn states(&self) -> impl Iterator<Item = RunState> {
        let runs = self.ledger.entries.values().flat_map(|entry| entry.runs.values());
        runs.map(super::run::Run::state)
    }

    /// Returns the part of the ledger that determines its next steps.
    fn runs(&self) -> Vec<(Phase, u32, u32)> {
        let runs = self.ledger.entries.values().flat_map(|entry| entry.runs.values());
        runs.map(|run| (run.phase, run.claims, run.tried)).collect()
    }

    /// Drops the records, which only grow and decide nothing.
    fn forget_records(&mut self) {
        self.ledger.tallies.clear();
        let entries = self.ledger.entries.values_mut();
        for run in entries.flat_map(|entry| entry.runs.values_mut()) {
            run.attempts.clear();
        }
    }

    /// All that decides how the world goes on.
    fn fingerprint(&self) -> impl Hash + PartialEq {
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
fn failed(now: u64, held: &Held) -> Ended {
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

fn moment(tick: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(tick)
}

/// The number of a run, under whichever of its names.
fn index(id: EntryId, handler: &str) -> usize {
    2 * usize::try_from(id.get() - 1).expect("is small") + usize::from(handler == BILL)
}

/// The length of a lease in ticks.
const LEASE: u64 = 2;

/// After this nobody acts any more.
const LAST_TICK: u64 = 3;

/// The actions that are possible once.
const GIVING_BACK: usize = 0;
const CANCELLATIONS: usize = 1;
const REPLAYS: usize = 2;
const RENAMINGS: usize = 3;
const RESUMES: usize = 4;

/// The name of the handler, and the one that it gets.
const NAMES: [&str; 2] = ["ship", "send"];

/// Another handler.
const BILL: &str = "bill";
const BOTH: [&str; 2] = [NAMES[0], BILL];
