//! Requests that were not proved.

use std::{
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use hookport::{
    InboxEndpoint, Receiver,
    inbox::{EntryState, Inbox, InboxError, Page, Store},
    stores::MemoryStore,
    testing::{HandClock, Signer},
};
use http::StatusCode;
use tokio::time::sleep;

use super::{
    kit::{inbox_endpoint, shop, shop_of},
    watched::Watched,
};
use crate::kit::{ACME, Log, Running, acme, forged, paid, signed, soon, url};

/// A shop that still has the wrong secret.
fn mistaken(log: &Log) -> InboxEndpoint {
    InboxEndpoint::new(shop_of(ACME.secret("the wrong one")).with_state(log.clone()))
}

async fn unproved(inbox: &Inbox) -> usize {
    inbox.quarantined("shop", Page::first(100)).await.unwrap().len()
}

#[tokio::test]
async fn nothing_unproved_is_kept_unless_asked_for() {
    let store = Watched::waiting();
    let running = Running::shop(store.clone(), shop(&Log::default()));

    assert_eq!(running.status(forged(paid("d1", 1))).await, StatusCode::UNAUTHORIZED);
    store.let_through(1);
    running.send("d2", 2).await;

    assert_eq!(unproved(&running.inbox).await, 0);
}

#[tokio::test]
async fn what_is_kept_apart_is_never_in_the_log_and_bounded() {
    let store = Watched::new();
    let running =
        Running::shop(store.clone(), inbox_endpoint(&Log::default()).quarantine_at_most(2));

    for number in 0..5 {
        let request = forged(paid(&format!("d{number}"), number));
        assert_eq!(running.status(request).await, StatusCode::UNAUTHORIZED);
        if number < 3 {
            store.quarantined().await;
        }
    }

    assert!(running.states().await.is_empty());
    let kept = running.inbox.quarantined("shop", Page::first(100)).await.unwrap();
    assert_eq!(kept.len(), 2);
    let (number, first) = &kept[0];
    assert_eq!(first.reason, "signature_mismatch");
    assert_eq!((first.uri.path(), first.body.as_ref()), ("/shop", paid("d0", 0).as_bytes()));
    assert_eq!(&*running.inbox.overview().await.unwrap().quarantined[0].0, "shop");

    running.inbox.discard(*number).await.unwrap();
    let error = running.inbox.discard(*number).await.unwrap_err();
    assert_eq!(error.to_string(), format!("no request {number} in the quarantine"));
    assert_eq!(unproved(&running.inbox).await, 1);
}

#[tokio::test]
async fn a_forger_does_not_wait_for_the_disk_and_fills_no_memory() {
    let store = Watched::waiting();
    let running =
        Running::shop(store.clone(), inbox_endpoint(&Log::default()).quarantine_at_most(1000));

    for number in 0..50 {
        let request = forged(paid(&format!("d{number}"), number));
        assert_eq!(running.status(request).await, StatusCode::UNAUTHORIZED);
    }
    store.let_through(1000);
    for _ in 0..16 {
        store.quarantined().await;
    }

    running.send("d50", 50).await;
    assert_eq!(unproved(&running.inbox).await, 16, "as many as are written at a time");
}

#[tokio::test(start_paused = true)]
async fn a_full_quarantine_is_not_asked_for_each_forgery() {
    let store = Watched::new();
    let running =
        Running::shop(store.clone(), inbox_endpoint(&Log::default()).quarantine_at_most(1));
    let forge = async |number| {
        let request = forged(paid(&format!("d{number}"), number));
        assert_eq!(running.status(request).await, StatusCode::UNAUTHORIZED);
    };

    forge(0).await;
    store.quarantined().await;
    forge(1).await;
    store.quarantined().await;
    for number in 2..100 {
        forge(number).await;
    }
    sleep(Duration::from_millis(500)).await;
    assert_eq!(store.asked_to_quarantine(), 2);

    sleep(Duration::from_secs(1)).await;
    forge(100).await;
    store.quarantined().await;
}

#[tokio::test]
async fn what_was_refused_runs_after_the_secret_was_mended() {
    let (store, log) = (Watched::new(), Log::default());
    let before = Running::shop(store.clone(), mistaken(&log).quarantine_at_most(100));
    for (number, request) in [signed(paid("d1", 1)), forged(paid("d2", 2))].into_iter().enumerate()
    {
        assert_eq!(before.status(request).await, StatusCode::UNAUTHORIZED, "{number}");
        store.quarantined().await;
    }
    before.stop().await;

    let after = Running::shop(store, shop(&log));
    let reverified = after.inbox.reverify("shop").await.unwrap();
    assert_eq!((reverified.proved, reverified.left), (1, 1));
    after.comes_to(&[EntryState::Done]).await;
    assert_eq!(log.notes(), ["paid 1"]);
    assert_eq!(unproved(&after.inbox).await, 1);

    after.send("d1", 1).await;
    assert_eq!(after.states().await.len(), 1, "it is the same delivery");
}

#[tokio::test]
async fn the_time_at_which_it_came_is_what_it_is_held_against() {
    use hookport::providers::STRIPE;

    let (store, clock) = (Watched::new(), HandClock::new(1_700_000_000));
    let endpoint = |secret: &str| {
        let router = shop_of(STRIPE.secret(secret)).clock(clock.clone());
        InboxEndpoint::new(router.with_state(Log::default())).quarantine_at_most(10)
    };
    let signer = Signer::new(STRIPE, "whsec_right").url(url("/shop"));
    let before = Running::shop(store.clone(), endpoint("whsec_wrong"));
    let fresh = signer.clone().at(clock.time()).sign(paid("d1", 1)).unwrap();
    let stale = signer.at(clock.time() - Duration::from_secs(3600)).sign(paid("d2", 2)).unwrap();
    for request in [fresh, stale] {
        assert_eq!(before.status(request).await, StatusCode::UNAUTHORIZED);
        store.quarantined().await;
    }
    let came_at = clock.time();
    clock.advance(Duration::from_secs(7 * 24 * 3600));

    let after = Running::shop(store, endpoint("whsec_right"));
    let reverified = after.inbox.reverify("shop").await.unwrap();

    assert_eq!((reverified.proved, reverified.left), (1, 1));
    let record = after.inbox.read(hookport::inbox::EntryId::new(1)).await.unwrap().unwrap();
    assert_eq!(record.summary.received_at, came_at);
}

#[tokio::test]
async fn more_than_one_page_is_proved_again() {
    let (store, log): (Arc<dyn Store>, _) = (Arc::new(MemoryStore::default()), Log::default());
    let before =
        Receiver::new(Arc::clone(&store)).endpoint("/shop", mistaken(&log).quarantine_at_most(100));
    let before = Running::without_worker(before);
    for number in 0..40 {
        let request = signed(paid(&format!("d{number}"), number));
        let news = store.wait();
        assert_eq!(before.status(request).await, StatusCode::UNAUTHORIZED);
        soon(news).await;
    }

    let after = Running::shop(store, shop_of(acme()).with_state(log));
    let reverified = after.inbox.reverify("shop").await.unwrap();

    assert_eq!((reverified.proved, reverified.left), (40, 0));
    after.comes_to(&[EntryState::Done; 40]).await;
}

#[tokio::test]
async fn an_inbox_without_the_secrets_proves_nothing() {
    let inbox = Inbox::new(Arc::new(MemoryStore::default()));

    let error = inbox.reverify("shop").await.unwrap_err();

    assert!(matches!(error, InboxError::UnknownEndpoint { .. }));
    assert_eq!(error.to_string(), "no endpoint `shop` here");
}

#[tokio::test]
async fn a_quarantine_that_cannot_be_written_changes_no_answer() {
    let store = Watched::new();
    let running =
        Running::shop(store.clone(), inbox_endpoint(&Log::default()).quarantine_at_most(10));
    store.is_gone.store(true, SeqCst);

    assert_eq!(running.status(forged(paid("d1", 1))).await, StatusCode::UNAUTHORIZED);
}
