//! In which order handlers run.

use std::time::Duration;

use hookport::{
    Endpoint, EventRouter, Field, InboxEndpoint, Outcome,
    extract::{Stale, State},
    inbox::{EntryId, EntryState, Inbox, OrderingKey, Replay, RunState},
    router::HandlerPolicy,
};

use super::kit::{On, Site, tries};
use crate::kit::{Calls, Order, Running, Shop, acme, router, signed};

const BY_CUSTOMER: OrderingKey = OrderingKey::field(Field::Json("/customer"));

fn order(order: u64, customer: &str, version: u64) -> http::Request<bytes::Bytes> {
    signed(format!(
        r#"{{"id":"d{order}","type":"order.paid","customer":"{customer}","version":{version},"data":{{"id":{order}}}}}"#
    ))
}

fn refund(order: u64, customer: &str) -> http::Request<bytes::Bytes> {
    signed(format!(
        r#"{{"id":"r{order}","type":"order.refunded","customer":"{customer}","data":{{"id":{order}}}}}"#
    ))
}

/// The calls of the handler, where order 1 fails until order `after` was handled.
async fn calls(on: On, key: OrderingKey, after: u64) -> Vec<u64> {
    let (site, calls) = (Site::new(on), Calls::default());
    let handler = move |order: Order, State(calls): State<Calls>| async move {
        calls.note(order.id);
        let waits = order.id == 1 && !calls.notes().contains(&after);
        if waits { Err(Outcome::retry("not yet")) } else { Ok(()) }
    };
    let shop = router().on(Shop::PAID, handler).with_state(calls.clone());
    let inbox_endpoint =
        InboxEndpoint::new(shop).ordered_by(key).retries(tries(10_000)).concurrency(1);
    let running = Running::start(site.receiver().await.endpoint("/shop", inbox_endpoint));
    running.inbox.pause("shop").await.unwrap();
    for (number, customer) in [(1, "ada"), (2, "ada"), (3, "bob"), (4, "ada"), (5, "bob")] {
        assert_eq!(running.status(order(number, customer, 1)).await, 204);
    }
    let held = running.entry(2).await.runs[0].state;
    assert_eq!(held, RunState::Held);
    running.inbox.resume("shop").await.unwrap();
    running.idle_while_time_passes(&site.clock).await;
    calls.notes()
}

pub(super) async fn one_ordering_key_runs_in_order_and_one_at_a_time(on: On) {
    let of = |calls: &[u64], orders: &[u64]| -> Vec<u64> {
        calls.iter().copied().filter(|call| orders.contains(call)).collect()
    };

    // It ends only if other keys go on while order 1 fails.
    let held_back = calls(on, BY_CUSTOMER, 5).await;
    let mut of_ada = of(&held_back, &[1, 2, 4]);
    of_ada.dedup();
    assert_eq!(of_ada, [1, 2, 4], "a failing one holds its followers back");
    assert_eq!(of(&held_back, &[3, 5]), [3, 5]);

    // It ends only if those of the same key go on too.
    let passed = calls(on, BY_CUSTOMER.lets_pass(), 4).await;
    assert_eq!(of(&passed, &[2, 4]), [2, 4]);
    assert_eq!(of(&passed, &[3, 5]), [3, 5]);
}

pub(super) async fn no_handler_starts_on_a_delivery_while_an_earlier_one_of_its_key_is_not_finished(
    on: On,
) {
    async fn fails(_: Order, State(calls): State<Calls>) -> Result<(), Outcome> {
        calls.note(100_u64);
        let tried = calls.notes().iter().filter(|note| **note == 100).count();
        if tried < 5 { Err(Outcome::retry("not yet")) } else { Ok(()) }
    }
    async fn note(order: Order, State(calls): State<Calls>) {
        calls.note(order.id);
    }
    async fn count(order: Order, State(calls): State<Calls>) {
        calls.note(10 * order.id);
    }
    let (site, calls) = (Site::new(on), Calls::default());
    let out_of_order = HandlerPolicy::new().out_of_order();
    let shop = EventRouter::new(acme())
        .on(Shop::REFUNDED, fails)
        .on(Shop::PAID, note)
        .on_with(Shop::PAID, count, out_of_order)
        .ignore(Shop::PING)
        .with_state(calls.clone());
    let shop = InboxEndpoint::new(shop).ordered_by(BY_CUSTOMER).retries(tries(10_000));
    let running = Running::start(site.receiver().await.endpoint("/shop", shop));
    running.inbox.pause("shop").await.unwrap();
    assert_eq!(running.status(refund(9, "ada")).await, 204);
    for number in 1..=5 {
        assert_eq!(running.status(order(number, "ada", 1)).await, 204);
    }
    running.inbox.resume("shop").await.unwrap();
    running.idle_while_time_passes(&site.clock).await;

    let in_order: Vec<_> = calls.notes().into_iter().filter(|note| note % 10 != 0).collect();
    let last_failure = calls.notes().iter().rposition(|note| *note == 100).unwrap();
    let first = calls.notes().iter().position(|note| *note == 1).unwrap();
    assert_eq!(in_order, [1, 2, 3, 4, 5]);
    assert!(last_failure < first, "none of them runs before: {:?}", calls.notes());
    let beside = calls.notes().iter().position(|note| *note == 50).unwrap();
    assert!(beside < first, "unless it is out of the order: {:?}", calls.notes());
}

