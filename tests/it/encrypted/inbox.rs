//! Deliveries that are encrypted, in an inbox.

use std::sync::Arc;

use hookport::{
    EventRouter, InboxEndpoint, Outcome, Source, Unknown, WebhookEvent,
    inbox::{EntryState, Page, Replay},
    stores::MemoryStore,
    testing::HandClock,
};
use http::StatusCode;

use super::{IN_PART, SECRET, account};
use crate::kit::{Running, soon};

const BODY: &str = r#"{"type":"order.paid","id":"evt_1","data":7}"#;
const NEW_KEY: &str = "made-up-key-of-32-bytes-in-verse";

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
enum Shop {
    #[event("order.paid")]
    Paid(u64),
    #[event(other)]
    Other(Unknown),
}

fn running(store: &Arc<MemoryStore>, source: Source, outcome: fn(u64) -> Outcome) -> Running {
    let router = EventRouter::new(source)
        .on(Shop::PAID, move |order: u64| async move { outcome(order) })
        .clock(HandClock::new(1_700_000_000))
        .with_state(());
    Running::shop(store.clone(), InboxEndpoint::new(router).quarantine_at_most(9))
}

#[tokio::test]
async fn what_was_decrypted_is_kept_and_runs_again_after_the_key_was_changed() {
    let (store, (source, signer)) = (Arc::new(MemoryStore::new()), account(IN_PART));
    let before = running(&store, source, |_| Outcome::dead_letter("not today"));
    let sent = signer.url("http://localhost/shop").sign(BODY).unwrap();
    assert_eq!(before.status(sent).await, StatusCode::OK);
    before.comes_to(&[EntryState::Dead]).await;
    assert_eq!(before.entry(1).await.delivery.body(), BODY);
    before.stop().await;

    let source = IN_PART.secret("made-up-new").decryption_key(NEW_KEY);
    let after = running(&store, source, |order| {
        assert_eq!(order, 7);
        Outcome::Done
    });
    let entry = hookport::inbox::EntryId::new(1);
    assert_eq!(after.inbox.replay(entry, Replay::Failed).await.unwrap(), 1);
    after.comes_to(&[EntryState::Done]).await;
}

#[tokio::test]
async fn the_same_event_in_another_ciphertext_is_a_duplicate() {
    let (store, (source, signer)) = (Arc::new(MemoryStore::new()), account(IN_PART));
    let running = running(&store, source, |_| Outcome::Done);
    let signer = signer.url("http://localhost/shop");
    let (first, again) =
        (signer.sign(BODY).unwrap(), signer.at(super::now() + std::time::Duration::from_secs(15)));
    let again = again.sign(BODY).unwrap();
    assert_ne!(first.body(), again.body());

    for sent in [first, again] {
        assert_eq!(running.status(sent).await, StatusCode::OK);
    }

    assert_eq!(running.log().await.len(), 1);
}

#[tokio::test]
async fn what_could_not_be_decrypted_is_kept_as_it_came_until_a_key_opens_it() {
    let (store, (source, signer)) = (Arc::new(MemoryStore::new()), account(IN_PART));
    let mistaken = IN_PART.secret(SECRET).decryption_key(NEW_KEY);
    let before = running(&store, mistaken, |_| Outcome::Done);
    let sent = signer.url("http://localhost/shop").sign(BODY).unwrap();
    assert_eq!(before.status(sent.clone()).await, StatusCode::UNAUTHORIZED);
    let quarantined = soon(async {
        loop {
            let found = before.inbox.quarantined("shop", Page::first(9)).await.unwrap();
            if let Some(found) = found.into_iter().next() {
                return found;
            }
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!((&*quarantined.1.reason, &quarantined.1.body), ("undecryptable", sent.body()));
    before.stop().await;

    let after = running(&store, source.decryption_key(NEW_KEY), |_| Outcome::Done);
    assert_eq!(after.inbox.reverify("shop").await.unwrap().proved, 1);
    after.comes_to(&[EntryState::Done]).await;
    assert_eq!(after.entry(1).await.delivery.body(), BODY);
}
