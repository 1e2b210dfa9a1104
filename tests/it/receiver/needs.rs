//! Extractors that need a store which gives them something: checked at start-up.

use std::{convert::Infallible, sync::Arc, time::Duration};

use hookport::{
    Delivery, EventRouter, InboxEndpoint, Outcome, Receiver,
    extract::{Attempt, FromDelivery, Needs, State},
    inbox::{EntryId, EntryState},
    receiver::ReceiverError,
    router::RetryPolicy,
    stores::MemoryStore,
};
use tower::layer::util::Identity;

use crate::kit::{Log, Order, Running, Shop, acme};

/// A value that only a store of one's own puts into the context of a claim.
#[derive(Clone)]
struct Shard;

impl<S: Sync> FromDelivery<S> for Shard {
    type Rejection = Outcome;

    fn needs() -> Needs {
        Needs::from_store::<Self>("open the receiver on the sharded store")
    }

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, Outcome> {
        delivery.context().get().cloned().ok_or_else(|| Outcome::retry("no shard"))
    }
}

/// An extractor that is made of others.
struct Both;

impl<S: Sync> FromDelivery<S> for Both {
    type Rejection = Infallible;

    fn needs() -> Needs {
        Needs::nothing().and(<Shard as FromDelivery<S>>::needs())
    }

    async fn from_delivery(_: &Delivery, _: &S) -> Result<Self, Infallible> {
        Ok(Self)
    }
}

async fn on_paid(_: Order, _: Delivery, _: Shard) {}
async fn on_paid_always(_: Order) {}
async fn on_paid_with_both(_: Order, _: Both) {}
async fn on_any(_: Shop, _: Shard) {}
async fn on_paid_if_there(_: Order, _: Option<Shard>, _: Result<Shard, Outcome>) {}

fn router() -> EventRouter<Shop> {
    EventRouter::new(acme()).ignore_rest()
}

/// The error of a receiver on this endpoint, if it does not start.
fn start(endpoint: InboxEndpoint) -> Result<(), String> {
    let receiver = Receiver::new(Arc::new(MemoryStore::default())).endpoint("/shop", endpoint);
    match receiver.try_into_parts() {
        Ok(_) => Ok(()),
        Err(error @ ReceiverError::Misconfigured { .. }) => Err(error.to_string()),
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_receiver_does_not_start_on_a_store_without_what_a_handler_needs() {
    let layered = router().on(Shop::PAID, on_paid).layer(Identity::new());

    for endpoint in [router().on(Shop::PAID, on_paid).for_inbox(()), layered.for_inbox(())] {
        assert_eq!(
            start(endpoint).unwrap_err(),
            "receiver is misconfigured: `shop.on_paid` needs `Shard`, which this store does not \
             give: open the receiver on the sharded store"
        );
    }
    let error = start(router().on(Shop::PAID, on_paid_with_both).for_inbox(())).unwrap_err();
    assert!(error.contains("`shop.on_paid_with_both` needs `Shard`"), "{error}");
    let error = start(router().any(on_any).for_inbox(())).unwrap_err();
    assert_eq!(error.matches("`shop.on_any`").count(), 1, "one handler is told once: {error}");
}

#[tokio::test]
async fn an_extractor_that_may_be_missing_needs_nothing() {
    assert_eq!(start(router().on(Shop::PAID, on_paid_if_there).for_inbox(())), Ok(()));
}

#[test]
fn an_endpoint_without_an_inbox_is_refused_if_a_handler_needs_one() {
    let layered = router().on(Shop::PAID, on_paid).layer(Identity::new());
    for router in [router().on(Shop::PAID, on_paid_always).on(Shop::PAID, on_paid), layered] {
        assert_eq!(
            router.try_with_state(()).unwrap_err().to_string(),
            "handler `it::receiver::needs::on_paid` needs `Shard`, which only an inbox gives: open \
             the receiver on the sharded store, and give it this router with `.for_inbox(…)` in \
             place of `.with_state(…)`"
        );
    }
    assert!(router().any(on_any).try_with_state(()).is_err());
    assert!(router().on(Shop::PAID, on_paid_if_there).try_with_state(()).is_ok());
}

/// The number of the entry at each attempt, of which the first one fails.
#[tokio::test]
async fn each_attempt_of_a_handler_gets_the_number_of_its_entry() {
    async fn on_paid(
        _: Order,
        entry: EntryId,
        State(log): State<Log>,
        attempt: Attempt,
    ) -> Result<(), Outcome> {
        log.note(format!("entry {entry}"));
        if attempt.is_last() { Ok(()) } else { Err(Outcome::retry("not yet")) }
    }
    let log = Log::default();
    let twice = RetryPolicy::exponential().at_most(2).starting_at(Duration::from_millis(1));
    let shop = EventRouter::new(acme()).on(Shop::PAID, on_paid).ignore_rest();
    let endpoint = shop.for_inbox(log.clone()).retries(twice);
    let running = Running::shop(Arc::new(MemoryStore::default()), endpoint);

    running.send("d1", 1).await;
    running.send("d2", 2).await;
    running.comes_to(&[EntryState::Done; 2]).await;

    let mut notes = log.notes();
    notes.sort();
    assert_eq!(notes, ["entry 1", "entry 1", "entry 2", "entry 2"]);
}

#[test]
fn an_endpoint_without_an_inbox_has_no_numbers_of_entries() {
    async fn on_paid(_: Order, _: EntryId) {}

    let refused = router().on(Shop::PAID, on_paid).try_with_state(()).unwrap_err().to_string();
    assert!(refused.contains("needs `EntryId`, which only an inbox gives"), "{refused}");
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn a_handler_with_a_transaction_needs_an_inbox_in_sqlite() {
    use hookport::stores::sqlite::Tx;

    async fn on_paid(_: Order, _: Tx) {}

    let endpoint = || router().on(Shop::PAID, on_paid).for_inbox(());
    assert_eq!(
        start(endpoint()).unwrap_err(),
        "receiver is misconfigured: `shop.on_paid` needs `Tx`, which this store does not give: \
         open the receiver on `sqlite:<path>`"
    );
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("inbox.db").display());
    let receiver = Receiver::open(&url).await.unwrap().endpoint("/shop", endpoint());
    assert!(receiver.try_into_parts().is_ok());
}
