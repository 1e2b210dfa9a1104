//! A busy tenant leaves room for the others.

use std::{sync::Arc, time::Duration};

use hookport::{
    EventRouter, Field, InboxEndpoint, Provider, Receiver, Secret,
    receiver::RateLimit,
    secrets::{Accounts, MemorySecrets, Senders},
    stores::MemoryStore,
    testing::Signer,
};
use tokio::time::advance;

use crate::kit::{ACME, Running, SECRET, Shop, url};

const NAMES_STORE: Provider = ACME.names_tenant_in(&[Field::Json("/data/store")]);

/// A shop that takes one delivery a minute of each tenant.
fn limited(senders: impl Into<Senders>) -> Running {
    let router = EventRouter::new(senders).ignore(Shop::PAID).ignore(Shop::REFUNDED);
    let endpoint = InboxEndpoint::new(router.ignore(Shop::PING).with_state(()));
    let endpoint = endpoint.rate_limit_of_tenant(RateLimit::per_minute(1));
    let store = Arc::new(MemoryStore::new());
    Running::without_worker(Receiver::new(store).endpoint("/shop", endpoint))
}

/// Sends a delivery to a path and returns the status.
async fn status(running: &Running, path: &str, id: u32, store: &str) -> u16 {
    let body = format!(r#"{{"id":"d{id}","type":"order.paid","data":{{"id":{id}{store}}}}}"#);
    let delivery = Signer::new(NAMES_STORE, SECRET).url(url(path)).sign(body).unwrap();
    running.status(delivery).await.as_u16()
}

#[tokio::test(start_paused = true)]
async fn each_tenant_has_a_limit_of_its_own() {
    let running = limited(NAMES_STORE.secret(SECRET));
    let (north, south) = (r#","store":"north""#, r#","store":"south""#);

    assert_eq!(status(&running, "/shop", 1, north).await, 204);
    assert_eq!(status(&running, "/shop", 2, north).await, 429);
    assert_eq!(status(&running, "/shop", 3, south).await, 204);
    assert_eq!(status(&running, "/shop", 4, "").await, 204);
    assert_eq!(status(&running, "/shop", 5, "").await, 204);

    advance(Duration::from_secs(60)).await;
    assert_eq!(status(&running, "/shop", 2, north).await, 204);
}

#[tokio::test(start_paused = true)]
async fn a_tenant_of_one_account_is_not_that_of_another() {
    let store = MemorySecrets::new();
    for account in ["west", "east"] {
        store.set(account, [Secret::new(SECRET)]);
    }
    let running = limited(Accounts::by_path(NAMES_STORE.source(), "/shop/{account}", store));
    let first = r#","store":1"#;

    for (id, path, store, expected) in [
        (1, "/shop/west", first, 204),
        (2, "/shop/west", first, 429),
        (3, "/shop/east", first, 204),
        (4, "/shop/east", "", 204),
        (5, "/shop/east", "", 429),
    ] {
        assert_eq!(status(&running, path, id, store).await, expected, "{path} {id}");
    }
}
