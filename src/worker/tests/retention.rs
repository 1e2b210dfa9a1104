//! Tests of retention.

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, sleep};

use super::kit::{Item, SECOND, Sent, Shop, Working, clock, end, refused, router, served};
use crate::{
    Clock,
    inbox::{EntryId, RunState, Store},
    router::{HandlerPolicy, RetryPolicy},
    stores::MemoryStore,
    worker::{Retention, WorkerSettings},
};

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn working(store: &Arc<MemoryStore>, retention: Retention) -> Working {
    let never = HandlerPolicy::new().retries(RetryPolicy::never());
    let shop = router()
        .on_with(Shop::PAID, async |_: Item| {}, HandlerPolicy::new().named("pay"))
        .on_with(Shop::LOST, async |_: Item| Err::<(), _>(refused()), never.named("search"))
        .with_state(());
    let settings =
        WorkerSettings { retention, poll_interval: DAY, lease: DAY, ..WorkerSettings::default() };
    Working::with(store, clock(), vec![served("shop", shop)], settings, SECOND)
}

async fn is_kept(store: &MemoryStore, id: EntryId) -> bool {
    store.read(id).await.unwrap().is_some()
}

#[tokio::test(start_paused = true)]
async fn what_is_done_goes_after_its_time_and_what_is_dead_stays() {
    let store = Arc::new(MemoryStore::new());
    let worker = working(&store, Retention::new().keep_done(2 * DAY));
    let done = Sent::paid(1, "pay").accepted(&*store).await;
    let dead = Sent::new("lost", 2, &["search"]).accepted(&*store).await;
    let open = Sent::paid(3, "renamed").accepted(&*store).await;
    assert_eq!(end(&*store, done, "pay").await, RunState::Done);
    assert_eq!(end(&*store, dead, "search").await, RunState::Dead);

    sleep(47 * HOUR).await;
    assert!(is_kept(&store, done).await);
    sleep(2 * HOUR).await;
    assert!(!is_kept(&store, done).await);
    sleep(8 * DAY).await;
    worker.stop().await;

    assert!(is_kept(&store, dead).await && is_kept(&store, open).await);
}

#[tokio::test(start_paused = true)]
async fn what_is_dead_goes_where_that_is_asked_for() {
    let store = Arc::new(MemoryStore::new());
    let worker = working(&store, Retention::new().keep_dead(DAY));
    let dead = Sent::new("lost", 2, &["search"]).accepted(&*store).await;
    assert_eq!(end(&*store, dead, "search").await, RunState::Dead);

    sleep(DAY + 600 * SECOND).await;
    worker.stop().await;

    assert!(!is_kept(&store, dead).await);
}

#[tokio::test(start_paused = true)]
async fn much_is_removed_in_small_steps_while_the_rest_goes_on() {
    let store = Arc::new(MemoryStore::new());
    let mut last = None;
    for id in 0..2_000 {
        last = Some(Sent::new("paid", id, &[]).accepted(&*store).await);
    }
    let last = last.unwrap();

    let worker = working(&store, Retention::new().keep_done(Duration::ZERO));
    sleep(300 * SECOND + Duration::from_millis(1)).await;
    assert!(is_kept(&store, last).await, "the first step leaves most of it");
    let before = Instant::now();
    let id = Sent::paid(9_999, "pay").accepted(&*store).await;
    assert_eq!(end(&*store, id, "pay").await, RunState::Done);
    assert!(before.elapsed() < SECOND);
    sleep(SECOND).await;
    worker.stop().await;

    assert!(!is_kept(&store, last).await);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_ahead_at_every_start_removes_nothing() {
    let store = Arc::new(MemoryStore::new());
    let clock = clock();
    let ahead = move || clock.now() + 365 * DAY;
    let old = Sent::new("paid", 1, &[]).accepted(&*store).await;
    let wrong = Sent::new("paid", 2, &[]).received(ahead.now()).accepted(&*store).await;
    let settings = WorkerSettings { poll_interval: DAY, lease: DAY, ..WorkerSettings::default() };
    let shop = router().ignore(Shop::PAID).ignore(Shop::LOST).with_state(());
    let worker = Working::with(&store, ahead, vec![served("shop", shop)], settings, SECOND);

    sleep(23 * HOUR).await;
    worker.stop().await;

    assert!(is_kept(&store, old).await && is_kept(&store, wrong).await);
}

#[tokio::test(start_paused = true)]
async fn a_time_without_end_keeps_everything() {
    let store = Arc::new(MemoryStore::new());
    let worker = working(&store, Retention::new().keep_done(Duration::MAX));
    let done = Sent::paid(1, "pay").accepted(&*store).await;

    sleep(60 * DAY).await;
    worker.stop().await;

    assert!(is_kept(&store, done).await);
}
