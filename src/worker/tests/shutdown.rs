//! Tests of a worker's shutdown.

use std::{
    future::pending,
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use tokio::time::{Instant, sleep};

use super::{
    failing::Faulty,
    kit::{Item, Log, SECOND, Sent, Shop, Working, clock, end, router, run, served},
};
use crate::{
    Endpoint,
    extract::{Attempt, State},
    inbox::RunState,
    router::HandlerPolicy,
    stores::MemoryStore,
    worker::{Drained, WorkerSettings},
};

/// Items take as many seconds as their id says, in their first attempt.
fn shop(log: &Log) -> Endpoint<Shop> {
    async fn pay(item: Item, State(log): State<Log>, attempt: Attempt) {
        if attempt.number() == 1 {
            sleep(Duration::from_secs(item.id)).await;
        }
        log.note(format!("{} tried {}", item.id, attempt.tried()));
    }
    let policy = HandlerPolicy::new().named("pay").timeout(Duration::from_secs(3600));
    router().on_with(Shop::PAID, pay, policy).with_state(log.clone())
}

fn working(store: &Arc<Faulty>, log: &Log, drain: Duration) -> Working {
    let served = vec![served("shop", shop(log))];
    Working::with(store, clock(), served, WorkerSettings::default(), drain)
}

#[tokio::test(start_paused = true)]
async fn what_runs_is_finished_or_released_and_nothing_more_is_claimed() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let worker = working(&store, &log, 10 * SECOND);
    let quick = Sent::paid(5, "pay").accepted(&*store).await;
    let slow = Sent::paid(500, "pay").accepted(&*store).await;
    sleep(SECOND).await;

    let before = Instant::now();
    let stopping = tokio::spawn(worker.stop());
    tokio::task::yield_now().await;
    let late = Sent::paid(1, "pay").accepted(&*store).await;
    let drained = stopping.await.unwrap();

    assert_eq!(drained, Drained { finished: 1, released: 1, left: 0 });
    assert!((10..=11).contains(&before.elapsed().as_secs()), "{:?}", before.elapsed());
    assert_eq!(run(&*store, quick, "pay").await.state, RunState::Done);
    assert_eq!(run(&*store, slow, "pay").await.state, RunState::Received);
    assert_eq!(run(&*store, late, "pay").await.state, RunState::Received);
    assert_eq!(log.taken(), ["5 tried 1"]);
}

#[tokio::test(start_paused = true)]
async fn the_next_worker_goes_on_at_once_and_what_was_released_did_not_count() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let worker = working(&store, &log, SECOND);
    let slow = Sent::paid(500, "pay").accepted(&*store).await;
    sleep(SECOND).await;
    assert_eq!(worker.stop().await.released, 1);

    let before = Instant::now();
    let worker = working(&store, &log, SECOND);
    assert_eq!(end(&*store, slow, "pay").await, RunState::Done);
    worker.stop().await;

    assert!(before.elapsed() < SECOND);
    assert_eq!(log.taken(), ["500 tried 1"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_claimed_in_the_moment_of_the_shutdown_is_not_left() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    store.claims_take.store(1000, SeqCst);
    let slow = Sent::paid(500, "pay").accepted(&*store).await;
    let worker = working(&store, &log, 10 * SECOND);
    sleep(SECOND / 2).await;
    assert_eq!(run(&*store, slow, "pay").await.state, RunState::Running);

    let drained = worker.stop().await;

    assert_eq!(drained, Drained { finished: 0, released: 1, left: 0 });
    assert_eq!(run(&*store, slow, "pay").await.state, RunState::Received);
}

#[tokio::test(start_paused = true)]
async fn what_ends_while_a_claim_is_on_its_way_at_the_shutdown_is_counted() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let worker = working(&store, &log, 10 * SECOND);
    let quick = Sent::paid(1, "pay").taken_in(&worker).await;
    sleep(SECOND / 2).await;
    store.claims_take.store(2000, SeqCst);
    Sent::paid(500, "pay").accepted(&*store).await;
    sleep(SECOND / 10).await;

    let drained = worker.stop().await;

    assert_eq!(drained, Drained { finished: 1, released: 1, left: 0 });
    assert_eq!(run(&*store, quick, "pay").await.state, RunState::Done);
}

#[tokio::test(start_paused = true)]
async fn what_is_claimed_after_the_limit_of_a_shutdown_is_released() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let worker = working(&store, &log, SECOND);
    sleep(SECOND).await;
    let slow = Sent::paid(500, "pay").taken_in(&worker).await;
    store.slow_settlements.store(true, SeqCst);
    store.claims_take.store(1500, SeqCst);

    let claimed = Sent::paid(600, "pay").accepted(&*store).await;
    let intake = worker.intake();
    let offered = tokio::spawn(async move { Sent::paid(700, "pay").taken_in_by(&intake).await });
    sleep(SECOND / 10).await;
    let drained = worker.stop().await;
    let offered = offered.await.unwrap();

    assert_eq!(drained, Drained { finished: 0, released: 3, left: 0 });
    for id in [slow, claimed, offered] {
        assert_eq!(run(&*store, id, "pay").await.state, RunState::Received);
    }
    assert_eq!(log.taken(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn an_idle_worker_stops_at_once() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let worker = working(&store, &log, 10 * SECOND);
    sleep(SECOND).await;

    let before = Instant::now();
    let drained = worker.stop().await;

    assert_eq!((drained, before.elapsed()), (Drained::default(), Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_does_not_keep_a_worker_from_stopping() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let worker = working(&store, &log, SECOND);
    let slow = Sent::paid(500, "pay").accepted(&*store).await;
    sleep(SECOND).await;
    store.no_claims.store(true, SeqCst);
    store.no_settlements.store(true, SeqCst);

    let before = Instant::now();
    let drained = worker.stop().await;

    assert_eq!(drained, Drained { finished: 0, released: 0, left: 1 });
    assert!(before.elapsed() <= 7 * SECOND, "{:?}", before.elapsed());
    assert_eq!(run(&*store, slow, "pay").await.state, RunState::Running);
}

#[tokio::test(start_paused = true)]
async fn leases_are_renewed_while_a_worker_drains() {
    let store = Arc::new(MemoryStore::new());
    let policy = HandlerPolicy::new().named("pay").timeout(Duration::from_secs(3600));
    let shop = || {
        let shop =
            router().on_with(Shop::PAID, async |_: Item| pending::<()>().await, policy.clone());
        vec![served("shop", shop.with_state(()))]
    };
    let clock = clock();
    let start =
        |drain| Working::with(&store, clock.clone(), shop(), WorkerSettings::default(), drain);
    let first = start(300 * SECOND);
    let id = Sent::paid(7, "pay").accepted(&*store).await;
    sleep(SECOND).await;
    let stopping = tokio::spawn(first.stop());
    let second = start(SECOND);

    sleep(200 * SECOND).await;
    let attempts = run(&*store, id, "pay").await.attempts;

    assert_eq!(attempts, []);
    stopping.await.unwrap();
    second.kill().await;
}
