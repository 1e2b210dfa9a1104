//! Keeping: sentences 1 to 5, and 52.

use std::{collections::BTreeSet, sync::Arc};

use bytes::Bytes;
use http::{HeaderValue, Method, Uri};
use tokio::{sync::Barrier, task::JoinSet};

use super::kit::{BANK, Opened, SHIP, Storage, assert_same, at, dead, entry};
use crate::{
    DeliveryParts, Trust,
    inbox::{Accepted, Change, Ended, EntryId, Filter, Prune, RunState},
};

/// 1. What was accepted stays, every byte of it.
pub async fn what_was_accepted_stays(storage: &Storage) {
    let draft = entry("a").with(strange);
    let expected = draft.clone().build().delivery;
    let store = storage.open().await;
    let id = store.keep(draft).await;
    drop(store);

    let record = storage.open().await.read(id).await;
    assert_same(record.delivery.parts(), expected.parts());
    assert_eq!(record.runs.len(), 1, "its run is there");
    assert_eq!(record.runs[0].state, RunState::Received);
}

/// 2. One key, one entry: also when two connections of two processes bring it at one moment.
pub async fn one_key_is_one_entry(storage: &Storage) {
    let stores = [storage.open().await, storage.open().await];
    let accepted = accept_at_once(&stores, 16).await;

    let new = accepted.iter().filter(|accepted| matches!(accepted, Accepted::New(_))).count();
    assert_eq!(new, 1, "one of {accepted:?} is new");
    let ids: BTreeSet<_> = accepted.iter().map(|accepted| accepted.id()).collect();
    assert_eq!(ids.len(), 1, "all of {accepted:?} are one entry");
}

/// 3. A key belongs to its endpoint.
pub async fn a_key_belongs_to_its_endpoint(storage: &Storage) {
    let store = storage.open().await;
    let here = store.keep(entry("a")).await;
    let there = store.keep(entry("a").to(BANK)).await;

    assert_ne!(here, there);
    assert_eq!(store.accept(entry("a")).await, Accepted::Duplicate(here));
    assert_eq!(store.accept(entry("a").to(BANK)).await, Accepted::Duplicate(there));
}

/// 4. Later entries have higher ids, at whatever time they say they came.
pub async fn later_entries_have_higher_ids(storage: &Storage) {
    let store = storage.open().await;
    let mut ids: Vec<EntryId> = Vec::new();
    for (key, received) in [("a", 3), ("b", 1), ("c", 2)] {
        ids.push(store.keep(entry(key).received(received)).await);
    }
    store.accept(entry("a")).await;
    ids.push(store.keep(entry("d").to(BANK)).await);

    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?} rise");
}

/// 5. A duplicate revives what is dead, and nothing else.
pub async fn a_duplicate_revives_what_is_dead(storage: &Storage) {
    let store = storage.open().await;
    let lost = store.keep(entry("a")).await;
    store.run_one(dead(), 1).await;
    let done = store.keep(entry("b")).await;
    store.run_one(Ended::Done, 1).await;
    let cancelled = store.keep(entry("c")).await;
    store.cancel(cancelled, 1).await;

    for (key, id) in [("a", lost), ("b", done), ("c", cancelled)] {
        assert_eq!(store.accept(entry(key)).await, Accepted::Duplicate(id));
    }
    let states = store.states([lost, done, cancelled]).await;
    assert_eq!(states, [RunState::Received, RunState::Done, RunState::Cancelled]);
    let claimed = store.claim_one(2).await;
    assert_eq!((claimed.lease.entry, claimed.tried), (lost, 1), "as if never tried");
    assert_eq!(store.run(lost, SHIP).await.attempts.len(), 1, "its record stays");
}

/// 52. A key is free again after the time that the new delivery says, and the older entry stays.
pub async fn a_key_is_free_again(storage: &Storage) {
    let store = storage.open().await;
    let sent = |seconds| entry("a").keyed_by_id().received(seconds);
    let again = |seconds| sent(seconds).duplicate_within(10);
    let first = store.keep(sent(0)).await;
    store.run_one(Ended::Done, 1).await;

    assert_eq!(store.accept(again(10)).await, Accepted::Duplicate(first));
    let second = store.keep(again(11)).await;
    assert_eq!(store.accept(again(21)).await, Accepted::Duplicate(second));
    assert_eq!(store.accept(sent(99)).await, Accepted::Duplicate(second));
    let there = store.keep(sent(0).to(BANK)).await;
    assert_eq!(store.accept(again(5).to(BANK)).await, Accepted::Duplicate(there));

    assert_eq!(store.list(Filter::new().sender_id("a"), 9).await, [there, second, first]);
    let record = store.read(first).await;
    assert_eq!(record.runs[0].state, RunState::Done, "it is left as it is");
    let (closed_before, quarantined_before) = (at(5), at(0));
    let prune = Prune { closed_before, dead_before: None, quarantined_before, at_most: 9 };
    assert_eq!(store.change(Change::Prune(prune)).await, 1, "the first one is removed");
    assert_eq!(store.accept(again(21)).await, Accepted::Duplicate(second));
}
/// Values that a store could change: bytes that are no text, repeated values, absent values.
fn strange(parts: &mut DeliveryParts) {
    parts.event_name = None;
    parts.event_name_is_signed = false;
    parts.id = Some("id with ' and \u{1f980}".to_owned());
    parts.id_is_signed = false;
    parts.tenant = Some("tenant with ' and \u{1f980}".to_owned());
    parts.tenant_is_signed = false;
    parts.trust = Trust::Token;
    parts.secret_index = Some(3);
    parts.sent_at = Some(at(5));
    parts.method = Method::PUT;
    parts.uri = Uri::from_static("https://example.com/hooks/shop?a=1&b=%20");
    let headers = Arc::make_mut(&mut parts.headers);
    headers.append("x-twice", HeaderValue::from_static("first"));
    headers.append("x-twice", HeaderValue::from_static("second"));
    headers.append("x-empty", HeaderValue::from_static(""));
    headers.append("x-latin", HeaderValue::from_bytes(b"caf\xe9").expect("is a value"));
    parts.body = Bytes::from((0..=u8::MAX).cycle().take(70_000).collect::<Vec<_>>());
}

async fn accept_at_once(stores: &[Opened], how_often: usize) -> Vec<Accepted> {
    let start = Arc::new(Barrier::new(how_often));
    let mut tasks = JoinSet::new();
    for store in stores.iter().cycle().take(how_often) {
        let (store, start) = (store.clone(), Arc::clone(&start));
        tasks.spawn(async move {
            start.wait().await;
            store.accept(entry("a")).await
        });
    }
    tasks.join_all().await
}
