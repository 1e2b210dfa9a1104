//! Tests of claims that are made in one step with an accept.

use std::{
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use tokio::time::sleep;

use super::{
    failing::Faulty,
    kit::{Item, Log, SECOND, Sent, Shop, Working, clock, end, router, run, served},
};
use crate::{
    extract::{Attempt, State},
    inbox::RunState,
    router::HandlerPolicy,
    testing::HandClock,
    worker::{EndpointConfig, WorkerSettings},
};

/// Items take as many milliseconds as their id says.
async fn pay(item: Item, State(log): State<Log>, attempt: Attempt) {
    log.note(format!("{} tried {}", item.id, attempt.tried()));
    sleep(Duration::from_millis(item.id)).await;
}

fn shop(log: &Log) -> Vec<EndpointConfig> {
    let policy = HandlerPolicy::new().named("pay").timeout(Duration::from_secs(3600));
    vec![served("shop", router().on_with(Shop::PAID, pay, policy).with_state(log.clone()))]
}

/// A worker that has found nothing to do.
async fn at_rest(store: &Arc<Faulty>, log: &Log, settings: WorkerSettings) -> Working {
    let worker = Working::with(store, clock(), shop(log), settings, SECOND);
    sleep(SECOND / 2).await;
    worker
}

#[tokio::test(start_paused = true)]
async fn what_comes_to_a_worker_at_rest_is_claimed_by_its_accept() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let worker = at_rest(&store, &log, WorkerSettings::default()).await;
    store.no_claims.store(true, SeqCst);

    let id = Sent::paid(7, "pay").taken_in(&worker).await;

    assert_eq!(end(&*store, id, "pay").await, RunState::Done);
    worker.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_comes_together_to_a_worker_with_room_is_claimed_by_the_accepts() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let worker = at_rest(&store, &log, WorkerSettings::default()).await;
    store.claims_take.store(100, SeqCst);
    store.no_claims.store(true, SeqCst);

    let send = |id| Sent::paid(id, "pay").taken_in(&worker);
    let (first, second, third) = tokio::join!(send(1), send(2), send(3));

    for id in [first, second, third] {
        assert_eq!(end(&*store, id, "pay").await, RunState::Done);
    }
    worker.stop().await;
}

#[tokio::test(start_paused = true)]
async fn all_handlers_of_a_delivery_are_claimed_by_its_accept() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let of = |name| HandlerPolicy::new().named(name);
    let router = router().on_with(Shop::PAID, pay, of("pay")).on_with(Shop::PAID, pay, of("ship"));
    let shop = vec![served("shop", router.with_state(log.clone()))];
    let worker = Working::with(&store, clock(), shop, WorkerSettings::default(), SECOND);
    sleep(SECOND / 2).await;
    store.no_claims.store(true, SeqCst);

    let id = Sent::new("paid", 7, &["pay", "ship"]).taken_in(&worker).await;

    for handler in ["pay", "ship"] {
        assert_eq!(end(&*store, id, handler).await, RunState::Done);
    }
    worker.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_waits_is_handled_before_what_comes_later() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let settings = WorkerSettings { concurrency: 1, ..WorkerSettings::default() };
    let worker = at_rest(&store, &log, settings).await;
    for id in [500, 401, 402, 403, 404] {
        Sent::paid(id, "pay").taken_in(&worker).await;
    }
    sleep(SECOND / 2 + SECOND / 10).await;

    let last = Sent::paid(7, "pay").taken_in(&worker).await;
    assert_eq!(end(&*store, last, "pay").await, RunState::Done);
    worker.stop().await;

    let order = ["500", "401", "402", "403", "404", "7"].map(|id| format!("{id} tried 1"));
    assert_eq!(log.taken(), order);
}

#[tokio::test(start_paused = true)]
async fn a_worker_without_a_free_slot_offers_nothing() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let settings = WorkerSettings { concurrency: 1, ..WorkerSettings::default() };
    let worker = at_rest(&store, &log, settings).await;
    Sent::paid(60_000, "pay").taken_in(&worker).await;
    sleep(5 * SECOND).await;

    let id = Sent::paid(7, "pay").taken_in(&worker).await;

    assert_eq!(run(&*store, id, "pay").await.state, RunState::Received);
    worker.kill().await;
}