pub(super) async fn a_dead_letter_stops_its_key_until_a_person_lets_it_go_on(on: On) {
    async fn pay(order: Order, State(calls): State<Calls>) -> Result<(), Outcome> {
        calls.note(order.id);
        if order.id == 1 { Err(Outcome::dead_letter("no such account")) } else { Ok(()) }
    }
    let (site, calls) = (Site::new(on), Calls::default());
    let shop = router().on(Shop::PAID, pay).with_state(calls.clone());
    let shop = InboxEndpoint::new(shop).ordered_by(BY_CUSTOMER.stops_at_dead_letter());
    let running = Running::start(site.receiver().await.endpoint("/shop", shop));
    for (number, customer) in [(1, "ada"), (2, "ada"), (3, "bob")] {
        assert_eq!(running.status(order(number, customer, 1)).await, 204);
    }
    running.comes_to(&[EntryState::Dead, EntryState::Open, EntryState::Done]).await;
    assert_eq!(running.entry(2).await.runs[0].state, RunState::Held);
    let stopped = running.inbox.overview().await.unwrap().stopped;
    assert_eq!((stopped[0].keys, stopped[0].first), (1, EntryId::new(1)));
    let ready = http::Request::get("/readyz").body(bytes::Bytes::new()).unwrap();
    let ready = running.answer(ready).await;
    let told = "ready\nendpoint `shop`: 1 ordering key is stopped, first by dead letter 1\n";
    let page = String::from_utf8_lossy(ready.body());
    assert!(ready.status().is_success() && page.starts_with(told), "{page}");

    assert_eq!(running.inbox.replay(EntryId::new(1), Replay::Failed).await.unwrap(), 1);
    running.comes_to(&[EntryState::Dead, EntryState::Open, EntryState::Done]).await;
    assert_eq!(running.inbox.resume_keys(EntryId::new(1)).await.unwrap(), 1);
    running.comes_to(&[EntryState::Dead, EntryState::Done, EntryState::Done]).await;
    assert_eq!(calls.notes().iter().filter(|order| **order == 2).count(), 1);
}

pub(super) async fn an_older_event_than_what_was_handled_is_skipped_or_marked(on: On) {
    #[derive(Clone, Default)]
    struct Seen {
        fresh: Calls,
        stale: Calls,
    }
    async fn note(order: Order, stale: Stale, State(seen): State<Seen>) {
        let calls = if stale.0 { &seen.stale } else { &seen.fresh };
        calls.note(order.id);
    }
    for runs_stale in [false, true] {
        let (site, seen) = (Site::new(on), Seen::default());
        let shop = router().on(Shop::PAID, note).with_state(seen.clone());
        let inbox_endpoint =
            InboxEndpoint::new(shop).ordered_by(BY_CUSTOMER).version(Field::Json("/version"));
        let inbox_endpoint = if runs_stale { inbox_endpoint.run_stale() } else { inbox_endpoint };
        let running = Running::start(site.receiver().await.endpoint("/shop", inbox_endpoint));
        for (number, customer, version) in
            [(1, "ada", 10), (2, "ada", 30), (3, "ada", 20), (4, "bob", 20), (5, "ada", 30)]
        {
            assert_eq!(running.status(order(number, customer, version)).await, 204);
            running.idle().await;
        }

        assert_eq!(seen.fresh.notes(), [1, 2, 4, 5]);
        assert_eq!(seen.stale.notes(), if runs_stale { vec![3] } else { vec![] });
        let skipped = running.entry(3).await;
        let state = if runs_stale { RunState::Done } else { RunState::Stale };
        assert_eq!((skipped.runs[0].state, skipped.summary.state), (state, EntryState::Done));
    }
}

pub(super) async fn a_renamed_handler_goes_on_in_its_order(on: On) {
    async fn old(order: Order, State(calls): State<Calls>) -> Result<(), Outcome> {
        if order.id == 1 {
            return Err(Outcome::retry_after(Duration::from_secs(60)));
        }
        calls.note(order.id);
        Ok(())
    }
    async fn new(order: Order, State(calls): State<Calls>) {
        calls.note(order.id);
    }
    let (site, calls) = (Site::new(on), Calls::default());
    // Each start is a process of its own.
    let start = async |shop: Endpoint<Shop>| {
        let shop = InboxEndpoint::new(shop).ordered_by(BY_CUSTOMER).retries(tries(10_000));
        Running::start(site.receiver().await.endpoint("/shop", shop))
    };
    let of_old = || router().on(Shop::PAID, old).with_state(calls.clone());
    let formerly = HandlerPolicy::new().formerly("old");
    let old = start(of_old()).await;
    assert_eq!(old.status(order(1, "ada", 1)).await, 204);
    assert_eq!(old.status(order(2, "ada", 1)).await, 204);
    old.until(async |inbox| failed(inbox).await).await;

    let new = router().on_with(Shop::PAID, new, formerly).with_state(calls.clone());
    let new = start(new).await;
    assert_eq!(new.status(order(3, "ada", 1)).await, 204);
    assert_eq!(old.status(order(4, "ada", 1)).await, 204);
    let again = start(of_old()).await;
    assert_eq!(again.status(order(5, "ada", 1)).await, 204);
    let states: Vec<_> = new.log().await.iter().map(|entry| entry.state).collect();
    assert_eq!(states[1..], [EntryState::Open; 4], "all wait for the first");
    old.stop().await;
    again.stop().await;
    site.clock.advance(Duration::from_secs(60));
    new.idle().await;

    assert_eq!(calls.notes(), [1, 2, 3, 4, 5]);
    assert!(new.inbox.overview().await.unwrap().orphaned.is_empty());
}

async fn failed(inbox: &Inbox) -> bool {
    inbox.overview().await.unwrap().runs.iter().any(|run| run.state == RunState::Retry)
}
