//! Waking: sentence 28.

use std::{future::poll_fn, pin::Pin, task::Poll, time::Duration};

use tokio::time::timeout;

use super::kit::{BANK, LEASE, Opened, SHIP, SHOP, Storage, ask, at, dead, entry, retry, unproved};
use crate::inbox::{Change, Ended, ROUTE, Replay};

/// 28. `wait` wakes after what may have made a run claimable, even before the first poll.
pub async fn wait_wakes(storage: &Storage) {
    let store = storage.open().await;
    an_accept_wakes(&store).await;
    a_settlement_wakes(&store).await;
    a_change_wakes(&store).await;
    a_release_wakes(&store).await;
    who_waits_already_is_woken(&store).await;
    a_claim_does_not_wake(&store).await;
}

async fn an_accept_wakes(store: &Opened) {
    let waiting = store.0.wait();
    store.keep(entry("a")).await;
    woken(waiting, "an accept").await;

    store.run_one(dead(), 1).await;
    let waiting = store.0.wait();
    store.accept(entry("a")).await;
    woken(waiting, "a duplicate that revives").await;
    store.run_one(Ended::Done, 2).await;
}

async fn a_settlement_wakes(store: &Opened) {
    store.keep(entry("b").ordered_by("order 1")).await;
    store.keep(entry("c").ordered_by("order 1")).await;
    let ends = [
        (retry(3), "a retry"),
        (Ended::Released, "what is released"),
        (Ended::Done, "the end of what others wait for"),
    ];
    for (ended, what) in ends {
        let claimed = store.claim_one(3).await;
        let waiting = store.0.wait();
        store.end(&claimed, ended, 3).await;
        woken(waiting, what).await;
    }
    store.run_one(Ended::Done, 4).await;

    store.keep(entry("d").for_handlers(&[ROUTE])).await;
    let claimed = store.claim_one(5).await;
    let waiting = store.0.wait();
    store.end(&claimed, Ended::Routed(vec!["ship".into()]), 5).await;
    woken(waiting, "routing").await;
    store.run_one(dead(), 6).await;
}

async fn a_change_wakes(store: &Opened) {
    let id = store.keep(entry("e")).await;
    store.run_one(dead(), 7).await;
    let waiting = store.0.wait();
    store.replay(id, Replay::Failed).await;
    woken(waiting, "a replay").await;
    store.run_one(retry(3600), 7).await;
    let waiting = store.0.wait();
    assert_eq!(store.replay(id, Replay::Failed).await, 1);
    woken(waiting, "a replay of what waits").await;

    store.change(Change::Pause { endpoint: SHOP.into() }).await;
    let waiting = store.0.wait();
    store.change(Change::Resume { endpoint: SHOP.into() }).await;
    woken(waiting, "a resumption").await;
    store.run_one(Ended::Done, 8).await;

    let head = store.keep(entry("f").ordered_by("order 1")).await;
    store.keep(entry("g").ordered_by("order 1")).await;
    let waiting = store.0.wait();
    store.cancel(head, 9).await;
    woken(waiting, "the cancellation of what others wait for").await;
}

async fn a_release_wakes(store: &Opened) {
    store.change(Change::Quarantine { unproved: unproved(0, SHOP), at_most: 1 }).await;
    let requests = store.0.quarantined(SHOP, 1, None).await.expect("requests are listed");
    let entries = vec![entry("h").build()];
    let waiting = store.0.wait();
    store.change(Change::LeaveQuarantine { number: requests[0].0, entries }).await;
    woken(waiting, "a release").await;
}

async fn who_waits_already_is_woken(store: &Opened) {
    let other = store.clone();
    let waiting = tokio::spawn(async move { other.0.wait().await });
    for number in 0..1000 {
        store.keep(entry(&number.to_string())).await;
        tokio::task::yield_now().await;
        if waiting.is_finished() {
            return;
        }
    }
    woken(Box::pin(async { waiting.await.expect("it waits") }), "an accept elsewhere").await;
}

async fn a_claim_does_not_wake(store: &Opened) {
    for number in ["i", "j"] {
        store.keep(entry(number).to(BANK)).await;
    }
    let mut waiting = store.0.wait();
    for found in [1, 1, 0, 0] {
        let claims = store.claims(ask(10, 1, &[(BANK, 1, &[(SHIP, 1)])])).await;
        assert_eq!(claims.claimed.len(), found);
        let leases = claims.claimed.iter().map(|claimed| claimed.lease.clone()).collect();
        store.0.renew(leases, at(10), LEASE).await.expect("leases are renewed");
    }
    let woken = poll_fn(|cx| Poll::Ready(waiting.as_mut().poll(cx).is_ready())).await;
    assert!(!woken, "a claim or a renewal wakes");
}

async fn woken(waiting: Pin<Box<dyn Future<Output = ()> + Send + '_>>, what: &str) {
    assert!(timeout(Duration::from_secs(10), waiting).await.is_ok(), "{what} wakes");
}
