//! Requests that hold many events: each is an entry of its own.

use std::sync::Arc;

use bytes::Bytes;
use hookport::{
    Delivery, EventRouter, Field, InboxEndpoint, Outcome, Provider, Receiver, Unknown,
    WebhookEvent,
    extract::State,
    inbox::{EntryId, EntryState, OrderingKey, Replay, Reverified, RunState},
    router::RetryPolicy,
    scheme::Signature,
    stores::MemoryStore,
    testing::Signer,
};
use http::{Request, StatusCode};

use super::watched::Watched;
use crate::kit::{Log, Order, Running, SECRET, url};

pub(super) const MANY_SIGNATURE: Signature = Signature::hmac_sha256("x-many-signature");

pub(super) const MANY: Provider = Provider::new("many")
    .signed_with(MANY_SIGNATURE)
    .holds_items_at(&["/events"])
    .names_event_in(&[Field::Json("/type"), Field::Batch("/kind")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::NO_CONTENT);

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
pub(super) enum Many {
    #[event("paid")]
    Paid(Order),
    #[event(other)]
    Other(Unknown),
}

async fn on_paid(order: Order, State(log): State<Log>, delivery: Delivery) -> Result<(), Outcome> {
    let position = delivery.item().map(hookport::Item::position);
    log.note(format!("{} paid {} at {position:?}", delivery.id().unwrap_or("-"), order.id));
    if log.fails(order.id) {
        return Err(Outcome::dead_letter("told to fail"));
    }
    Ok(())
}

fn many_of(secret: &'static str, log: &Log) -> InboxEndpoint {
    let router = EventRouter::new(MANY.secret(secret)).on(Many::PAID, on_paid);
    InboxEndpoint::new(router.with_state(log.clone())).retries(RetryPolicy::never())
}

fn many(log: &Log) -> InboxEndpoint {
    many_of(SECRET, log)
}

fn running(log: &Log) -> Running {
    Running::shop(Arc::new(MemoryStore::new()), many(log))
}

pub(super) fn signed(body: impl Into<Bytes>) -> Request<Bytes> {
    Signer::new(MANY, SECRET).url(url("/shop")).sign(body.into()).unwrap()
}

/// A batch of these events.
pub(super) fn batch(events: &[String]) -> Request<Bytes> {
    signed(format!(r#"{{"events":[{}],"account":"a1"}}"#, events.join(", ")))
}

pub(super) fn event(id: &str, order: u64) -> String {
    format!(r#"{{"id":"{id}","type":"paid","data":{{"id":{order}}}}}"#)
}

/// An event without an id.
fn anonymous(order: u64) -> String {
    format!(r#"{{"type":"paid","data":{{"id":{order}}}}}"#)
}

async fn send(running: &Running, events: &[String]) {
    assert_eq!(running.status(batch(events)).await, StatusCode::NO_CONTENT);
}

/// Returns the ids of the entries, the oldest first.
async fn ids(running: &Running) -> Vec<String> {
    running.log().await.into_iter().map(|entry| entry.sender_id.unwrap_or_default()).collect()
}

#[tokio::test]
async fn each_event_is_an_entry_with_a_fate_of_its_own() {
    let log = Log::default();
    log.fail([2]);
    let running = running(&log);

    send(&running, &[event("e1", 1), event("e2", 2), event("e3", 3)]).await;
    running.comes_to(&[EntryState::Done, EntryState::Dead, EntryState::Done]).await;

    let mut notes = log.taken();
    notes.sort();
    assert_eq!(notes, ["e1 paid 1 at Some(0)", "e2 paid 2 at Some(1)", "e3 paid 3 at Some(2)"]);
    let entry = running.entry(2).await;
    assert_eq!(entry.delivery.body(), &event("e2", 2));
    let item = entry.delivery.item().unwrap();
    assert!(item.batch().body().ends_with(br#"],"account":"a1"}"#), "the request is there whole");

    log.fail([]);
    assert_eq!(running.inbox.replay(EntryId::new(2), Replay::Failed).await.unwrap(), 1);
    running.comes_to(&[EntryState::Done; 3]).await;
    assert_eq!(log.taken(), ["e2 paid 2 at Some(1)"], "only that one runs again");
}

#[tokio::test]
async fn a_retry_composed_otherwise_loses_no_event_and_doubles_none() {
    let log = Log::default();
    let running = running(&log);

    send(&running, &[event("e1", 1), event("e2", 2)]).await;
    send(&running, &[event("e3", 3), event("e2", 2)]).await;
    send(&running, &[event("e1", 1), event("e4", 4), event("e4", 4), event("e3", 3)]).await;

    assert_eq!(ids(&running).await, ["e1", "e2", "e3", "e4"]);
    running.comes_to(&[EntryState::Done; 4]).await;
    assert_eq!(log.taken().len(), 4);
    let usage = running.inbox.usage(1).await.unwrap();
    let duplicates: u64 = usage.iter().map(|usage| usage.tally.duplicates).sum();
    assert_eq!(duplicates, 4);
}

#[tokio::test]
async fn events_without_an_id_are_told_apart_by_their_bytes() {
    let log = Log::default();
    let running = running(&log);

    send(&running, &[anonymous(1), anonymous(2)]).await;
    send(&running, &[anonymous(2), anonymous(3), anonymous(1)]).await;

    running.comes_to(&[EntryState::Done; 3]).await;
    assert_eq!(log.taken().len(), 3);
}

#[tokio::test]
async fn equal_events_without_an_id_are_kept_as_often_as_they_are_sent() {
    let running = running(&Log::default());
    let at = |time: u32, events: &[String]| {
        signed(format!(r#"{{"time":{time},"events":[{}]}}"#, events.join(",")))
    };
    let occupied_twice = [anonymous(1), anonymous(2), anonymous(1)];

    for (request, kept) in [
        (at(1, &occupied_twice), 3),
        (at(1, &occupied_twice), 3),
        (at(1, &occupied_twice[..1]), 3),
        (at(2, &occupied_twice[..1]), 4),
    ] {
        assert_eq!(running.status(request).await, StatusCode::NO_CONTENT);
        assert_eq!(running.states().await.len(), kept);
    }
}

#[tokio::test]
async fn an_empty_batch_is_answered_and_nothing_is_kept() {
    let running = running(&Log::default());

    send(&running, &[]).await;
    assert!(running.states().await.is_empty());
}

#[tokio::test]
async fn an_event_that_cannot_be_decoded_is_dead_and_the_others_are_done() {
    let log = Log::default();
    let running = running(&log);
    let wrong = r#"{"id":"e2","type":"paid","data":{"id":"two"}}"#.to_owned();
    let unnamed = r#"{"id":"e3"}"#.to_owned();

    send(&running, &[event("e1", 1), wrong, unnamed, event("e4", 4)]).await;

    let (done, dead) = (EntryState::Done, EntryState::Dead);
    running.comes_to(&[done, dead, dead, done]).await;
    assert!(running.error(2).await.contains("`paid` has an unexpected payload"));
    assert_eq!(running.error(3).await, "event name is missing");
}

#[tokio::test]
async fn a_request_without_a_list_is_one_dead_entry_that_tells_why() {
    let running = running(&Log::default());

    for body in ["{}", r#"{"events":7,"kind":"paid"}"#] {
        assert_eq!(running.status(signed(body)).await, StatusCode::NO_CONTENT);
    }
    running.comes_to(&[EntryState::Dead; 2]).await;
    assert_eq!(running.error(1).await, "no list of events at JSON pointer `/events`");
}

#[tokio::test]
async fn an_event_is_named_by_a_value_of_the_whole_request() {
    let log = Log::default();
    let running = running(&log);
    let body =
        r#"{"events":[{"id":"e1","data":{"id":1}},{"id":"e2","data":{"id":2}}],"kind":"paid"}"#;

    assert_eq!(running.status(signed(body)).await, StatusCode::NO_CONTENT);
    running.comes_to(&[EntryState::Done; 2]).await;
    assert_eq!(log.taken().len(), 2);
}

#[tokio::test]
async fn events_of_one_batch_are_ordered_by_a_value_of_each_or_of_the_request() {
    let of_event = OrderingKey::field(Field::Json("/data/id"));
    let of_request = OrderingKey::field(Field::Batch("/account"));
    let (received, held) = (RunState::Received, RunState::Held);
    for (key, expected) in
        [(of_event, [received, held, received]), (of_request, [received, held, held])]
    {
        let store = Arc::new(MemoryStore::new());
        let ordered = many(&Log::default()).ordered_by(key);
        let running = Running::without_worker(Receiver::new(store).endpoint("/shop", ordered));

        send(&running, &[event("e1", 7), event("e2", 7), event("e3", 8)]).await;

        let mut states = Vec::new();
        for id in 1..=3 {
            states.push(running.entry(id).await.runs[0].state);
        }
        assert_eq!(states, expected);
    }
}

#[tokio::test]
async fn a_batch_that_cannot_be_kept_is_answered_503_and_none_of_it_is_there() {
    let store = Arc::new(MemoryStore::with_capacity(2));
    let running =
        Running::without_worker(Receiver::new(store).endpoint("/shop", many(&Log::default())));

    let three = batch(&[event("e1", 1), event("e2", 2), event("e3", 3)]);
    assert_eq!(running.status(three).await, StatusCode::SERVICE_UNAVAILABLE);
    assert!(running.states().await.is_empty());
    send(&running, &[event("e1", 1), event("e2", 2), event("e2", 2)]).await;
    assert_eq!(ids(&running).await, ["e1", "e2"]);
}

#[tokio::test]
async fn a_batch_in_the_quarantine_is_verified_again_as_its_events() {
    let log = Log::default();
    let store = Watched::new();
    let mistaken = many_of("outdated", &log).quarantine_at_most(9);
    let before = Running::without_worker(Receiver::new(store.clone()).endpoint("/shop", mistaken));
    for events in [&[event("e1", 1), event("e2", 2)][..], &[]] {
        assert_eq!(before.status(batch(events)).await, StatusCode::UNAUTHORIZED);
        store.quarantined().await;
    }

    let running = Running::shop(store, many(&log));
    let reverified = running.inbox.reverify("shop").await.unwrap();
    assert_eq!(reverified, Reverified { proved: 2, left: 0 });
    running.comes_to(&[EntryState::Done; 2]).await;
    assert_eq!(ids(&running).await, ["e1", "e2"]);
}

#[tokio::test]
async fn a_batch_that_was_kept_as_one_delivery_is_split_when_it_runs() {
    const ELSEWHERE: Provider = MANY.holds_items_at(&["/list"]);
    const NO_BATCH: Provider =
        Provider::new("many").signed_with(MANY_SIGNATURE).expects(StatusCode::NO_CONTENT);
    for provider in [ELSEWHERE, NO_BATCH] {
        let log = Log::default();
        let store = Arc::new(MemoryStore::new());
        let router = EventRouter::new(provider.secret(SECRET)).on(Many::PAID, on_paid);
        let before = Receiver::new(store.clone()).endpoint("/shop", router.with_state(log.clone()));
        send(&Running::without_worker(before), &[event("e1", 1), event("e2", 2)]).await;

        let outdated = Running::shop(store.clone(), many_of("outdated", &log));
        outdated.comes_to(&[EntryState::Dead]).await;
        assert!(outdated.error(1).await.contains("no secret proves it"), "{provider:?}");
        outdated.stop().await;

        let running = Running::shop(store, many(&log));
        assert_eq!(running.inbox.replay(EntryId::new(1), Replay::Failed).await.unwrap(), 1);
        running.comes_to(&[EntryState::Done; 3]).await;
        let mut notes = log.taken();
        notes.sort();
        assert_eq!(notes, ["e1 paid 1 at Some(0)", "e2 paid 2 at Some(1)"], "{provider:?}");
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use hookport::stores::{
        SqliteStore,
        sqlite::{Tx, rusqlite},
    };

    use super::*;

    async fn count(store: &SqliteStore, of: &'static str) -> i64 {
        let sql = format!("SELECT count(*) FROM {of}");
        store
            .query(move |db| -> rusqlite::Result<i64> { db.query_row(&sql, [], |row| row.get(0)) })
            .await
            .unwrap()
    }

    /// Books an order in the same transaction in which its event is done.
    async fn book(order: Order, tx: Tx) {
        tx.defer(move |db| {
            db.execute("INSERT INTO bookings VALUES (?1)", [order.id.cast_signed()]).map(drop)
        });
    }

    #[tokio::test]
    async fn ten_thousand_events_are_done_once_each_and_their_request_is_kept_once() {
        const EVENTS: u64 = 10_000;
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(folder.path().join("inbox.db")).await.unwrap());
        let table = "CREATE TABLE bookings (order_id INTEGER PRIMARY KEY) STRICT";
        store.write(move |db| db.execute_batch(table)).await.unwrap();
        let booking = EventRouter::new(MANY.secret(SECRET)).on(Many::PAID, book).for_inbox(());
        let running = Running::start(Receiver::new(store.clone()).endpoint("/shop", booking));
        let events: Vec<_> = (0..EVENTS).map(|order| event(&format!("e{order}"), order)).collect();

        send(&running, &events).await;
        send(&running, &events[5_000..]).await;
        running.idle().await;

        assert_eq!(count(&store, "bookings").await, EVENTS.cast_signed());
        assert_eq!(count(&store, "hookport_deliveries").await, EVENTS.cast_signed());
        assert_eq!(count(&store, "hookport_requests").await, 1);
        assert_eq!(count(&store, "hookport_payloads").await, 0);
        assert_eq!(count(&store, "hookport_log WHERE state <> 'done'").await, 0);
        store.close().await;
        let size = folder.path().join("inbox.db").metadata().unwrap().len();
        let request: usize = events.iter().map(String::len).sum();
        assert!(size < 10 * request as u64, "{size} bytes for a request of {request}");
    }
}

#[tokio::test]
async fn an_id_of_the_whole_request_makes_none_of_its_events_a_duplicate() {
    let log = Log::default();
    let provider = MANY.names_delivery_in(&[Field::Batch("/account")]);
    let router = EventRouter::new(provider.secret(SECRET)).on(Many::PAID, on_paid);
    let endpoint = InboxEndpoint::new(router.with_state(log.clone()));
    let running = Running::shop(Arc::new(MemoryStore::new()), endpoint);

    send(&running, &[anonymous(1), anonymous(2)]).await;
    send(&running, &[anonymous(1), anonymous(2)]).await;

    assert_eq!(ids(&running).await, ["a1", "a1"]);
}

#[tokio::test]
async fn a_configured_key_of_the_whole_request_makes_none_of_its_events_a_duplicate() {
    let log = Log::default();
    let endpoint = many(&log).deduplicated_by(Field::Batch("/account"));
    let running = Running::shop(Arc::new(MemoryStore::new()), endpoint);

    send(&running, &[anonymous(1), anonymous(2)]).await;
    send(&running, &[anonymous(1), anonymous(2)]).await;

    assert_eq!(running.log().await.len(), 2);
}

#[tokio::test]
async fn an_event_that_moves_to_another_list_is_another_event() {
    let log = Log::default();
    let provider = MANY.holds_items_at(&["/accounts/*/events"]);
    let router = EventRouter::new(provider.secret(SECRET)).on(Many::PAID, on_paid);
    let endpoint = InboxEndpoint::new(router.with_state(log.clone()));
    let running = Running::shop(Arc::new(MemoryStore::new()), endpoint);
    let body = |first: u64, second: u64| {
        let (first, second) = (anonymous(first), anonymous(second));
        format!(r#"{{"accounts":[{{"events":[{first}]}},{{"events":[{second}]}}]}}"#)
    };

    for body in [body(1, 2), body(2, 1)] {
        assert_eq!(running.status(signed(body)).await, StatusCode::NO_CONTENT);
    }

    assert_eq!(running.log().await.len(), 4);
}
