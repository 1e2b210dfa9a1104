//! The lease rules in every order in which workers, a person and time can interleave.
//!
//! The real [`Ledger`] is driven through all states that a few workers and runs can bring it into.
//! Each worker does one thing at a time, and may be late, crash, or settle what is not its own any
//! more; a person may cancel, replay, and let a stopped key go on, once each; and a worker of newer
//! code may rename the handler while others know it by its former name.

mod world;

use http::{Extensions, HeaderMap, Method, Uri};
use stateright::{Checker, Model, Property};

use self::world::{
    BILL, BOTH, CANCELLATIONS, GIVING_BACK, Held, LAST_TICK, NAMES, RENAMINGS, REPLAYS, RESUMES,
    World, failed, moment,
};
use super::ledger::Ledger;
use crate::{
    Delivery, DeliveryParts, Trust,
    inbox::{Ended, Key, NewEntry, NewRun, Order, RunState},
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
    check(&Inbox { order, second, ..INBOX });
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
            tenant: None,
            tenant_is_signed: false,
            trust: Trust::Signed,
            secret_index: None,
            sent_at: None,
            received_at: moment(0),
            method: Method::POST,
            uri: Uri::default(),
            headers: HeaderMap::new().into(),
            body: bytes::Bytes::new(),
            item: None,
            trace: None,
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
            endpoint: "shop".into(),
            key: Key::of("test", [number.to_be_bytes()]),
            delivery: Delivery::from_parts(delivery, Extensions::new()),
            duplicate_within: None,
            counted_as: "order.paid".into(),
            order,
            handlers,
        }
    }
}
