//! Handlers that were renamed, and runs that nobody would run.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use hookport::{
    Endpoint, EventRouter, Field, InboxEndpoint, Outcome, Receiver,
    extract::State,
    inbox::{EntryId, EntryState, Filter, Inbox, InboxError, OrderingKey, Replay, RunState, Store},
    router::{HandlerPolicy, RetryPolicy},
    stores::MemoryStore,
    testing::HandClock,
};
use http::{Request, StatusCode};
use tokio::time::advance;

use super::kit::{Gate, on_paid_at_the_gate};
use crate::kit::{Log, Order, Running, Shop, acme, router, soon};

async fn old_handler(order: Order, State(log): State<Log>) -> Result<(), Outcome> {
    log.note(format!("old {}", order.id));
    if log.fails(order.id) { Err(Outcome::retry("told to fail")) } else { Ok(()) }
}

async fn new_handler(order: Order, State(log): State<Log>) {
    log.note(format!("new {}", order.id));
}

fn old(log: &Log) -> Endpoint<Shop> {
    router().on(Shop::PAID, old_handler).with_state(log.clone())
}

/// The state after a deployment.
fn new(log: &Log, policy: HandlerPolicy) -> Endpoint<Shop> {
    router().on_with(Shop::PAID, new_handler, policy).with_state(log.clone())
}

/// A store in which the first delivery waits to be tried again by the old handler.
struct Waiting {
    store: Arc<dyn Store>,
    clock: HandClock,
    log: Log,
}

impl Waiting {
    async fn new() -> Self {
        let this = Self {
            store: Arc::new(MemoryStore::default()),
            clock: HandClock::new(1_700_000_000),
            log: Log::default(),
        };
        this.log.fail([1]);
        let running = this.start(old(&this.log));
        running.send("d1", 1).await;
        running.comes_to(&[EntryState::Retry]).await;
        running.stop().await;
        this.log.taken();
        this
    }

    fn start(&self, endpoint: Endpoint<Shop>) -> Running {
        let retries = RetryPolicy::exponential().starting_at(Duration::from_secs(60));
        let endpoint = InboxEndpoint::new(endpoint).retries(retries);
        let receiver = Receiver::new(Arc::clone(&self.store)).clock(self.clock.clone());
        Running::start(receiver.endpoint("/shop", endpoint))
    }

    /// Starts code whose handler has another name, of which nothing was said.
    fn start_renamed(&self) -> Running {
        self.start(new(&self.log, HandlerPolicy::new()))
    }
}

/// The handlers with orphaned runs, and how many these are.
async fn orphaned(inbox: &Inbox) -> Vec<(String, u64)> {
    let orphaned = inbox.overview().await.unwrap().orphaned;
    assert!(orphaned.iter().all(|runs| &*runs.endpoint == "shop"), "{orphaned:?}");
    orphaned.iter().map(|runs| (runs.handler.to_string(), runs.count)).collect()
}

fn one(handler: &str) -> Vec<(String, u64)> {
    vec![(handler.to_owned(), 1)]
}

#[tokio::test]
async fn what_waits_under_a_former_name_is_run_by_the_handler() {
    let waiting = Waiting::new().await;
    let policy = HandlerPolicy::new().formerly("older_handler").formerly("old_handler");
    let running = waiting.start(new(&waiting.log, policy));
    running.send("d2", 2).await;
    running.comes_to(&[EntryState::Retry, EntryState::Done]).await;
    assert_eq!(orphaned(&running.inbox).await, []);

    waiting.clock.advance(Duration::from_secs(60));

    running.comes_to(&[EntryState::Done; 2]).await;
    assert_eq!(waiting.log.notes(), ["new 2", "new 1"]);
    assert_eq!(running.entry(1).await.runs[0].attempts.len(), 2);
}

