//! The store in a Postgres database.

mod bouncer;
mod crash;
mod fleet;
mod left_open;
mod load;
mod plans;
mod races;
mod rights;
mod schema;
mod secrets;
mod stall;
mod tls;
mod tx;
mod unheld;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use hookport::{
    Delivery, DeliveryParts, Trust,
    inbox::{
        ClaimRequest, Ended, Filter, Key, NewEntry, Order, Page, Quota, Settled, Settlement, Store,
    },
    stores::{PostgresStore, postgres::PostgresOptions},
};
use http::{Extensions, Request};
use tokio::time::timeout;

use crate::kit::Postgres;

hookport::store_conformance!(conformance, {
    let server = Postgres::shared();
    let schema = server.new_schema();
    move || {
        let opened = PostgresOptions::at(server.url()).schema(&*schema).connections(6).open();
        async move {
            let store: Arc<dyn Store> = Arc::new(opened.await.unwrap());
            store
        }
    }
});

#[tokio::test]
async fn an_accept_of_one_process_wakes_the_worker_of_another() {
    let [one, other] = two().await.0;
    wakes(&one, &other).await;
}

/// Accepts until the other one is woken by that, which listens after a while.
async fn wakes(one: &PostgresStore, other: &PostgresStore) {
    let mut number = 0;
    let mut waiting = other.wait();
    while timeout(Duration::from_millis(100), &mut waiting).await.is_err() {
        number += 1;
        assert!(number < 100, "it is never woken");
        one.accept(delivery(&number.to_string())).await.unwrap();
    }
}

#[tokio::test]
async fn a_lease_holds_for_a_machine_whose_clock_is_wrong_by_an_hour() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let now = SystemTime::now();
    let open = |clock: fn() -> SystemTime| {
        PostgresOptions::at(server.url()).schema(&*schema).clock(clock).open()
    };
    let right = open(SystemTime::now).await.unwrap();
    let late = open(|| SystemTime::now() - HOUR).await.unwrap();
    let ahead = open(|| SystemTime::now() + HOUR).await.unwrap();
    let clocks = [(&right, now), (&late, now - HOUR), (&ahead, now + HOUR)];
    for (of_lease, its_now) in clocks {
        let id = right.accept(delivery(&format!("{its_now:?}"))).await.unwrap().id();
        let claimed = of_lease.claim(ask(its_now)).await.unwrap().claimed.remove(0);

        for (store, now) in clocks {
            let claims = store.claim(ask(now)).await.unwrap();
            assert!(claims.claimed.is_empty(), "the lease lasts");
            let left = claims.next_due.unwrap().duration_since(now).unwrap();
            assert!(left.abs_diff(MINUTE) < SLACK, "it ends in a minute, not in {left:?}");
        }
        let taken = clocks[0].0.claim(ask(now + MINUTE + SLACK)).await.unwrap().claimed;
        assert_eq!(taken[0].lease.entry, claimed.lease.entry, "it is taken over after that");
        let done = Settlement::new(taken[0].lease.clone(), Ended::Done, now, Extensions::new());
        assert_eq!(right.settle(done).await.unwrap(), Settled::Kept);
        let started = right.read(id).await.unwrap().unwrap().runs[0].attempts[0].started_at;
        let difference = started.duration_since(now).unwrap_or_else(|before| before.duration());
        assert!(difference < SLACK, "an attempt has the time of the database");
    }
}

