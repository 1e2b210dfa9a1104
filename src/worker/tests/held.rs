//! The time for which handlers may run under a lease that is not renewed.

use std::{
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{advance, sleep},
};

use super::{
    failing::Faulty,
    kit::{Item, Log, SECOND, Sent, Shop, Working, clock, end, router, served},
};
use crate::{
    Endpoint,
    extract::State,
    inbox::{RunState, Store},
    router::HandlerPolicy,
    stores::MemoryStore,
    worker::WorkerSettings,
};

/// The notes of a handler, and the events that it waits for.
#[derive(Clone, Default)]
struct Waits {
    log: Log,
    entered: Arc<Notify>,
    goes_on: Arc<Notify>,
}

/// Notes when it is dropped.
struct Watched(Log);

impl Drop for Watched {
    fn drop(&mut self) {
        self.0.note("dropped");
    }
}

/// A handler that waits for up to an hour until it is told to go on.
fn waiting(waits: &Waits) -> Endpoint<Shop> {
    async fn pay(_: Item, State(waits): State<Waits>) {
        let _watched = Watched(waits.log.clone());
        waits.entered.notify_one();
        waits.goes_on.notified().await;
        waits.log.note("went on");
    }
    let policy = HandlerPolicy::new().named("pay").timeout(Duration::from_secs(3600));
    router().on_with(Shop::PAID, pay, policy).with_state(waits.clone())
}

#[tokio::test(start_paused = true)]
async fn a_handler_is_dropped_before_the_end_of_a_lease_whose_renewal_is_not_answered() {
    let (store, waits) = (Arc::new(Faulty::default()), Waits::default());
    store.renewals_hang.store(true, SeqCst);
    let worker = Working::on(&store, waiting(&waits));
    Sent::paid(7, "pay").accepted(&*store).await;
    waits.entered.notified().await;

    sleep(58 * SECOND).await;
    assert_eq!(waits.log.taken(), [""; 0]);
    sleep(Duration::from_millis(1998)).await;
    assert_eq!(waits.log.taken(), ["dropped"]);
    worker.kill().await;
}

#[tokio::test(start_paused = true)]
async fn a_run_is_not_started_whose_claim_was_answered_at_the_end_of_its_lease() {
    let (store, waits) = (Arc::new(Faulty::default()), Waits::default());
    store.claims_take.store(950, SeqCst);
    let settings = WorkerSettings { lease: SECOND, ..WorkerSettings::default() };
    let shop = vec![served("shop", waiting(&waits))];
    let worker = Working::with(&store, clock(), shop, settings, SECOND);
    let id = Sent::paid(7, "pay").accepted(&*store).await;
    waits.goes_on.notify_one();

    sleep(10 * SECOND).await;
    assert_eq!(waits.log.taken(), [""; 0]);
    store.claims_take.store(0, SeqCst);
    assert_eq!(end(&*store, id, "pay").await, RunState::Done);
    assert!(store.read(id).await.unwrap().unwrap().runs[0].attempts.len() == 1, "it did not count");
    worker.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_handler_does_not_go_on_when_the_process_has_stood_still_for_longer_than_its_lease() {
    let (store, waits) = (Arc::new(MemoryStore::new()), Waits::default());
    let worker = Working::on(&store, waiting(&waits));
    Sent::paid(7, "pay").accepted(&*store).await;
    waits.entered.notified().await;

    // The handler is woken before all timers.
    waits.goes_on.notify_waiters();
    advance(61 * SECOND).await;
    sleep(Duration::from_millis(1)).await;

    assert_eq!(waits.log.taken(), ["dropped"]);
    worker.kill().await;
}