#[tokio::test(start_paused = true)]
async fn a_sender_that_goes_away_takes_no_claimed_run_with_it() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let worker = at_rest(&store, &log, WorkerSettings::default()).await;
    store.claims_take.store(100, SeqCst);
    store.no_claims.store(true, SeqCst);

    let sending = Sent::paid(7, "pay").taken_in(&worker);
    assert!(tokio::time::timeout(SECOND / 20, sending).await.is_err());
    sleep(SECOND).await;
    worker.stop().await;

    assert_eq!(log.taken(), ["7 tried 1"]);
}

#[tokio::test(start_paused = true)]
async fn what_was_claimed_for_a_worker_that_is_gone_is_released() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let worker = at_rest(&store, &log, WorkerSettings::default()).await;
    let intake = worker.intake();
    store.claims_take.store(100, SeqCst);

    let id = tokio::spawn(async move { Sent::paid(7, "pay").taken_in_by(&intake).await });
    sleep(SECOND / 20).await;
    worker.kill().await;
    let id = id.await.unwrap();

    assert_eq!(run(&*store, id, "pay").await.state, RunState::Received);
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_is_gone_or_stops_offers_nothing() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let stopped = at_rest(&store, &log, WorkerSettings::default()).await;
    let killed = at_rest(&store, &log, WorkerSettings::default()).await;
    let intakes = [stopped.intake(), killed.intake()];
    stopped.stop().await;
    killed.kill().await;

    for (id, intake) in (7..).zip(&intakes) {
        let id = Sent::paid(id, "pay").taken_in_by(intake).await;
        assert_eq!(run(&*store, id, "pay").await.state, RunState::Received);
    }
    assert_eq!(log.taken(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn an_accept_after_a_jump_of_the_clock_does_not_claim_what_the_worker_runs() {
    let (store, log, clock) =
        (Arc::new(Faulty::default()), Log::default(), HandClock::new(1_700_000_000));
    let hour =
        WorkerSettings { poll_interval: Duration::from_secs(3600), ..WorkerSettings::default() };
    let worker = Working::with(&store, clock.clone(), shop(&log), hour, SECOND);
    sleep(SECOND / 2).await;
    let id = Sent::paid(60_000, "pay").taken_in(&worker).await;
    sleep(SECOND).await;

    clock.advance(Duration::from_secs(300));
    Sent::paid(7, "pay").taken_in(&worker).await;
    end(&*store, id, "pay").await;
    worker.stop().await;

    assert_eq!(log.taken(), ["60000 tried 1", "7 tried 1"]);
}

#[tokio::test(start_paused = true)]
async fn an_accept_before_the_look_after_a_jump_of_the_clock_does_not_claim_what_the_worker_runs() {
    let (store, log, clock) =
        (Arc::new(Faulty::default()), Log::default(), HandClock::new(1_700_000_000));
    let worker =
        Working::with(&store, clock.clone(), shop(&log), WorkerSettings::default(), SECOND);
    sleep(SECOND / 2).await;
    Sent::paid(600_000, "pay").taken_in(&worker).await;
    sleep(SECOND / 10).await;

    store.renewals_hang.store(true, SeqCst);
    clock.advance(Duration::from_secs(300));
    Sent::paid(7, "pay").accepted(&*store).await;
    sleep(SECOND / 10).await;
    let id = Sent::paid(8, "pay").taken_in(&worker).await;

    assert_eq!(run(&*store, id, "pay").await.state, RunState::Received);
    sleep(30 * SECOND).await;
    assert_eq!(log.taken(), ["600000 tried 1"], "nothing is claimed before the leases are renewed");

    store.renewals_hang.store(false, SeqCst);
    end(&*store, id, "pay").await;
    assert_eq!(log.taken(), ["7 tried 1", "8 tried 1"]);
    worker.kill().await;
}
