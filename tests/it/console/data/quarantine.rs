//! Requests that were not proved, and what becomes of them.

use std::sync::{Arc, atomic::Ordering::SeqCst};

use hookport::{
    Receiver,
    console::data::{self, Action, QuarantineQuery},
    stores::MemoryStore,
};

use super::kit::{mistaken, shop, with_one_unproved};
use crate::{
    kit::{Log, Running, forged, paid},
    receiver::watched::Watched,
};

#[tokio::test]
async fn an_unproved_request_tells_why_it_was_refused() {
    let running = with_one_unproved(&Arc::new(MemoryStore::new())).await;

    let page = data::quarantine(&running.inbox, &QuarantineQuery::of("shop")).await.unwrap();

    let unproved = page.nodes().next().unwrap();
    assert_eq!((&*unproved.reason, &*unproved.target), ("signature_mismatch", "/shop"));
    assert!(unproved.body.text.contains("\"id\": \"d1\""));
    let today = unproved.today.as_ref().unwrap();
    assert!(!today.is_proved && today.diagnosis.is_some());
    assert_eq!(unproved.sender_retry.as_ref().unwrap().schedule, "unknown");
    assert!(!page.page_info.has_next_page);
    let one = data::quarantined(&running.inbox, "shop", unproved.id).await.unwrap();
    assert_eq!(one.id, unproved.id);
}

#[tokio::test]
async fn pages_of_the_quarantine_follow_each_other() {
    let running = with_one_unproved(&Arc::new(MemoryStore::new())).await;
    assert_eq!(running.status(forged(paid("d2", 2))).await, 401);
    while running.inbox.overview().await.unwrap().quarantined[0].1 < 2 {
        tokio::task::yield_now().await;
    }

    let query = QuarantineQuery::of_url("endpoint=shop&first=1").unwrap();
    let first = data::quarantine(&running.inbox, &query).await.unwrap();
    assert!(first.page_info.has_next_page);
    let after = first.page_info.end_cursor.unwrap();
    let query = QuarantineQuery::of_url(&format!("endpoint=shop&first=1&after={after}")).unwrap();
    let second = data::quarantine(&running.inbox, &query).await.unwrap();
    assert!(!second.page_info.has_next_page);
    assert!(second.nodes().next().unwrap().id > first.edges[0].node.id);
}

#[tokio::test]
async fn a_mended_secret_proves_what_was_kept_apart() {
    let store = Arc::new(MemoryStore::new());
    let mistaken = with_one_unproved(&store).await;
    let signed = crate::kit::signed(paid("d2", 2));
    assert_eq!(mistaken.status(signed).await, 401);
    while mistaken.inbox.overview().await.unwrap().quarantined[0].1 < 2 {
        tokio::task::yield_now().await;
    }

    let receiver = Receiver::new(store).endpoint("/shop", shop(&Log::default()));
    let mended = Running::without_worker(receiver);
    let page = data::quarantine(&mended.inbox, &QuarantineQuery::of("shop")).await.unwrap();
    let ids: Vec<_> = page.nodes().map(|node| node.id).collect();
    for (id, is_proved) in ids.into_iter().zip([false, true]) {
        let one = data::quarantined(&mended.inbox, "shop", id).await.unwrap();
        assert_eq!(one.today.unwrap().is_proved, is_proved, "before it is asked for");
    }
    let done = data::act_on_endpoint(&mended.inbox, Action::Reverify, "shop").await.unwrap();
    assert_eq!((done.changed, done.left), (1, Some(1)));

    let left = page.edges[0].node.id;
    assert_eq!(data::discard(&mended.inbox, left).await.unwrap().changed, 1);
    assert_eq!(data::discard(&mended.inbox, left).await.unwrap_err().status(), 404);
    assert_eq!(data::quarantined(&mended.inbox, "shop", left).await.unwrap_err().status(), 404);
}

#[tokio::test]
async fn few_bodies_of_unproved_requests_are_in_memory_at_a_time() {
    let store = Watched::new();
    let receiver = Receiver::new(store.clone()).endpoint("/shop", mistaken(&Log::default()));
    let running = Running::without_worker(receiver);
    for order in 1..=11 {
        running.status(forged(paid(&format!("d{order}"), order))).await;
        store.quarantined().await;
    }
    let mut query = QuarantineQuery::of("shop");
    for (first, has_next) in [(10, true), (11, false), (usize::MAX, false), (4, true), (8, true)] {
        query.first = first;
        let page = data::quarantine(&running.inbox, &query).await.unwrap();
        assert_eq!(page.edges.len(), first.min(11));
        assert_eq!(page.page_info.has_next_page, has_next, "{first}");
        assert_eq!(page.page_info.end_cursor, page.edges.last().map(|edge| edge.cursor.clone()));
    }

    assert!(store.most_unproved.load(SeqCst) <= 4, "{:?}", store.most_unproved);
}