#[tokio::test]
async fn old_and_new_code_run_one_order_while_a_deployment_rolls() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let (log, gate) = (Log::default(), Gate::default());
    let start = |endpoint: Endpoint<Shop>| {
        let by_type = OrderingKey::field(Field::Json("/type"));
        Running::shop(Arc::clone(&store), InboxEndpoint::new(endpoint).ordered_by(by_type))
    };
    let on_old = HandlerPolicy::new().named("old_handler");
    let old =
        start(router().on_with(Shop::PAID, on_paid_at_the_gate, on_old).with_state(gate.clone()));
    old.send("d1", 1).await;
    soon(gate.entered.notified()).await;
    old.send("d2", 2).await;

    let new = start(new(&log, HandlerPolicy::new().formerly("old_handler")));
    new.send("d3", 3).await;
    old.send("d4", 4).await;
    assert_eq!(orphaned(&old.inbox).await, [], "old code has it too");
    assert_eq!(new.states().await, [EntryState::Open; 4], "one at a time");

    old.inbox.cancel(EntryId::new(1)).await.unwrap();
    gate.open.notify_one();
    old.stop().await;
    new.comes_to(&[&[EntryState::Cancelled][..], &[EntryState::Done; 3]].concat()).await;
    assert_eq!(log.notes(), ["new 2", "new 3", "new 4"]);
}

#[tokio::test(start_paused = true)]
async fn runs_of_a_handler_that_is_gone_are_told() {
    let waiting = Waiting::new().await;
    let running = waiting.start_renamed();
    running.send("d2", 2).await;
    running.comes_to(&[EntryState::Retry, EntryState::Done]).await;

    assert_eq!(orphaned(&running.inbox).await, one("old_handler"));
    let page = || Request::get("/readyz").body(Bytes::new()).unwrap();
    let answer = running.answer(page()).await;
    assert_eq!(answer.status(), StatusCode::OK, "it takes deliveries");
    assert_eq!(
        answer.body(),
        "ready\nendpoint `shop`: 1 runs wait for handler `old_handler`, which is not there\n"
    );
    let elsewhere = Inbox::new(Arc::clone(&waiting.store));
    assert_eq!(orphaned(&elsewhere).await, [], "it knows no handlers");

    running.inbox.cancel(Filter::default()).await.unwrap();
    assert_eq!(orphaned(&running.inbox).await, []);
    advance(Duration::from_secs(10)).await;
    assert_eq!(running.answer(page()).await.body(), "ready\n");
}

#[tokio::test]
async fn runs_of_a_handler_that_is_gone_can_be_handed_over() {
    let waiting = Waiting::new().await;
    let running = waiting.start_renamed();

    assert_eq!(running.inbox.hand_over("shop", "old_handler", "new_handler").await.unwrap(), 1);

    assert_eq!(orphaned(&running.inbox).await, []);
    waiting.clock.advance(Duration::from_secs(60));
    running.comes_to(&[EntryState::Done]).await;
    assert_eq!(waiting.log.notes(), ["new 1"]);
}

#[tokio::test]
async fn what_cannot_be_handed_over_is_named() {
    let waiting = Waiting::new().await;
    let running = waiting.start_renamed();
    let hand_over = async |endpoint, from, to| {
        running.inbox.hand_over(endpoint, from, to).await.unwrap_err().to_string()
    };

    let (old, new) = ("old_handler", "new_handler");
    assert_eq!(hand_over("shpo", old, new).await, "no endpoint `shpo` here");
    assert_eq!(hand_over("shop", old, "nwe").await, "no handler `nwe` at endpoint `shop`");
    let nothing = "no orphaned runs of handler `odl` at endpoint `shop`";
    assert_eq!(hand_over("shop", "odl", new).await, nothing);
    let error = running.inbox.hand_over("shop", new, new).await.unwrap_err();
    assert!(matches!(error, InboxError::NothingOrphaned { .. }), "it is there: {error}");
    let elsewhere = Inbox::new(Arc::clone(&waiting.store));
    let error = elsewhere.hand_over("shop", old, new).await.unwrap_err();
    assert!(matches!(error, InboxError::UnknownEndpoint { .. }), "it knows no handlers: {error}");
    assert_eq!(orphaned(&running.inbox).await, one(old));
}

