//! Deliveries that have an order, and what is older than what was handled.

use std::{io, sync::Arc};

use super::kit::{
    Item, Log, SECOND, Sent, Shop, Working, clock, end, refused, router, run, served,
};
use crate::{
    extract::{Attempt, Stale, State},
    inbox::RunState,
    router::{HandlerPolicy, RetryPolicy},
    stores::MemoryStore,
    worker::{EndpointConfig, WorkerSettings},
};

fn pay() -> HandlerPolicy {
    let retries = RetryPolicy::exponential().starting_at(10 * SECOND).at_most(2);
    HandlerPolicy::new().named("pay").retries(retries)
}

#[tokio::test(start_paused = true)]
async fn one_ordering_key_runs_in_order_and_one_at_a_time() {
    async fn slowly(item: Item, State(log): State<Log>) {
        log.note(format!("{} begins", item.id));
        tokio::time::sleep(SECOND).await;
        log.note(format!("{} ends", item.id));
    }
    let (store, log) = (Arc::new(MemoryStore::new()), Log::default());
    let shop = router().on_with(Shop::PAID, slowly, pay()).with_state(log.clone());
    let worker = Working::on(&store, shop);
    let mut last = None;
    for id in 1..=3 {
        last = Some(Sent::paid(id, "pay").ordered("a", false).accepted(&*store).await);
    }

    end(&*store, last.unwrap(), "pay").await;
    worker.stop().await;

    let whole = ["1 begins", "1 ends", "2 begins", "2 ends", "3 begins", "3 ends"];
    assert_eq!(log.taken(), whole);
}

/// Runs two deliveries of one key, of which the first fails once, beside another key.
async fn with_a_failing_first(lets_pass: bool) -> Vec<String> {
    async fn fails_once(
        item: Item,
        State(log): State<Log>,
        attempt: Attempt,
    ) -> Result<(), io::Error> {
        log.note(format!("{} tried {}", item.id, attempt.tried()));
        if item.id == 1 && attempt.tried() == 1 { Err(refused()) } else { Ok(()) }
    }
    fastrand::seed(7);
    let (store, log) = (Arc::new(MemoryStore::new()), Log::default());
    let mut ids = Vec::new();
    for (id, key) in [(1, "a"), (2, "a"), (3, "b")] {
        ids.push(Sent::paid(id, "pay").ordered(key, lets_pass).accepted(&*store).await);
    }
    let shop = router().on_with(Shop::PAID, fails_once, pay()).with_state(log.clone());
    let worker = Working::on(&store, shop);
    for id in ids {
        end(&*store, id, "pay").await;
    }
    worker.stop().await;
    log.taken()
}

#[tokio::test(start_paused = true)]
async fn a_failing_delivery_holds_its_followers_back_and_no_others() {
    let log = with_a_failing_first(false).await;

    assert_eq!(log, ["1 tried 1", "3 tried 1", "1 tried 2", "2 tried 1"]);
}

#[tokio::test(start_paused = true)]
async fn a_failing_delivery_lets_its_followers_pass_where_that_is_asked_for() {
    let log = with_a_failing_first(true).await;

    assert_eq!(log, ["1 tried 1", "3 tried 1", "2 tried 1", "1 tried 2"]);
}

/// Handles version 2, then version 1, and tells what the handler saw, and how it ended.
async fn older_after_newer(runs_stale: bool) -> (Vec<String>, RunState) {
    async fn note(item: Item, State(log): State<Log>, Stale(stale): Stale) {
        log.note(format!("{} stale: {stale}", item.id));
    }
    let (store, log) = (Arc::new(MemoryStore::new()), Log::default());
    let shop = router().on_with(Shop::PAID, note, pay()).with_state(log.clone());
    let served = EndpointConfig { runs_stale, ..served("shop", shop) };
    let worker = Working::with(&store, clock(), vec![served], WorkerSettings::default(), SECOND);

    let newer = Sent::paid(2, "pay").version("a", 2).accepted(&*store).await;
    end(&*store, newer, "pay").await;
    let older = Sent::paid(1, "pay").version("a", 1).accepted(&*store).await;
    end(&*store, older, "pay").await;
    worker.stop().await;

    (log.taken(), run(&*store, older, "pay").await.state)
}

#[tokio::test(start_paused = true)]
async fn what_is_older_than_what_was_handled_is_skipped() {
    let (log, older) = older_after_newer(false).await;

    assert_eq!((log, older), (vec!["2 stale: false".to_owned()], RunState::Stale));
}

#[tokio::test(start_paused = true)]
async fn what_is_older_than_what_was_handled_is_marked_where_that_is_asked_for() {
    let (log, older) = older_after_newer(true).await;

    assert_eq!(log, ["2 stale: false", "1 stale: true"]);
    assert_eq!(older, RunState::Done);
}
