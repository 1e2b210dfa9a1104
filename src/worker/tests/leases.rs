//! Leases: kept, lost, taken over.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::{Duration, SystemTime},
};

use tokio::{
    sync::Notify,
    time::{Instant, sleep, timeout},
};

use super::{
    failing::Faulty,
    kit::{Item, Log, SECOND, Sent, Shop, Working, clock, ended, router, run, run_when, served},
};
use crate::{
    Clock, Endpoint,
    extract::{Attempt, State},
    inbox::{AttemptResult, Change, RunState, Store},
    router::HandlerPolicy,
    stores::MemoryStore,
    testing::HandClock,
    worker::WorkerSettings,
};

/// Notes when it is dropped.
struct Watched(Log, &'static str);

impl Drop for Watched {
    fn drop(&mut self) {
        self.0.note(self.1);
    }
}

/// A handler of ten minutes the first time, and of none later.
fn slow_at_first(log: &Log) -> Endpoint<Shop> {
    async fn pay(_: Item, State(log): State<Log>, attempt: Attempt) {
        if attempt.number() == 1 {
            let _watched = Watched(log.clone(), "first is dropped");
            sleep(600 * SECOND).await;
            log.note("first is done");
        } else {
            log.note("second is done");
        }
    }
    let policy = HandlerPolicy::new().named("pay").timeout(Duration::from_secs(3600));
    router().on_with(Shop::PAID, pay, policy).with_state(log.clone())
}

fn is_running(run: &crate::inbox::Run) -> bool {
    run.state == RunState::Running
}

#[tokio::test(start_paused = true)]
async fn the_lease_of_a_slow_handler_is_renewed() {
    let (store, log) = (Arc::new(MemoryStore::new()), Log::default());
    let clock = clock();
    let workers = [(); 2].map(|()| {
        let shop = vec![served("shop", slow_at_first(&log))];
        Working::with(&store, clock.clone(), shop, WorkerSettings::default(), SECOND)
    });

    let id = Sent::paid(7, "pay").accepted(&*store).await;
    let run = ended(&*store, id, "pay").await;
    for worker in workers {
        worker.stop().await;
    }

    assert_eq!((run.state, run.attempts.len()), (RunState::Done, 1));
    assert_eq!(log.taken(), ["first is done", "first is dropped"]);
}

#[tokio::test(start_paused = true)]
async fn what_a_dead_worker_had_is_taken_over_when_its_lease_runs_out() {
    let (store, log) = (Arc::new(MemoryStore::new()), Log::default());
    let clock = clock();
    let worker = || {
        let shop = vec![served("shop", slow_at_first(&log))];
        Working::with(&store, clock.clone(), shop, WorkerSettings::default(), SECOND)
    };
    let first = worker();
    let id = Sent::paid(7, "pay").accepted(&*store).await;
    sleep(SECOND).await;
    assert!(is_running(&run(&*store, id, "pay").await));
    first.kill().await;

    let (second, before) = (worker(), Instant::now());
    let run = ended(&*store, id, "pay").await;
    second.stop().await;

    let results: Vec<_> = run.attempts.iter().map(|attempt| attempt.result).collect();
    assert_eq!(results, [AttemptResult::Lost, AttemptResult::Done]);
    assert!((58..=61).contains(&before.elapsed().as_secs()), "{:?}", before.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_lost_lease_drops_the_handler_and_its_result_is_not_kept() {
    let (store, log) = (Arc::new(MemoryStore::new()), Log::default());
    let worker = Working::on(&store, slow_at_first(&log));
    let id = Sent::paid(7, "pay").accepted(&*store).await;
    sleep(SECOND).await;

    store.change(Change::Cancel { entries: vec![id], at: clock().now() }).await.unwrap();
    sleep(30 * SECOND).await;
    let dropped = log.taken();
    sleep(700 * SECOND).await;
    worker.stop().await;

    assert_eq!((dropped, log.taken()), (vec!["first is dropped".to_owned()], vec![]));
    assert_eq!(run(&*store, id, "pay").await.state, RunState::Cancelled);
}

#[tokio::test(start_paused = true)]
async fn a_handler_does_not_outlive_a_lease_that_cannot_be_renewed() {
    let (store, log) = (Arc::new(Faulty::default()), Log::default());
    store.no_renewals.store(true, SeqCst);
    let worker = Working::on(&store, slow_at_first(&log));

    let id = Sent::paid(7, "pay").accepted(&*store).await;
    let run = ended(&*store, id, "pay").await;
    worker.stop().await;

    assert_eq!(log.taken(), ["first is dropped", "second is done"]);
    assert_eq!((run.state, run.attempts.len()), (RunState::Done, 2));
    assert!(store.renewals.load(SeqCst) < 60, "{:?} renewals", store.renewals);
}

#[tokio::test(start_paused = true)]
async fn a_worker_does_not_take_its_own_runs_over_when_the_clock_jumps() {
    let (store, clock) = (Arc::new(MemoryStore::new()), HandClock::new(1_700_000_000));
    let log = Log::default();
    let shop = vec![served("shop", slow_at_first(&log))];
    let worker = Working::with(&store, clock.clone(), shop, WorkerSettings::default(), SECOND);
    let id = Sent::paid(7, "pay").accepted(&*store).await;
    run_when(&*store, id, "pay", |run| run.state != RunState::Received).await;

    clock.advance(Duration::from_secs(24 * 3600));
    let run = ended(&*store, id, "pay").await;
    worker.stop().await;

    assert_eq!((run.state, run.attempts.len()), (RunState::Done, 1));
}

/// The hands of a clock that can be set back by a day.
#[derive(Clone)]
struct SetBack(HandClock, Arc<AtomicBool>);

impl Clock for SetBack {
    fn now(&self) -> SystemTime {
        self.0.now() - Duration::from_secs(24 * 3600) * u32::from(self.1.load(SeqCst))
    }
}

#[tokio::test(start_paused = true)]
async fn a_worker_does_not_take_its_own_runs_over_when_the_clock_is_set_back() {
    let store = Arc::new(MemoryStore::new());
    let clock = SetBack(HandClock::new(1_700_000_000), Arc::default());
    let log = Log::default();
    let shop = vec![served("shop", slow_at_first(&log))];
    let worker = Working::with(&store, clock.clone(), shop, WorkerSettings::default(), SECOND);
    let id = Sent::paid(7, "pay").accepted(&*store).await;
    run_when(&*store, id, "pay", |run| run.state != RunState::Received).await;

    clock.1.store(true, SeqCst);
    let run = ended(&*store, id, "pay").await;
    worker.stop().await;

    assert_eq!((run.state, run.attempts.len()), (RunState::Done, 1));
}

#[tokio::test]
async fn many_workers_on_many_threads_run_each_delivery_once() {
    type Seen = Arc<(Mutex<Vec<u64>>, Notify)>;
    async fn pay(item: Item, State(seen): State<Seen>) {
        tokio::task::yield_now().await;
        seen.0.lock().unwrap().push(item.id);
        seen.1.notify_one();
    }
    let (store, seen) = (Arc::new(MemoryStore::new()), Seen::default());
    let workers = [(); 4].map(|()| {
        let policy = HandlerPolicy::new().named("pay");
        let shop = router().on_with(Shop::PAID, pay, policy).with_state(Arc::clone(&seen));
        Working::on(&store, shop)
    });

    for id in 0..500 {
        Sent::paid(id, "pay").accepted(&*store).await;
    }
    let all = async {
        while seen.0.lock().unwrap().len() < 500 {
            seen.1.notified().await;
        }
    };
    timeout(60 * SECOND, all).await.expect("all are handled");
    for worker in workers {
        worker.stop().await;
    }

    let mut ids = std::mem::take(&mut *seen.0.lock().unwrap());
    ids.sort_unstable();
    assert_eq!(ids, (0..500).collect::<Vec<_>>());
}
