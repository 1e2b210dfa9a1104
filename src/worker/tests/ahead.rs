//! Tests of the runs that are claimed before there is a slot for them.

use std::{
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use tokio::time::{Instant, sleep};

use super::{
    failing::Faulty,
    kit::{Item, Log, SECOND, Sent, Shop, Working, clock, end, router, run, served, worker},
};
use crate::{
    Clock,
    extract::{Attempt, State},
    inbox::{Change, EntryId, RunState, Store},
    router::HandlerPolicy,
    worker::{Drained, EndpointConfig, WorkerSettings},
};

/// Items take as many milliseconds as their id says.
async fn pay(item: Item, State(log): State<Log>, attempt: Attempt) {
    log.note(format!("{} tried {}", item.id, attempt.tried()));
    sleep(Duration::from_millis(item.id)).await;
}

fn working(store: &Arc<Faulty>, log: &Log, settings: WorkerSettings, drain: Duration) -> Working {
    Working::with(store, clock(), vec![shop(log)], settings, drain)
}

fn shop(log: &Log) -> EndpointConfig {
    let policy = HandlerPolicy::new().named("pay").timeout(Duration::from_secs(3600));
    served("shop", router().on_with(Shop::PAID, pay, policy).with_state(log.clone()))
}

fn one_at_a_time() -> WorkerSettings {
    WorkerSettings { concurrency: 1, ..WorkerSettings::default() }
}

async fn accept(store: &Faulty, items: &[u64]) -> Vec<EntryId> {
    let mut ids = Vec::new();
    for item in items {
        ids.push(Sent::paid(*item, "pay").accepted(store).await);
    }
    ids
}

#[tokio::test(start_paused = true)]
async fn a_slot_is_free_when_its_handler_has_ended_and_not_when_that_is_settled() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    store.slow_settlements.store(true, SeqCst);
    let ids = accept(&store, &[1, 2, 3, 4, 5]).await;
    let (worker, before) = (working(&store, &log, one_at_a_time(), SECOND), Instant::now());

    end(&*store, ids[4], "pay").await;
    worker.stop().await;

    assert!(before.elapsed() <= 2 * SECOND, "{:?}", before.elapsed());
}

#[tokio::test(start_paused = true)]
async fn the_next_runs_are_claimed_while_handlers_run() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    store.claims_take.store(100, SeqCst);
    let ids = accept(&store, &(100..140).collect::<Vec<_>>()).await;
    let settings = WorkerSettings { concurrency: 4, ..WorkerSettings::default() };
    let (worker, before) = (working(&store, &log, settings, SECOND), Instant::now());

    end(&*store, ids[39], "pay").await;
    worker.stop().await;

    // Ten rounds of a claim and then four handlers take 2.2 seconds at least.
    assert!(before.elapsed() <= 2 * SECOND, "{:?}", before.elapsed());
}

#[tokio::test(start_paused = true)]
async fn slow_handlers_leave_to_others_what_they_have_no_slots_for() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let settings = WorkerSettings { concurrency: 2, ..WorkerSettings::default() };
    let ids = accept(&store, &[600_000, 600_001, 600_002, 600_003]).await;
    let worker = working(&store, &log, settings, Duration::ZERO);
    sleep(300 * SECOND).await;

    let mut states = Vec::new();
    for id in ids {
        states.push(run(&*store, id, "pay").await.state);
    }
    worker.stop().await;

    let (running, received) = (RunState::Running, RunState::Received);
    assert_eq!(states, [running, running, received, received]);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_finds_no_slot_in_a_second_is_given_back_and_did_not_count() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let ids = accept(&store, &[1, 60_000, 7]).await;
    let worker = working(&store, &log, one_at_a_time(), Duration::ZERO);

    sleep(SECOND / 2).await;
    assert_eq!(run(&*store, ids[2], "pay").await.state, RunState::Running);
    sleep(SECOND).await;
    assert_eq!(run(&*store, ids[2], "pay").await.state, RunState::Received);
    end(&*store, ids[2], "pay").await;
    worker.stop().await;

    assert_eq!(log.taken(), ["1 tried 1", "60000 tried 1", "7 tried 1"]);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_waits_is_given_back_at_once_at_shutdown() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let ids = accept(&store, &[1, 5_000, 7]).await;
    let worker = working(&store, &log, one_at_a_time(), 60 * SECOND);
    sleep(SECOND / 2).await;

    let stopping = tokio::spawn(worker.stop());
    sleep(SECOND / 4).await;
    assert_eq!(run(&*store, ids[2], "pay").await.state, RunState::Received);

    assert_eq!(stopping.await.unwrap(), Drained { finished: 1, released: 1, left: 0 });
    assert_eq!(log.taken(), ["1 tried 1", "5000 tried 1"]);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_waits_is_left_to_the_worker_that_takes_the_place() {
    let (store, log, log_of_next) = (Arc::new(Faulty::default()), Log::default(), Log::default());
    let ids = accept(&store, &[1, 600, 7]).await;
    let before = working(&store, &log, one_at_a_time(), SECOND);
    sleep(SECOND / 2).await;
    assert_eq!(run(&*store, ids[2], "pay").await.state, RunState::Running, "claimed ahead");

    let next = worker(&store, clock(), vec![shop(&log_of_next)], one_at_a_time());
    let next = before.followed_by(next);
    end(&*store, ids[2], "pay").await;
    before.stop().await;
    next.stop().await;

    assert_eq!(log.taken(), ["1 tried 1", "600 tried 1"]);
    assert_eq!(log_of_next.taken(), ["7 tried 1"]);
}

#[tokio::test(start_paused = true)]
async fn a_run_whose_lease_is_lost_while_it_waits_is_not_started() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let ids = accept(&store, &[1, 800, 7]).await;
    let settings = WorkerSettings { lease: SECOND, ..one_at_a_time() };
    let worker = working(&store, &log, settings, SECOND);
    sleep(SECOND / 10).await;
    assert_eq!(run(&*store, ids[2], "pay").await.state, RunState::Running);

    store.change(Change::Cancel { entries: vec![ids[2]], at: clock().now() }).await.unwrap();
    sleep(2 * SECOND).await;
    worker.stop().await;

    assert_eq!(log.taken(), ["1 tried 1", "800 tried 1"]);
}

#[tokio::test(start_paused = true)]
async fn the_lease_of_a_run_that_waits_is_renewed() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    let ids = accept(&store, &[1, 900, 7]).await;
    let settings = WorkerSettings { lease: SECOND, ..one_at_a_time() };
    let worker = working(&store, &log, settings, SECOND);
    let other = working(&store, &log, settings, SECOND);

    end(&*store, ids[2], "pay").await;
    worker.stop().await;
    other.stop().await;

    assert_eq!(log.taken().len(), 3, "each is run once");
}

#[tokio::test(start_paused = true)]
async fn results_on_their_way_to_a_store_that_hangs_are_bounded() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    store.no_settlements.store(true, SeqCst);
    accept(&store, &(1..=900).collect::<Vec<_>>()).await;
    let worker = working(&store, &log, WorkerSettings::default(), Duration::ZERO);

    sleep(10 * SECOND).await;
    let handled = log.taken().len();
    worker.kill().await;

    assert!((256..=256 + 64).contains(&handled), "{handled} handlers");
}
