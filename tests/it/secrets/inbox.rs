//! Accounts behind an inbox.

use std::{sync::Arc, time::Duration};

use hookport::{
    EventRouter, Field, InboxEndpoint, Provider, Secret,
    inbox::Page,
    scheme::{Answer, BroughtSecret},
    secrets::{Accounts, MemorySecrets, SecretStore},
    stores::MemoryStore,
    testing::HandClock,
};
use http::{HeaderValue, StatusCode};

use crate::kit::{ACME, Order, Running, SECRET, Shop, paid, signed_to, soon};

/// Acme, which brings its secret in a header.
const BRINGS: Provider =
    ACME.brings_secret(&[BroughtSecret::new(Field::Header("x-acme-secret"), &[], Answer::empty())]);

fn running(accounts: Accounts, clock: &HandClock) -> Running {
    let endpoint = EventRouter::new(accounts)
        .on(Shop::PAID, async |_: Order| {})
        .ignore(Shop::REFUNDED)
        .ignore(Shop::PING)
        .clock(clock.clone())
        .with_state(());
    let endpoint = InboxEndpoint::new(endpoint).quarantine_at_most(10);
    Running::shop(Arc::new(MemoryStore::new()), endpoint)
}

async fn wait_for_quarantined(running: &Running, expected: usize) {
    soon(async {
        let page = || running.inbox.quarantined("shop", Page::first(100));
        while page().await.unwrap().len() < expected {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_came_before_its_account_is_proved_again_and_a_secret_of_a_stranger_is_not_taken() {
    let (store, clock) = (MemorySecrets::new(), HandClock::new(1_700_000_000));
    let accounts = Accounts::by_path(BRINGS.source(), "/shop/{account}", store.clone());
    let running = running(accounts.clone(), &clock);
    let mut brings = signed_to("/shop/west", "{}");
    brings.headers_mut().remove("x-acme-signature");
    brings.headers_mut().insert("x-acme-secret", HeaderValue::from_static("made-up-by-a-stranger"));

    let delivery = signed_to("/shop/west", paid("d1", 1));
    assert_eq!(running.status(delivery).await, StatusCode::UNAUTHORIZED);
    wait_for_quarantined(&running, 1).await;
    assert_eq!(running.status(brings).await, StatusCode::UNAUTHORIZED);
    wait_for_quarantined(&running, 2).await;

    store.set("west", [Secret::new(SECRET)]);
    accounts.expect_secret("west");
    clock.advance(Duration::from_secs(61));
    let reverified = running.inbox.reverify("shop").await.unwrap();

    assert_eq!((reverified.proved, reverified.left), (1, 1));
    assert_eq!(store.find("west").await.unwrap().len(), 1);
    let delivery = signed_to("/shop/west", paid("d2", 2));
    assert_eq!(running.status(delivery).await, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn two_accounts_may_use_the_same_ids_and_ordering_keys() {
    let store = MemorySecrets::new();
    for account in ["west", "east"] {
        store.set(account, [Secret::new(SECRET)]);
    }
    let accounts = Accounts::by_path(ACME.source(), "/shop/{account}", store);
    let running = running(accounts, &HandClock::new(1_700_000_000));

    for path in ["/shop/west", "/shop/east", "/shop/west"] {
        let delivery = signed_to(path, paid("d1", 1));
        assert_eq!(running.status(delivery).await, StatusCode::NO_CONTENT);
    }
    assert_eq!(running.states().await.len(), 2, "the third one is a duplicate of the first");
}
