//! Tests of the state of a run after each outcome of its handler.

use std::{
    future::pending,
    io,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    time::Duration,
};

use super::kit::{
    Item, Log, SECOND, Sent, Shop, Working, clock, end, ended, errors, refused, router, run_when,
    served,
};
use crate::{
    Outcome,
    extract::{Attempt, State},
    inbox::{AttemptResult, Change, EntryId, ROUTE, Replay, RunState, Store},
    router::{HandlerPolicy, RetryPolicy},
    stores::MemoryStore,
    worker::{EndpointConfig, WorkerSettings},
};

fn named(name: &'static str) -> HandlerPolicy {
    HandlerPolicy::new().named(name)
}

fn tries(attempts: u32) -> HandlerPolicy {
    named("pay").retries(RetryPolicy::exponential().starting_at(10 * SECOND).at_most(attempts))
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_is_done_runs_once() {
    async fn pay(item: Item, State(log): State<Log>, attempt: Attempt) {
        log.note(format!("{} {} {:?}", item.id, attempt.number(), attempt.of()));
    }
    let (store, log) = (Arc::new(MemoryStore::new()), Log::default());
    let worker = Working::on(&store, router().on(Shop::PAID, pay).with_state(log.clone()));

    let id = Sent::paid(7, "pay").accepted(&*store).await;
    let run = ended(&*store, id, "pay").await;
    Sent::paid(7, "pay").accepted(&*store).await;
    tokio::time::sleep(Duration::from_secs(3600)).await;
    worker.stop().await;

    assert_eq!(run.state, RunState::Done);
    assert_eq!(log.taken(), ["7 1 Some(24)"]);
}

#[tokio::test(start_paused = true)]
async fn a_failing_handler_is_tried_again_and_dies_with_each_error_on_record() {
    async fn pay(_: Item, attempt: Attempt) -> Result<(), String> {
        Err(format!("no {} of {:?}, last: {}", attempt.tried(), attempt.of(), attempt.is_last()))
    }
    let store = Arc::new(MemoryStore::new());
    let worker = Working::on(&store, router().on_with(Shop::PAID, pay, tries(3)).with_state(()));

    let id = Sent::paid(7, "pay").accepted(&*store).await;
    let run = ended(&*store, id, "pay").await;
    worker.stop().await;

    let told = [
        "no 1 of Some(3), last: false",
        "no 2 of Some(3), last: false",
        "no 3 of Some(3), last: true",
    ];
    assert_eq!((run.state, errors(&run)), (RunState::Dead, told.to_vec()));
    let waits: Vec<_> = run
        .attempts
        .windows(2)
        .map(|pair| pair[1].started_at.duration_since(pair[0].ended_at).unwrap())
        .collect();
    assert!(waits[0] <= 11 * SECOND && waits[1] <= 21 * SECOND, "{waits:?}");
    assert!(waits.iter().sum::<Duration>() > Duration::ZERO, "{waits:?}");
}

#[tokio::test(start_paused = true)]
async fn runs_that_failed_together_do_not_come_back_together() {
    fastrand::seed(7);
    let store = Arc::new(MemoryStore::new());
    let shop = router().on_with(Shop::PAID, async |_: Item| Err::<(), _>(refused()), tries(9));
    let worker = Working::on(&store, shop.with_state(()));
    let mut dues = Vec::new();
    for id in 0..10 {
        let id = Sent::paid(id, "pay").accepted(&*store).await;
        dues.push(run_when(&*store, id, "pay", |run| run.due.is_some()).await.due.unwrap());
    }
    worker.stop().await;

    dues.sort_unstable();
    let apart = dues.windows(2).filter(|pair| pair[1] > pair[0] + SECOND / 10).count();
    let spread = dues[9].duration_since(dues[0]).unwrap();
    assert!(apart > 5 && spread > 5 * SECOND, "{dues:?}");
}

#[tokio::test(start_paused = true)]
async fn what_is_dead_is_tried_anew_after_a_replay() {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    async fn pay(_: Item, attempt: Attempt) -> Result<(), io::Error> {
        CALLS.fetch_add(1, SeqCst);
        if attempt.number() < 3 { Err(refused()) } else { Ok(()) }
    }
    let store = Arc::new(MemoryStore::new());
    let worker = Working::on(&store, router().on_with(Shop::PAID, pay, tries(2)).with_state(()));
    let id = Sent::paid(7, "pay").accepted(&*store).await;
    assert_eq!(end(&*store, id, "pay").await, RunState::Dead);

    let replay = Change::Replay {
        entries: vec![id],
        runs: Replay::Failed,
        served: Vec::new(),
        at: std::time::UNIX_EPOCH,
    };
    store.change(replay).await.unwrap();

    assert_eq!(end(&*store, id, "pay").await, RunState::Done);
    assert_eq!(CALLS.load(SeqCst), 3);
    worker.stop().await;
}

#[tokio::test(start_paused = true)]
async fn handlers_of_one_delivery_fail_alone() {
    let store = Arc::new(MemoryStore::new());
    let log = Log::default();
    let shop = router()
        .on_with(Shop::PAID, async |_: Item| Err::<(), _>(refused()), tries(2))
        .on_with(
            Shop::PAID,
            async |_: Item, State(log): State<Log>| log.note("shipped"),
            named("ship"),
        )
        .with_state(log.clone());
    let worker = Working::on(&store, shop);

    let id = Sent::new("paid", 7, &["pay", "ship"]).accepted(&*store).await;

    assert_eq!(end(&*store, id, "pay").await, RunState::Dead);
    assert_eq!(end(&*store, id, "ship").await, RunState::Done);
    assert_eq!(log.taken(), ["shipped"]);
    worker.stop().await;
}

/// Handles a paid item with `handler`, in at most two attempts, and returns its run.
macro_rules! end_of {
    ($handler:expr) => {{
        let store = Arc::new(MemoryStore::new());
        let policy = tries(2).timeout(30 * SECOND);
        let shop = router().on_with(Shop::PAID, $handler, policy);
        let worker = Working::on(&store, shop.with_state(()));
        let id = Sent::paid(7, "pay").accepted(&*store).await;
        let run = ended(&*store, id, "pay").await;
        worker.stop().await;
        run
    }};
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_a_failure() {
    let run = end_of!(async |_: Item| assert_eq!(1, 2, "this is how it panics"));

    assert_eq!(run.state, RunState::Dead);
    assert_eq!(errors(&run), ["handler panicked", "handler panicked"]);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_takes_too_long_has_failed() {
    let run = end_of!(async |_: Item| pending::<()>().await);

    assert_eq!(run.state, RunState::Dead);
    assert_eq!(errors(&run), ["handler did not end within 30s"; 2]);
}

#[tokio::test(start_paused = true)]
async fn what_a_handler_sets_aside_is_dead_at_once() {
    let run = end_of!(async |_: Item| Outcome::dead_letter("nothing was ordered"));

    assert_eq!((run.state, errors(&run)), (RunState::Dead, vec!["nothing was ordered"]));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_asks_for_a_wait_gets_it() {
    let run = end_of!(async |_: Item, attempt: Attempt| match attempt.tried() {
        1 => Outcome::retry_after(Duration::from_secs(3600)),
        _ => Outcome::Done,
    });

    assert_eq!(run.state, RunState::Done);
    assert_eq!(errors(&run), ["handler asked for a retry"]);
    let wait = run.attempts[1].started_at.duration_since(run.attempts[0].ended_at).unwrap();
    assert!((3600..3602).contains(&wait.as_secs()), "{wait:?}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_no_time_can_hold_is_cut() {
    let store = Arc::new(MemoryStore::new());
    let handler = async |_: Item| Outcome::retry_after(Duration::MAX);
    let shop = router().on_with(Shop::PAID, handler, tries(2));
    let worker = Working::on(&store, shop.with_state(()));
    let id = Sent::paid(7, "pay").accepted(&*store).await;

    let waits = |run: &crate::inbox::Run| run.state == RunState::Retry;
    let run = super::kit::run_when(&*store, id, "pay", waits).await;

    assert!(run.due > Some(run.attempts[0].ended_at + Duration::from_secs(3600)));
    worker.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_panics_when_it_is_dropped_or_shown_is_a_failure_too() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    #[derive(Debug)]
    struct Unshowable;
    impl std::fmt::Display for Unshowable {
        fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            panic!("shown");
        }
    }
    impl std::error::Error for Unshowable {}

    let dropped = end_of!(async |_: Item| {
        let _bomb = Bomb;
        pending::<()>().await;
    });
    let shown = end_of!(async |_: Item| Err::<(), _>(Unshowable));

    assert_eq!(errors(&dropped), ["handler panicked"; 2]);
    assert_eq!(errors(&shown), ["error panicked while it was displayed"; 2]);
}

#[tokio::test(start_paused = true)]
async fn poison_does_not_stop_the_others() {
    async fn pay(item: Item) {
        match item.id {
            1 => panic!("this is how it panics"),
            2 => pending().await,
            _ => {}
        }
    }
    let store = Arc::new(MemoryStore::new());
    let shop = router().on_with(Shop::PAID, pay, tries(1)).with_state(());
    let one_at_a_time = WorkerSettings { concurrency: 1, ..WorkerSettings::default() };
    let worker = Working::with(&store, clock(), vec![served("shop", shop)], one_at_a_time, SECOND);
    let mut ids = Vec::new();
    for id in 1..=4 {
        let sent = Sent::paid(id, "pay");
        let sent = if id == 3 { sent.undecodable() } else { sent };
        ids.push(sent.accepted(&*store).await);
    }

    let mut ends = Vec::new();
    for id in ids {
        ends.push(end(&*store, id, "pay").await);
    }

    assert_eq!(ends, [RunState::Dead, RunState::Dead, RunState::Dead, RunState::Done]);
    worker.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_decoded_is_dead_at_once_and_says_why_without_the_body() {
    let store = Arc::new(MemoryStore::new());
    let worker = Working::on(
        &store,
        router().on_with(Shop::PAID, async |_: Item| {}, named("pay")).with_state(()),
    );

    let id = Sent::paid(7, "pay").undecodable().accepted(&*store).await;
    let run = ended(&*store, id, "pay").await;
    worker.stop().await;

    let told = "event `paid` has an unexpected payload: \
                expected u64 at `/data/id`, found a string (line 1 column 35)";
    assert_eq!((run.state, errors(&run)), (RunState::Dead, vec![told]));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_the_event_has_no_more_is_told_by_name() {
    let store = Arc::new(MemoryStore::new());
    let shop = router().on_with(Shop::LOST, async |_: Item| {}, named("search"));
    let worker = Working::on(&store, shop.with_state(()));

    let id = Sent::paid(7, "search").accepted(&*store).await;
    let run = ended(&*store, id, "search").await;
    worker.stop().await;

    assert_eq!(errors(&run), ["no handler `search` for this event"]);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_the_event_has_no_more_gives_way_to_those_that_it_has() {
    let store = Arc::new(MemoryStore::new());
    let shop = router().on_with(Shop::PAID, async |_: Item| {}, named("pay"));
    let shop = shop.on_with(Shop::LOST, async |_: Item| {}, named("search"));
    let worker = Working::on(&store, shop.with_state(()));

    let id = Sent::paid(7, "search").accepted(&*store).await;
    let states = [end(&*store, id, "search").await, end(&*store, id, "pay").await];
    worker.stop().await;

    assert_eq!(states, [RunState::Done; 2]);
}

async fn route(store: &MemoryStore, sent: Sent) -> EntryId {
    let id = sent.accepted(store).await;
    end(store, id, ROUTE).await;
    id
}

#[tokio::test(start_paused = true)]
async fn what_had_no_handlers_when_it_came_is_routed_and_run() {
    let store = Arc::new(MemoryStore::new());
    let shop = router().on_with(Shop::PAID, async |_: Item| {}, named("pay"));
    let worker = Working::on(&store, shop.with_state(()));

    let id = route(&store, Sent::paid(7, ROUTE)).await;

    assert_eq!(end(&*store, id, ROUTE).await, RunState::Done);
    assert_eq!(end(&*store, id, "pay").await, RunState::Done);
    worker.stop().await;
}

#[tokio::test(start_paused = true)]
async fn the_retries_of_an_endpoint_are_those_of_handlers_that_have_none() {
    let store = Arc::new(MemoryStore::new());
    let shop = router()
        .on_with(Shop::PAID, async |_: Item| Err::<(), _>(refused()), named("own"))
        .on_with(Shop::LOST, async |_: Item| Err::<(), _>(refused()), tries(2));
    let served =
        EndpointConfig { retries: RetryPolicy::never(), ..served("shop", shop.with_state(())) };
    let worker = Working::with(&store, clock(), vec![served], WorkerSettings::default(), SECOND);

    let own = Sent::paid(7, "own").accepted(&*store).await;
    let two = Sent::new("lost", 8, &["pay"]).accepted(&*store).await;

    assert_eq!(ended(&*store, own, "own").await.attempts.len(), 1);
    assert_eq!(ended(&*store, two, "pay").await.attempts.len(), 2);
    worker.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_run_whose_workers_died_in_each_attempt_is_not_run_again() {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    async fn pay(_: Item) {
        CALLS.fetch_add(1, SeqCst);
        pending::<()>().await;
    }
    let store = Arc::new(MemoryStore::new());
    let clock = clock();
    let id = Sent::paid(7, "pay").accepted(&*store).await;
    for died in 1..=3 {
        let shop = router().on_with(Shop::PAID, pay, tries(3).timeout(600 * SECOND));
        let shop = vec![served("shop", shop.with_state(()))];
        let worker = Working::with(&store, clock.clone(), shop, WorkerSettings::default(), SECOND);
        while CALLS.load(SeqCst) < died {
            tokio::time::sleep(SECOND).await;
        }
        worker.kill().await;
    }

    let shop = router().on_with(Shop::PAID, pay, tries(3));
    let shop = vec![served("shop", shop.with_state(()))];
    let worker = Working::with(&store, clock, shop, WorkerSettings::default(), SECOND);
    let run = ended(&*store, id, "pay").await;
    worker.stop().await;

    let results: Vec<_> = run.attempts.iter().map(|attempt| attempt.result).collect();
    let lost = AttemptResult::Lost;
    assert_eq!(results, [lost, lost, lost, AttemptResult::Dead]);
    assert!(errors(&run)[0].starts_with("no attempt is left"), "{:?}", errors(&run));
    assert_eq!(CALLS.load(SeqCst), 3);
}
