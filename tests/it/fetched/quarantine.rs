//! Requests that came while the server of their keys was dead.

use std::sync::Arc;

use hookport::{
    EventRouter, Field, InboxEndpoint, KeySource, Provider, Receiver,
    inbox::{Page, Reverified},
    scheme::{KeyLocation, Signature},
    stores::MemoryStore,
    testing::Signer,
};

use super::{
    key_server::KeyServer,
    keys::{PAIRS, set},
};
use crate::kit::{Running, Shop, paid, soon, url};

const ACME: Provider = Provider::new("acme")
    .signed_with(
        Signature::ed25519("x-acme-signature")
            .key_at(KeyLocation::jwks("https://acme.example/keys"))
            .key_named_in(Field::Header("x-acme-key")),
    )
    .names_event_in(&[Field::Json("/type")]);

fn running(store: &Arc<MemoryStore>, keys: KeySource) -> Running {
    let router = EventRouter::new(ACME.source()).key_source(keys).ignore(Shop::PAID);
    let router = router.ignore(Shop::REFUNDED).ignore(Shop::PING).with_state(());
    let endpoint = InboxEndpoint::new(router).quarantine_at_most(10);
    Running::without_worker(Receiver::new(store.clone()).endpoint("/shop", endpoint))
}

#[tokio::test]
async fn after_a_restart_they_are_verified_with_a_key_that_is_fetched_then() {
    let (server, store) = (KeyServer::start().await, Arc::new(MemoryStore::new()));
    server.answers("500 Internal Server Error", "", "");
    let before = running(&store, server.source());
    let signer = Signer::new(ACME, PAIRS[0].0).header("x-acme-key", "one").url(url("/shop"));
    assert_eq!(before.status(signer.sign(paid("d1", 1)).unwrap()).await, 503);
    soon(async {
        while before.inbox.quarantined("shop", Page::first(1)).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;

    server.answers("200 OK", "", &set(&[("one", PAIRS[0].1)]));
    let after = running(&store, server.source());
    let reverified = after.inbox.reverify("shop").await.unwrap();

    assert_eq!(reverified, Reverified { proved: 1, left: 0 });
    assert_eq!(after.states().await.len(), 1);
}
