//! Accept, forward, done: an inbox with a server as its destination, beside a relay that is written by hand and
//! keeps nothing.
//!
//! `cargo run --release`, from this folder. Both prove each delivery, and forward it to the same server in
//! the same process. The relay answers its sender once the server has answered; the inbox answers once the
//! delivery is on the disk, and what is measured ends once its last run is recorded as done.

#[path = "../../inbox/src/clients.rs"]
mod clients;
#[path = "../../inbox/src/delivery.rs"]
#[allow(dead_code, reason = "the benchmark of the inbox uses the rest")]
mod delivery;
mod relay;
#[path = "../../inbox/src/rounds.rs"]
mod rounds;
mod upstream;

use std::{net::SocketAddr, sync::Arc, time::Instant};

use hookport::{
    Receiver,
    destinations::{Destinations, Filter, ForwardTo},
    stores::SqliteStore,
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinSet};

use self::{
    clients::Connection,
    delivery::{ACME, SECRET},
    rounds::{Row, print},
    upstream::Upstream,
};

const CONNECTIONS: [usize; 3] = [8, 64, 256];
const DELIVERIES: usize = 8_000;

#[tokio::main]
async fn main() {
    let rounds = std::env::var("ROUNDS").map_or(5, |rounds| rounds.parse().expect("a number"));
    let upstream = Upstream::start().await;
    for connections in CONNECTIONS {
        let mut rows = ["relay by hand", "inbox and destination"].map(|name| Row {
            name: format!("{name}, {connections} connections"),
            figures: vec![],
        });
        for _ in 0..rounds {
            rows[0].figures.push(through_the_relay(&upstream, connections).await);
            rows[1].figures.push(through_the_inbox(&upstream, connections).await);
        }
        print("deliveries/s", &rows);
    }
}

async fn through_the_relay(upstream: &Upstream, connections: usize) -> f64 {
    let (address, _ending) = relay::serve(upstream.url()).await;
    let (count, start) = send(address, upstream, connections).await;
    per_second(count, start)
}

async fn through_the_inbox(upstream: &Upstream, connections: usize) -> f64 {
    let folder = tempfile::tempdir_in(".").expect("a folder");
    let store = SqliteStore::open(folder.path().join("inbox.db")).await.expect("a store");
    let forward = ForwardTo::new(upstream.url()).build().expect("a destination");
    let shop = Destinations::new(ACME.secret(SECRET)).to("app", Filter::all(), forward).for_inbox();
    let receiver = Receiver::new(Arc::new(store)).endpoint("/shop", shop);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (ending, ended) = oneshot::channel::<()>();
    let serving = tokio::spawn(receiver.serve_on(listener, async { drop(ended.await) }));
    let (count, start) = send(address, upstream, connections).await;
    // It ends after it has recorded what has ended.
    drop(ending);
    drop(serving.await.expect("a receiver"));
    per_second(count, start)
}

/// Sends all deliveries and waits until the server has them. Returns their number, and when the first was sent.
async fn send(address: SocketAddr, upstream: &Upstream, connections: usize) -> (usize, Instant) {
    let requests: Vec<Vec<_>> = (0..connections)
        .map(|_| {
            (0..DELIVERIES / connections).map(|_| delivery::written_out(delivery::next())).collect()
        })
        .collect();
    let count = requests.iter().map(Vec::len).sum();
    let before = upstream.count();
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for requests in requests {
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await;
            for request in &requests {
                connection.send(request).await;
            }
        });
    }
    tasks.join_all().await;
    upstream.has(before + count).await;
    (count, start)
}

#[expect(clippy::cast_precision_loss, reason = "some thousands")]
fn per_second(count: usize, start: Instant) -> f64 {
    count as f64 / start.elapsed().as_secs_f64()
}
