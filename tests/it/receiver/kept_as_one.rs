//! Batches that were kept as one delivery, before their provider was said to send batches.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};

use hookport::{
    BoxError, Delivery, EventRouter, InboxEndpoint, Provider, Receiver, Secret, Unknown,
    WebhookEvent,
    extract::State,
    inbox::{EntryId, EntryState, Replay},
    router::{HandlerPolicy, RetryPolicy},
    secrets::{Accounts, SecretStore},
    stores::MemoryStore,
};
use http::StatusCode;

use super::batches::{MANY, MANY_SIGNATURE, Many, batch, event};
use crate::kit::{Log, Order, Running, SECRET};

/// The same sender, of which nobody knows yet that it sends batches.
const NO_BATCH: Provider =
    Provider::new("many").signed_with(MANY_SIGNATURE).expects(StatusCode::NO_CONTENT);

#[derive(Debug, WebhookEvent)]
enum Whole {
    #[event(other)]
    Other(Unknown),
}

/// A store in which a batch of two events was kept as one delivery.
async fn kept_as_one() -> Arc<MemoryStore> {
    let store = Arc::new(MemoryStore::new());
    let router = EventRouter::new(NO_BATCH.secret(SECRET));
    let router = router.on_with(Whole::OTHER, async |_: Unknown| {}, named("book"));
    let before = Receiver::new(store.clone()).endpoint("/shop", router.with_state(()));
    let running = Running::without_worker(before);
    let sent = batch(&[event("e1", 1), event("e2", 2)]);
    assert_eq!(running.status(sent).await, StatusCode::NO_CONTENT);
    store
}

fn named(name: &'static str) -> HandlerPolicy {
    HandlerPolicy::new().named(name)
}

async fn book(order: Order, State(log): State<Log>) {
    log.note(format!("booked {}", order.id));
}

async fn ship(order: Order, State(log): State<Log>, _: Delivery) {
    log.note(format!("shipped {}", order.id));
}

#[tokio::test]
async fn a_handler_that_was_done_with_the_batch_gets_none_of_its_events_again() {
    let (store, log) = (Arc::new(MemoryStore::new()), Log::default());
    let router = EventRouter::new(NO_BATCH.secret(SECRET))
        .on_with(Whole::OTHER, async |_: Unknown| {}, named("book_all"))
        .on_with(
            Whole::OTHER,
            async |_: Unknown| Err::<(), _>(io::Error::other("not yet")),
            named("ship").retries(RetryPolicy::never()),
        );
    let before = Running::shop(store.clone(), router.with_state(()));
    let sent = batch(&[event("e1", 1), event("e2", 2)]);
    assert_eq!(before.status(sent).await, StatusCode::NO_CONTENT);
    before.idle().await;
    before.stop().await;

    let router = EventRouter::new(MANY.secret(SECRET))
        .on_with(Many::PAID, book, named("book").formerly("book_all"))
        .on_with(Many::PAID, ship, named("ship"));
    let after = Running::shop(store, router.with_state(log.clone()));
    assert_eq!(after.inbox.replay(EntryId::new(1), Replay::Failed).await.unwrap(), 1);
    after.comes_to(&[EntryState::Done; 3]).await;

    let mut notes = log.taken();
    notes.sort();
    assert_eq!(notes, ["shipped 1", "shipped 2"]);
}

/// A store of secrets that is down for a while.
#[derive(Clone, Default)]
struct Down(Arc<AtomicBool>);

impl SecretStore for Down {
    async fn find(&self, _: &str) -> Result<Vec<Secret>, BoxError> {
        if self.0.load(SeqCst) {
            return Err(io::Error::other("the database is down").into());
        }
        Ok(vec![Secret::new(SECRET)])
    }
}

#[tokio::test]
async fn a_batch_whose_secrets_cannot_be_had_now_is_split_later() {
    let (store, log, secrets) = (kept_as_one().await, Log::default(), Down::default());
    secrets.0.store(true, SeqCst);
    let accounts = Accounts::one(MANY.source(), secrets.clone());
    let router = EventRouter::new(accounts).on(Many::PAID, book).with_state(log.clone());
    let moment = Duration::from_millis(50);
    let often = RetryPolicy::exponential().starting_at(moment).up_to(moment).at_most(10_000);

    let running = Running::shop(store, InboxEndpoint::new(router).retries(often));
    running.comes_to(&[EntryState::Retry]).await;
    assert!(running.error(1).await.contains("secrets of the account could not be found"));
    secrets.0.store(false, SeqCst);

    running.comes_to(&[EntryState::Done; 3]).await;
    assert_eq!(log.taken().len(), 2);
}
