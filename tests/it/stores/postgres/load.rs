//! The load of the database, and a receiver while it is gone.

use std::sync::Arc;

use bytes::Bytes;
use hookport::{
    Receiver,
    inbox::{PoolLoad, Store},
    stores::{PostgresStore, postgres::PostgresOptions},
};
use http::{Request, StatusCode};

use super::delivery;
use crate::kit::{Fsync, Postgres, Running, soon};

fn ready() -> Request<Bytes> {
    Request::get("/readyz").body(Bytes::new()).unwrap()
}

async fn open(server: &Postgres) -> Arc<PostgresStore> {
    let options = PostgresOptions::at(server.url()).schema(server.new_schema());
    Arc::new(options.connections(3).transactions(2).without_listening().open().await.unwrap())
}

#[tokio::test]
async fn the_load_tells_the_connections_of_each_pool_and_the_dead_rows() {
    let store = open(Postgres::shared()).await;
    store.accept(delivery("d1")).await.unwrap();

    let load = store.load().await.unwrap();

    let told: Vec<_> = load.pools.iter().map(|pool| (pool.name, pool.at_most)).collect();
    assert_eq!(told, [("calls", 3), ("transactions", 2)]);
    let [PoolLoad { open, in_use, wait, .. }, transactions] = &load.pools[..] else { panic!() };
    assert!((1..=3).contains(open) && in_use <= open && wait.is_some(), "{load:?}");
    assert_eq!((transactions.open, transactions.in_use, transactions.wait), (0, 0, None));
    assert!(load.dead_rows.is_some());
}

#[tokio::test]
async fn the_health_page_tells_the_load() {
    let store = open(Postgres::shared()).await;
    let running = Running::without_worker(Receiver::new(store.clone()));
    let told =
        async || String::from_utf8(running.answer(ready()).await.into_body().to_vec()).unwrap();

    let lines = told().await;
    let starts =
        ["ready", "connections for calls: ", "connections for transactions: 0 of 2", "queue: "];
    assert_eq!(lines.lines().count(), starts.len(), "{lines}");
    for (line, start) in lines.lines().zip(starts) {
        assert!(line.starts_with(start), "{lines}");
    }
}

#[cfg(feature = "metrics")]
#[tokio::test]
async fn the_gauges_tell_the_load() {
    use hookport::receiver::Gauges;
    use metrics_util::debugging::{DebugValue, DebuggingRecorder};

    let recorder = DebuggingRecorder::new();
    let found = recorder.snapshotter();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let parts = Receiver::new(open(Postgres::shared()).await).into_parts();

    Gauges::of(parts.inbox).look().await;

    let found: Vec<_> = found.snapshot().into_vec();
    let value = |wanted: &str| {
        found.iter().find_map(|(key, _, _, value)| {
            let labels: Vec<_> = key.key().labels().map(metrics::Label::value).collect();
            let DebugValue::Gauge(value) = value else { return None };
            (format!("{} {}", key.key().name(), labels.join(" ")) == wanted).then_some(value.0)
        })
    };
    assert_eq!(value("hookport_pool_connections_limit calls"), Some(3.0));
    assert_eq!(value("hookport_pool_connections transactions in_use"), Some(0.0));
    assert!(value("hookport_pool_connections calls idle").is_some());
    assert!(value("hookport_pool_wait_seconds calls").is_some());
    assert!(value("hookport_queue_dead_rows ").is_some());
}

#[tokio::test]
async fn a_receiver_is_not_ready_while_its_database_is_gone() {
    let server = Postgres::start(Fsync::Off);
    let running = Running::without_worker(Receiver::new(open(&server).await));
    let comes_to = async |status: StatusCode| {
        soon(async {
            while running.status(ready()).await != status {
                tokio::task::yield_now().await;
            }
        })
        .await;
    };
    comes_to(StatusCode::OK).await;

    server.crash();
    comes_to(StatusCode::SERVICE_UNAVAILABLE).await;
    let answer = running.answer(ready()).await;
    assert_eq!(answer.body(), "store is unavailable\n");

    server.start_again();
    comes_to(StatusCode::OK).await;
}