#[tokio::test]
async fn a_lease_holds_after_the_clock_of_its_machine_was_set() {
    static SECONDS: AtomicU64 = AtomicU64::new(0);
    fn clock() -> SystemTime {
        SystemTime::now() - Duration::from_secs(SECONDS.load(Ordering::Relaxed))
    }
    let server = Postgres::shared();
    let schema = server.new_schema();
    let open = |clock: fn() -> SystemTime| {
        PostgresOptions::at(server.url()).schema(&*schema).clock(clock).open()
    };
    let (set, other) = (open(clock).await.unwrap(), open(SystemTime::now).await.unwrap());

    SECONDS.store(3600, Ordering::Relaxed);
    other.accept(delivery("a")).await.unwrap();
    assert_eq!(set.claim(ask(clock())).await.unwrap().claimed.len(), 1);

    assert!(other.claim(ask(SystemTime::now())).await.unwrap().claimed.is_empty());
    let taken = other.claim(ask(SystemTime::now() + MINUTE + SLACK)).await.unwrap().claimed;
    assert_eq!(taken.len(), 1, "it is taken over when the lease has expired");
}

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);
/// The most that clocks are measured wrong.
const SLACK: Duration = Duration::from_secs(5);

fn ask(now: SystemTime) -> ClaimRequest {
    let shop = Quota { endpoint: "shop".into(), at_most: 9, handlers: vec![("ship".into(), 9)] };
    ClaimRequest { at_most: 9, quotas: vec![shop], now, lease: MINUTE }
}

/// A delivery whose texts hold what Postgres does not take, and are longer than a row of an index.
fn delivery(key: &str) -> NewEntry {
    let request = Request::post("/").body(Bytes::new()).unwrap();
    let mut parts = DeliveryParts::new("acme", Trust::Signed, SystemTime::now(), request);
    let strange = "\0 and \u{10fffd}".repeat(1000);
    parts.id = Some(format!("{key}{strange}"));
    parts.tenant = Some(strange.clone());
    parts.event_name = Some(strange.clone().into());
    NewEntry {
        endpoint: "shop".into(),
        key: Key::of("test", [key]),
        delivery: Delivery::from_parts(parts, Extensions::new()),
        duplicate_within: None,
        counted_as: "order.paid".into(),
        order: Some(Order::by(format!("{key}{strange}"))),
        handlers: vec!["ship".into()],
    }
}

#[tokio::test]
async fn a_text_of_a_sender_may_hold_whatever_it_likes() {
    let [store, again] = two().await.0;
    let expected = delivery("a");
    let id = store.accept(expected.clone()).await.unwrap().id();

    let claimed = store.claim(ask(SystemTime::now())).await.unwrap().claimed.remove(0);
    let error = "no \0".to_owned();
    let dead =
        Settlement::new(claimed.lease, Ended::Dead { error }, SystemTime::now(), Extensions::new());
    store.settle(dead).await.unwrap();

    let record = again.read(id).await.unwrap().unwrap();
    let (found, expected) = (record.delivery.parts(), expected.delivery.parts());
    assert_eq!((&found.id, &found.tenant), (&expected.id, &expected.tenant));
    assert_eq!(found.event_name, expected.event_name);
    assert_eq!(record.runs[0].attempts[0].error.as_deref(), Some("no \0"));
    let filter = Filter::new().tenant(expected.tenant.clone().unwrap());
    assert_eq!(again.list(filter, Page::first(9)).await.unwrap().entries.len(), 1);
}

#[tokio::test]
async fn an_endpoint_whose_name_nobody_can_have_has_no_quarantine() {
    let [store, _] = two().await.0;
    assert!(store.quarantined("\0", 9, None).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_in_a_sentence() {
    let url = Postgres::shared().url();
    for (options, words) in [
        (PostgresOptions::at("hidden"), "malformed database URL"),
        (PostgresOptions::at(url).schema("Shop"), "malformed schema name `Shop`"),
        (PostgresOptions::at(format!("{url}&schema=pg_x")), "malformed schema name `pg_x`"),
    ] {
        let error = format!("{:?}", options.open().await.unwrap_err());
        assert!(error.contains(words) && !error.contains("hidden"), "{error}");
    }
}

/// One inbox, opened by two processes, and its schema.
async fn two() -> ([PostgresStore; 2], String) {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let open = || PostgresOptions::at(server.url()).schema(&*schema).connections(4).open();
    ([open().await.unwrap(), open().await.unwrap()], schema)
}