#[tokio::test]
async fn a_replay_routes_again_what_waits_for_a_handler_that_is_gone() {
    let waiting = Waiting::new().await;
    let running = waiting.start_renamed();
    running.send("d2", 2).await;
    running.comes_to(&[EntryState::Retry, EntryState::Done]).await;

    assert_eq!(running.inbox.replay(Filter::default(), Replay::Failed).await.unwrap(), 1);

    running.comes_to(&[EntryState::Done; 2]).await;
    assert_eq!(waiting.log.notes(), ["new 2", "new 1"]);
    let runs = running.entry(1).await.runs;
    let handlers: Vec<_> = runs.iter().map(|run| (&*run.handler, run.state)).collect();
    assert_eq!(handlers, [("(route)", RunState::Done), ("new_handler", RunState::Done)]);
    assert_eq!(running.inbox.replay(Filter::default(), Replay::Failed).await.unwrap(), 0);
}

#[tokio::test]
async fn a_replay_routes_again_what_was_called_off_while_its_handler_was_gone() {
    let waiting = Waiting::new().await;
    let running = waiting.start_renamed();
    assert_eq!(running.inbox.cancel(EntryId::new(1)).await.unwrap(), 1);

    assert_eq!(running.inbox.replay(EntryId::new(1), Replay::Failed).await.unwrap(), 1);

    running.comes_to(&[EntryState::Done]).await;
    assert_eq!(waiting.log.notes(), ["new 1"]);
}

/// A router in which the old handler takes another event than the one that waits for it.
fn moved(log: &Log) -> Endpoint<Shop> {
    let router = EventRouter::new(acme()).ignore(Shop::PING);
    let router = router.on(Shop::PAID, new_handler).on(Shop::REFUNDED, old_handler);
    router.with_state(log.clone())
}

#[tokio::test]
async fn what_waits_for_a_handler_of_other_events_goes_to_those_that_take_it() {
    let waiting = Waiting::new().await;
    let running = waiting.start(moved(&waiting.log));

    waiting.clock.advance(Duration::from_secs(60));

    running.comes_to(&[EntryState::Done]).await;
    assert_eq!(waiting.log.notes(), ["new 1"]);
    let runs = running.entry(1).await.runs;
    let handlers: Vec<_> = runs.iter().map(|run| (&*run.handler, run.state)).collect();
    assert_eq!(handlers, [("new_handler", RunState::Done), ("old_handler", RunState::Done)]);
}

#[tokio::test]
async fn what_is_handed_over_to_a_handler_of_other_events_goes_to_those_that_take_it() {
    let waiting = Waiting::new().await;
    let router = EventRouter::new(acme()).ignore(Shop::PING).on(Shop::PAID, new_handler);
    let on_refunded = HandlerPolicy::new().named("on_refunded");
    let router = router.on_with(Shop::REFUNDED, old_handler, on_refunded);
    let running = waiting.start(router.with_state(waiting.log.clone()));

    assert_eq!(running.inbox.hand_over("shop", "old_handler", "on_refunded").await.unwrap(), 1);

    waiting.clock.advance(Duration::from_secs(60));
    running.comes_to(&[EntryState::Done]).await;
    assert_eq!(waiting.log.notes(), ["new 1"]);
}

#[tokio::test]
async fn a_run_that_nothing_takes_is_dead_until_something_does() {
    let waiting = Waiting::new().await;
    let router = EventRouter::new(acme()).ignore(Shop::PING).ignore(Shop::PAID);
    let router = router.on(Shop::REFUNDED, old_handler);
    let running = waiting.start(router.with_state(waiting.log.clone()));
    waiting.clock.advance(Duration::from_secs(60));
    running.comes_to(&[EntryState::Dead]).await;
    running.stop().await;

    let running = waiting.start(moved(&waiting.log));
    assert_eq!(running.inbox.replay(Filter::default(), Replay::Failed).await.unwrap(), 1);

    running.comes_to(&[EntryState::Done]).await;
    assert_eq!(waiting.log.notes(), ["new 1"]);
}
