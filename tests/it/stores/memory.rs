//! The store in memory: the contract, and its bound.

use std::{
    future::ready,
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use bytes::Bytes;
use hookport::{
    Delivery, DeliveryParts, Trust,
    inbox::{Accepted, Change, Key, NewEntry, Prune, Quarantined, Store, StoreError},
    stores::MemoryStore,
};
use http::{Extensions, Request};

hookport::store_conformance!(conformance, {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    move || ready(Arc::clone(&store))
});

#[tokio::test]
async fn a_full_store_takes_no_more_until_it_is_pruned() {
    let store = MemoryStore::with_capacity(1);
    let first = store.accept(delivery("a")).await.unwrap();

    let refused = store.accept(delivery("b")).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    let duplicate = store.accept(delivery("a")).await.unwrap();
    assert_eq!(duplicate, Accepted::Duplicate(first.id()), "what is there is still known");

    let late = UNIX_EPOCH + Duration::from_secs(1);
    let prune =
        Prune { closed_before: late, dead_before: None, quarantined_before: late, at_most: 1 };
    assert_eq!(store.change(Change::Prune(prune)).await.unwrap(), 1);
    assert!(matches!(store.accept(delivery("b")).await, Ok(Accepted::New(_))));
}

#[tokio::test]
async fn a_release_into_a_full_store_stays_in_the_quarantine() {
    let store = MemoryStore::with_capacity(0);
    let request = Request::post("/").body(Bytes::new()).unwrap();
    let reason = "wrong_signature".to_owned();
    let unproved = Quarantined::new("shop".into(), reason, UNIX_EPOCH, request);
    store.change(Change::Quarantine { unproved, at_most: 1 }).await.unwrap();
    let kept = store.quarantined("shop", 9, None).await.unwrap();

    let release = Change::LeaveQuarantine { number: kept[0].0, entries: vec![delivery("a")] };
    assert!(matches!(store.change(release).await, Err(StoreError::Unavailable(_))));
    assert_eq!(store.quarantined("shop", 9, None).await.unwrap().len(), 1);
}

#[tokio::test]
async fn times_are_cut_to_whole_milliseconds() {
    let store = MemoryStore::new();
    let mut entry = delivery("a");
    let mut parts = entry.delivery.parts().clone();
    parts.received_at = UNIX_EPOCH + Duration::from_nanos(1_999_999);
    parts.sent_at = Some(UNIX_EPOCH - Duration::from_nanos(1_999_999));
    entry.delivery = Delivery::from_parts(parts, Extensions::new());
    let id = store.accept(entry).await.unwrap().id();

    let delivery = store.read(id).await.unwrap().unwrap().delivery;
    assert_eq!(delivery.received_at(), UNIX_EPOCH + Duration::from_millis(1));
    assert_eq!(delivery.sent_at(), Some(UNIX_EPOCH - Duration::from_millis(1)));
}

/// A delivery without handlers, received at the beginning of 1970.
fn delivery(key: &str) -> NewEntry {
    let request = Request::post("/").body(Bytes::new()).unwrap();
    let parts = DeliveryParts::new("acme", Trust::Signed, UNIX_EPOCH, request);
    NewEntry {
        endpoint: "shop".into(),
        key: Key::of("test", [key]),
        delivery: Delivery::from_parts(parts, Extensions::new()),
        duplicate_within: None,
        counted_as: "order.paid".into(),
        order: None,
        handlers: Vec::new(),
    }
}
