//! Receivers that only accept, and workers that only run.

use std::sync::Arc;

use bytes::Bytes;
use hookport::{
    EventRouter, InboxEndpoint, Receiver, Source, Unknown, WebhookEvent,
    inbox::{EntryState, ROUTE, RunState, Store},
    receiver::Role,
    router::HandlerPolicy,
    stores::MemoryStore,
};
use http::{Request, StatusCode};
use tokio::time::advance;

use super::{
    batches::{MANY, batch, event},
    kit::{on_paid, shop},
    over_tcp::{Serving, exchange, get},
};
use crate::kit::{ACME, Log, Running, SECRET, Shop, acme, paid, router, signed, soon};

/// A receiver and a worker, each with its store.
fn apart([of_receiver, of_worker]: [Arc<dyn Store>; 2], log: &Log) -> [Running; 2] {
    let of = |store, role| Receiver::new(store).endpoint("/shop", shop(log)).role(role);
    [Running::start(of(of_receiver, Role::Receiver)), Running::start(of(of_worker, Role::Worker))]
}

async fn everything_is_done_apart(stores: [Arc<dyn Store>; 2]) {
    let log = Log::default();
    let [receiver, worker] = apart(stores, &log);

    receiver.send("d1", 1).await;
    receiver.send("d1", 1).await;
    receiver.send("d2", 2).await;

    assert_eq!(log.has(2).await.len(), 2);
    soon(async {
        while worker.states().await != [EntryState::Done, EntryState::Done] {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(worker.status(signed(paid("d3", 3))).await, StatusCode::NOT_FOUND);
    for running in [&receiver, &worker] {
        let told = running.answer(page("/readyz")).await;
        assert!(told.body().starts_with(b"ready\n"), "{told:?}");
    }
    worker.stop().await;
    receiver.send("d3", 3).await;
    let runs = receiver.inbox.overview().await.unwrap().runs;
    assert_eq!(runs[0].state, RunState::Received, "the receiver has not run it");
    assert_eq!(receiver.stop().await.finished, 0);
}

#[tokio::test]
async fn a_receiver_accepts_and_a_worker_runs() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    everything_is_done_apart([Arc::clone(&store), store]).await;
}

#[cfg(all(feature = "postgres", unix))]
#[tokio::test]
async fn a_receiver_and_a_worker_share_a_database() {
    use hookport::stores::postgres::PostgresOptions;

    let server = crate::kit::Postgres::shared();
    let schema = server.new_schema();
    let open = || PostgresOptions::at(server.url()).schema(&*schema).connections(4).open();
    let of_receiver = Arc::new(open().await.unwrap());
    everything_is_done_apart([of_receiver, Arc::new(open().await.unwrap())]).await;
}

#[derive(WebhookEvent)]
enum Any {
    #[event(other)]
    Event(Unknown),
}

/// The endpoint of a process that has no handlers.
fn without_handlers(source: Source) -> InboxEndpoint {
    let any = EventRouter::<Any, ()>::new(source).ignore_rest().with_state(());
    InboxEndpoint::new(any).routed_by_workers()
}

#[tokio::test]
async fn a_worker_finds_the_handlers_of_what_a_receiver_without_any_has_kept() {
    let (log, store) = (Log::default(), Arc::new(MemoryStore::default()));
    let receiver = Receiver::new(store.clone()).endpoint("/shop", without_handlers(acme()));
    let receiver = Running::start(receiver.role(Role::Receiver));
    receiver.send("d1", 1).await;
    assert_eq!(&*receiver.inbox.overview().await.unwrap().runs[0].handler, ROUTE);

    let worker = Receiver::new(store).endpoint("/shop", shop(&log)).role(Role::Worker);
    let worker = Running::start(worker);

    worker.comes_to(&[EntryState::Done]).await;
    assert_eq!(log.notes(), ["paid 1"]);
    let handlers: Vec<_> = worker.entry(1).await.runs.into_iter().map(|run| run.handler).collect();
    assert_eq!(handlers.len(), 2, "the search for handlers is a run too: {handlers:?}");
}

#[tokio::test(start_paused = true)]
async fn a_receiver_tells_nothing_of_runs_for_a_handler_that_it_does_not_have() {
    let store = Arc::new(MemoryStore::default());
    let named = |name| {
        let router = router().on_with(Shop::PAID, on_paid, HandlerPolicy::new().named(name));
        Receiver::new(store.clone()).endpoint("/shop", router.with_state(Log::default()))
    };
    Running::without_worker(named("save")).send("d1", 1).await;

    for (role, lines) in [(Role::Receiver, 1), (Role::Worker, 2), (Role::Both, 2)] {
        let running = Running::without_worker(named("keep").role(role));
        advance(std::time::Duration::from_secs(60)).await;
        let told = running.answer(page("/readyz")).await;
        let told = String::from_utf8(told.into_body().to_vec()).unwrap();
        assert_eq!(told.lines().count(), lines, "{role}: {told}");
    }
}

#[tokio::test]
async fn a_receiver_and_a_worker_serve_until_they_are_stopped() {
    let store = Arc::new(MemoryStore::default());
    for (role, status) in [(Role::Receiver, "401"), (Role::Worker, "404")] {
        let receiver = Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()));
        let serving = Serving::start(receiver.role(role)).await;
        let mut stream = serving.connect().await;

        let delivery = b"POST /shop HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(exchange(&mut stream, delivery).await, status, "{role}");
        let mut stream = serving.connect().await;
        assert_eq!(exchange(&mut stream, &get("/readyz")).await, "200", "{role}");

        assert_eq!(serving.stop().await.left, 0);
    }
}

#[tokio::test]
async fn the_events_of_a_batch_and_what_is_proved_later_are_left_to_workers_too() {
    let store = Arc::new(MemoryStore::default());
    let of = |source: Source| {
        let endpoint = without_handlers(source).quarantine_at_most(1);
        let receiver = Receiver::new(store.clone()).endpoint("/shop", endpoint);
        Running::start(receiver.role(Role::Receiver))
    };
    let events = [event("e1", 1), event("e2", 2)];
    assert_eq!(of(MANY.secret(SECRET)).status(batch(&events)).await, StatusCode::NO_CONTENT);

    let mistaken = of(ACME.secret("the wrong one"));
    assert_eq!(mistaken.status(signed(paid("d1", 1))).await, StatusCode::UNAUTHORIZED);
    mistaken.stop().await;
    soon(Box::pin(async {
        let right = of(acme());
        while right.inbox.reverify("shop").await.unwrap().proved == 0 {
            tokio::task::yield_now().await;
        }
    }))
    .await;

    let running = of(acme());
    let runs = running.inbox.overview().await.unwrap().runs;
    assert_eq!((&*runs[0].handler, runs[0].count, runs.len()), (ROUTE, 3, 1));
}

fn page(path: &str) -> Request<Bytes> {
    Request::get(path).body(Bytes::new()).unwrap()
}
