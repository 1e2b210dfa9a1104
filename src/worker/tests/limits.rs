//! Tests of concurrency limits and turns.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use super::kit::{Item, Log, SECOND, Sent, Shop, Working, clock, end, router, served};
use crate::{
    Endpoint,
    extract::State,
    inbox::{EntryId, RunState},
    router::HandlerPolicy,
    stores::MemoryStore,
    worker::{EndpointConfig, WorkerSettings},
};

/// The number of running handlers, now and at most.
#[derive(Debug, Clone, Default)]
struct Tide {
    now: Arc<AtomicUsize>,
    high: Arc<AtomicUsize>,
}

impl Tide {
    async fn pass(&self) {
        self.high.fetch_max(self.now.fetch_add(1, SeqCst) + 1, SeqCst);
        tokio::time::sleep(SECOND).await;
        self.now.fetch_sub(1, SeqCst);
    }

    fn high(&self) -> usize {
        self.high.load(SeqCst)
    }
}

/// The water of all, of one handler, and of the other.
type Tides = [Tide; 3];

/// An endpoint with two handlers, of which the second has a limit.
fn shop(tides: Tides, limit: Option<usize>) -> Endpoint<Shop> {
    async fn pay(_: Item, State([all, pay, _]): State<Tides>) {
        tokio::join!(all.pass(), pay.pass());
    }
    async fn ship(_: Item, State([all, _, ship]): State<Tides>) {
        tokio::join!(all.pass(), ship.pass());
    }
    let policy = HandlerPolicy::new().named("ship");
    let policy = limit.map_or(policy.clone(), |limit| policy.concurrency(limit));
    router().on(Shop::PAID, pay).on_with(Shop::PAID, ship, policy).with_state(tides)
}

async fn accept(store: &MemoryStore, endpoint: &str, ids: u64) -> Vec<EntryId> {
    let mut accepted = Vec::new();
    for id in 0..ids {
        let sent = Sent::new("paid", id, &["pay", "ship"]).to(endpoint);
        accepted.push(sent.accepted(store).await);
    }
    accepted
}

async fn all_done(store: &MemoryStore, ids: Vec<EntryId>) {
    for id in ids {
        for handler in ["pay", "ship"] {
            assert_eq!(end(store, id, handler).await, RunState::Done);
        }
    }
}

/// Runs twelve deliveries with these limits in all, of the endpoint and of a handler; tells the
/// high water of all and of that handler.
async fn high_water(in_all: usize, endpoint: usize, handler: Option<usize>) -> (usize, usize) {
    let (store, tides) = (Arc::new(MemoryStore::new()), Tides::default());
    let ids = accept(&store, "shop", 12).await;
    let served =
        EndpointConfig { concurrency: endpoint, ..served("shop", shop(tides.clone(), handler)) };
    let settings = WorkerSettings { concurrency: in_all, ..WorkerSettings::default() };
    let worker = Working::with(&store, clock(), vec![served], settings, SECOND);
    all_done(&store, ids).await;
    worker.stop().await;
    let [all, _, ship] = tides;
    (all.high(), ship.high())
}

#[tokio::test(start_paused = true)]
async fn no_more_run_at_a_time_than_the_limits_say_and_no_fewer() {
    assert_eq!(high_water(5, 64, None).await.0, 5);
    assert_eq!(high_water(64, 3, None).await.0, 3);
    assert_eq!(high_water(64, 64, Some(2)).await, (12 + 2, 2));
    assert_eq!(high_water(64, 64, None).await, (24, 12));
}

#[tokio::test(start_paused = true)]
async fn two_endpoints_share_what_there_is_in_all() {
    let (store, tides) = (Arc::new(MemoryStore::new()), Tides::default());
    let mut ids = accept(&store, "a", 6).await;
    ids.extend(accept(&store, "b", 6).await);
    let served = ["a", "b"].map(|name| served(name, shop(tides.clone(), None)));
    let settings = WorkerSettings { concurrency: 7, ..WorkerSettings::default() };
    let worker = Working::with(&store, clock(), served.into(), settings, SECOND);

    all_done(&store, ids).await;
    worker.stop().await;

    assert_eq!(tides[0].high(), 7);
}

#[tokio::test(start_paused = true)]
async fn more_than_one_batch_is_claimed_without_a_pause() {
    let (store, tides) = (Arc::new(MemoryStore::new()), Tides::default());
    let ids = accept(&store, "shop", 200).await;
    let served = EndpointConfig { concurrency: 500, ..served("shop", shop(tides.clone(), None)) };
    let settings = WorkerSettings { concurrency: 500, ..WorkerSettings::default() };
    let worker = Working::with(&store, clock(), vec![served], settings, SECOND);

    all_done(&store, ids).await;
    worker.stop().await;

    assert_eq!(tides[0].high(), 400);
}

#[tokio::test(start_paused = true)]
async fn a_busy_endpoint_or_handler_does_not_starve_the_others() {
    async fn note(item: Item, State((log, name)): State<(Log, &'static str)>) {
        tokio::time::sleep(SECOND).await;
        log.note(format!("{name} {}", item.id));
    }
    let (store, log) = (Arc::new(MemoryStore::new()), Log::default());
    let endpoint = |name| {
        let shop = router().on_with(Shop::PAID, note, HandlerPolicy::new().named("one"));
        let shop = shop.on_with(Shop::PAID, note, HandlerPolicy::new().named("two"));
        served(name, shop.with_state((log.clone(), name)))
    };
    for id in 0..100 {
        Sent::paid(id, "one").to("busy").accepted(&*store).await;
    }
    let two = Sent::paid(500, "two").to("busy").accepted(&*store).await;
    let quiet = Sent::paid(600, "one").to("quiet").accepted(&*store).await;
    let served = vec![endpoint("busy"), endpoint("quiet")];
    let settings = WorkerSettings { concurrency: 1, ..WorkerSettings::default() };
    let worker = Working::with(&store, clock(), served, settings, SECOND);

    end(&*store, quiet, "one").await;
    end(&*store, two, "two").await;
    worker.stop().await;

    let log = log.taken();
    let place = |of: &str| log.iter().position(|line| line == of).unwrap();
    assert!(place("quiet 600") <= 2, "{log:?}");
    assert!(place("busy 500") <= 8, "{log:?}");
}
