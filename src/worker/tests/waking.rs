//! Tests of the times at which a worker polls.

use std::{
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use tokio::time::{Instant, sleep};

use super::{
    failing::Faulty,
    kit::{Item, SECOND, Sent, Shop, Working, clock, end, ended, refused, router, run, served},
};
use crate::{
    inbox::{Change, RunState, Store},
    router::{HandlerPolicy, RetryPolicy},
    stores::MemoryStore,
    testing::HandClock,
    worker::WorkerSettings,
};

#[tokio::test(start_paused = true)]
async fn a_delivery_is_handled_at_once() {
    let store = Arc::new(MemoryStore::new());
    let shop = router().on_with(Shop::PAID, async |_: Item| {}, HandlerPolicy::new().named("pay"));
    let worker = Working::on(&store, shop.with_state(()));
    sleep(10 * SECOND + Duration::from_millis(500)).await;

    for id in 0..20 {
        let before = Instant::now();
        let id = Sent::paid(id, "pay").accepted(&*store).await;
        end(&*store, id, "pay").await;
        assert!(before.elapsed() <= Duration::from_millis(2), "{:?}", before.elapsed());
    }
    worker.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_comes_while_a_claim_is_on_its_way_is_not_missed() {
    let store = Arc::new(Faulty::default());
    store.claims_take.store(1000, SeqCst);
    let shop = router().on_with(Shop::PAID, async |_: Item| {}, HandlerPolicy::new().named("pay"));
    let hour =
        WorkerSettings { poll_interval: Duration::from_secs(3600), ..WorkerSettings::default() };
    let served = vec![served("shop", shop.with_state(()))];
    let worker = Working::with(&store, clock(), served, hour, SECOND);
    sleep(SECOND / 2).await;

    let before = Instant::now();
    let id = Sent::paid(7, "pay").accepted(&*store).await;
    end(&*store, id, "pay").await;
    worker.stop().await;

    assert!(before.elapsed() <= 4 * SECOND, "{:?}", before.elapsed());
}

#[tokio::test(start_paused = true)]
async fn what_waits_for_room_is_run_when_there_is_some() {
    let store = Arc::new(Faulty::default());
    store.slow_settlements.store(true, SeqCst);
    let policy = HandlerPolicy::new().named("pay").concurrency(1);
    let shop = router().on_with(Shop::PAID, async |_: Item| {}, policy);
    let hour =
        WorkerSettings { poll_interval: Duration::from_secs(3600), ..WorkerSettings::default() };
    let served = vec![served("shop", shop.with_state(()))];
    let worker = Working::with(&store, clock(), served, hour, SECOND);

    let before = Instant::now();
    Sent::paid(1, "pay").accepted(&*store).await;
    let second = Sent::paid(2, "pay").accepted(&*store).await;
    end(&*store, second, "pay").await;
    worker.stop().await;

    assert!(before.elapsed() <= 3 * SECOND, "{:?}", before.elapsed());
}

#[tokio::test(start_paused = true)]
async fn an_idle_worker_asks_once_in_a_poll_interval() {
    let store = Arc::new(Faulty::default());
    let shop = router().on_with(Shop::PAID, async |_: Item| {}, HandlerPolicy::new().named("pay"));
    let worker = Working::on(&store, shop.with_state(()));

    sleep(100 * SECOND).await;
    worker.stop().await;

    let claims = store.claims.load(SeqCst);
    assert!((90..=101).contains(&claims), "{claims} claims");
}

#[tokio::test(start_paused = true)]
async fn a_store_that_wakes_without_reason_is_not_asked_all_the_time() {
    let store = Arc::new(Faulty::default());
    store.restless.store(true, SeqCst);
    let shop = router().on_with(Shop::PAID, async |_: Item| {}, HandlerPolicy::new().named("pay"));
    let worker = Working::on(&store, shop.with_state(()));

    sleep(SECOND).await;
    worker.stop().await;

    let claims = store.claims.load(SeqCst);
    assert!((50..=120).contains(&claims), "{claims} claims");
}

#[tokio::test(start_paused = true)]
async fn a_retry_is_made_when_it_is_due_and_not_at_the_next_poll() {
    let store = Arc::new(MemoryStore::new());
    let retries = RetryPolicy::exponential().starting_at(SECOND / 2).at_most(2);
    let policy = HandlerPolicy::new().named("pay").retries(retries);
    let shop = router().on_with(Shop::PAID, async |_: Item| Err::<(), _>(refused()), policy);
    let hour =
        WorkerSettings { poll_interval: Duration::from_secs(3600), ..WorkerSettings::default() };
    let served = vec![served("shop", shop.with_state(()))];
    let worker = Working::with(&store, clock(), served, hour, SECOND);

    let id = Sent::paid(7, "pay").accepted(&*store).await;
    let run = ended(&*store, id, "pay").await;
    worker.stop().await;

    let wait = run.attempts[1].started_at.duration_since(run.attempts[0].ended_at).unwrap();
    assert!(wait <= SECOND / 2 + Duration::from_millis(20), "{wait:?}");
}

#[tokio::test(start_paused = true)]
async fn what_was_paused_runs_once_it_is_resumed() {
    let store = Arc::new(MemoryStore::new());
    let shop = router().on_with(Shop::PAID, async |_: Item| {}, HandlerPolicy::new().named("pay"));
    let worker = Working::on(&store, shop.with_state(()));
    store.change(Change::Pause { endpoint: "shop".into() }).await.unwrap();
    let id = Sent::paid(7, "pay").accepted(&*store).await;
    sleep(100 * SECOND).await;
    assert_eq!(run(&*store, id, "pay").await.state, RunState::Received);

    store.change(Change::Resume { endpoint: "shop".into() }).await.unwrap();

    assert_eq!(end(&*store, id, "pay").await, RunState::Done);
    worker.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_stands_still_or_jumps_stops_nothing_and_wears_nothing_out() {
    let (store, clock) = (Arc::new(Faulty::default()), HandClock::new(1_700_000_000));
    let retries = RetryPolicy::exponential().starting_at(SECOND).at_most(3);
    let policy = HandlerPolicy::new().named("pay").retries(retries);
    let shop = router().on_with(Shop::PAID, async |_: Item| Err::<(), _>(refused()), policy);
    let served = vec![served("shop", shop.with_state(()))];
    let worker = Working::with(&store, clock.clone(), served, WorkerSettings::default(), SECOND);
    let id = Sent::paid(7, "pay").accepted(&*store).await;

    sleep(100 * SECOND).await;
    let claims = store.claims.load(SeqCst);
    for _ in 0..2 {
        clock.advance(Duration::from_secs(3600));
        sleep(2 * SECOND).await;
    }
    worker.stop().await;

    assert!(claims <= 100 * 101, "{claims} claims, more than a hundred a second");
    assert_eq!(run(&*store, id, "pay").await.state, RunState::Dead);
}
