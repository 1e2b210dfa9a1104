//! The usual way to build it oneself: an endpoint that inserts, and workers that poll.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use axum::{Router, routing::post};
use bytes::Bytes;
use hookport::{
    EventRouter, Receiver,
    extract::State,
    inbox::Store,
    stores::postgres::sqlx::{self, PgPool},
};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use tokio::{net::TcpListener, sync::oneshot, task::JoinSet, time::sleep};

use super::{
    endpoint::{Key, key, lines, proved_id, serve_router},
    open, pool,
};
use crate::{
    bare::per_second,
    clients::Connection,
    delivery::{self, ACME, Order, SECRET, Shop},
    rounds,
};

/// Ten seconds of work: what is done must not slow down what comes after it.
const DELIVERIES: usize = 65_536;
const CONNECTIONS: usize = 64;

pub(super) async fn run(url: &str) {
    let pool = pool(url).await;
    for sql in TABLES {
        sqlx::query(sql).execute(&pool).await.expect("a table");
    }
    let names = ["axum, an insert each, a poll loop", "Receiver"];
    let mut rows = names.map(|name| rounds::Row::new(name.to_owned()));
    for round in 0..rounds::number() {
        for contender in [round % 2, (round + 1) % 2] {
            let rate = match contender {
                0 => of_the_loop(&pool).await,
                _ => of_the_receiver(open(url, "against_a_loop").await).await,
            };
            rows[contender].figures.push(rate);
        }
    }
    rounds::print("deliveries/s from the sender to done", &rows);
}

/// Sends all deliveries. Returns when the first was sent.
async fn send(address: SocketAddr) -> Instant {
    let each = DELIVERIES / CONNECTIONS;
    let written = || (0..each).map(|_| delivery::written_out(delivery::next())).collect::<Vec<_>>();
    let all: Vec<_> = (0..CONNECTIONS).map(|_| written()).collect();
    let (start, mut tasks) = (Instant::now(), JoinSet::new());
    for requests in all {
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await;
            for request in requests {
                connection.send(&request).await;
            }
        });
    }
    tasks.join_all().await;
    start
}

async fn of_the_receiver(store: Arc<dyn Store>) -> f64 {
    let handled = Arc::new(AtomicUsize::new(0));
    let shop = EventRouter::new(ACME.secret(SECRET))
        .on(Shop::PAID, on_paid)
        .with_state(Arc::clone(&handled));
    let receiver = Receiver::new(store).endpoint("/shop", shop);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (ending, ended) = oneshot::channel::<()>();
    let serving = tokio::spawn(receiver.serve_on(listener, async { drop(ended.await) }));
    let start = send(address).await;
    wait_for_all(&handled).await;
    // It ends after it has recorded what has ended.
    drop(ending);
    drop(serving.await.expect("a receiver"));
    per_second(DELIVERIES as u64, start.elapsed())
}

async fn on_paid(_: Order, State(handled): State<Arc<AtomicUsize>>) {
    handled.fetch_add(1, Relaxed);
}

async fn of_the_loop(pool: &PgPool) -> f64 {
    let handled = Arc::new(AtomicUsize::new(0));
    let workers: JoinSet<_> =
        (0..WORKERS).map(|_| poll(pool.clone(), Arc::clone(&handled))).collect();
    let router = Router::new().route("/shop", post(insert));
    let (address, _ending) = serve_router(router.with_state((key(), pool.clone()))).await;
    let start = send(address).await;
    wait_for_all(&handled).await;
    drop(workers);
    per_second(DELIVERIES as u64, start.elapsed())
}

async fn wait_for_all(handled: &AtomicUsize) {
    while handled.load(Relaxed) < DELIVERIES {
        sleep(Duration::from_millis(1)).await;
    }
}

async fn insert(
    axum::extract::State((key, pool)): axum::extract::State<(Key, PgPool)>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let Some(id) = proved_id(&key, &headers, &body) else { return StatusCode::UNAUTHORIZED };
    let insert = sqlx::query(INSERT).bind(id).bind(lines(&headers)).bind(&*body);
    insert.execute(&pool).await.expect("a row");
    StatusCode::OK
}

/// Takes some deliveries at a time, handles them and sets them done.
async fn poll(pool: PgPool, handled: Arc<AtomicUsize>) {
    loop {
        let mut transaction = pool.begin().await.expect("a transaction");
        let jobs: Vec<(i64, Vec<u8>)> =
            sqlx::query_as(FIND).fetch_all(&mut *transaction).await.expect("rows");
        if jobs.is_empty() {
            drop(transaction);
            sleep(PAUSE).await;
            continue;
        }
        let mut ids = Vec::new();
        for (id, body) in &jobs {
            let event: Event = serde_json::from_slice(body).expect("an event");
            std::hint::black_box(event.data.number);
            ids.push(*id);
        }
        let done = sqlx::query(DONE).bind(&ids).execute(&mut *transaction);
        done.await.expect("rows");
        transaction.commit().await.expect("a commit");
        handled.fetch_add(ids.len(), Relaxed);
    }
}

#[derive(Deserialize)]
struct Event {
    data: Order,
}

const WORKERS: usize = 4;
const PAUSE: Duration = Duration::from_millis(20);

const TABLES: [&str; 2] = [
    "CREATE TABLE jobs (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sender_id text NOT NULL UNIQUE,
        received_at timestamptz NOT NULL DEFAULT now(), done_at timestamptz, headers bytea NOT NULL,
        body bytea NOT NULL)",
    "CREATE INDEX jobs_open ON jobs (id) WHERE done_at IS NULL",
];

const INSERT: &str = "
    INSERT INTO jobs (sender_id, headers, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

const FIND: &str = "
    SELECT id, body FROM jobs WHERE done_at IS NULL ORDER BY id LIMIT 10 FOR UPDATE SKIP LOCKED";

const DONE: &str = "UPDATE jobs SET done_at = now() WHERE id = ANY($1)";
