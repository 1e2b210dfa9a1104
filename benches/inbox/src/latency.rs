//! From the sender's first byte to the end of the handler, and the accepts a second meanwhile.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use hookport::{EventRouter, Receiver, extract::State, inbox::Store};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    task::JoinSet,
};

use crate::{
    accept::open,
    bare::per_second,
    clients::Connection,
    delivery::{self, ACME, Order, SECRET, Shop},
    rounds::quantile,
};

const LENGTH: Duration = Duration::from_secs(3);

type Done = mpsc::UnboundedSender<(u64, Instant)>;

pub(crate) async fn run() {
    print_head();
    for connections in [1, 8, 64] {
        let folder = tempfile::tempdir_in(".").expect("a folder");
        print(open(folder.path()).await, connections).await;
    }
}

pub(crate) fn print_head() {
    println!("\n| connections | accepts/s | accept-to-done p50 | p99 |\n|---|---|---|---|");
}

/// Measures a store with so many connections.
pub(crate) async fn print(store: Arc<dyn Store>, connections: usize) {
    let (rate, millis) = measure(store, connections).await;
    let [p50, p99] = [0.5, 0.99].map(|share| quantile(&millis, share));
    println!("| {connections} | {rate:.0} | {p50:.2} ms | {p99:.2} ms |");
}

/// Accepts a second, and the milliseconds of each delivery.
async fn measure(store: Arc<dyn Store>, connections: usize) -> (f64, Vec<f64>) {
    let (sender, mut done) = mpsc::unbounded_channel();
    let shop = EventRouter::new(ACME.secret(SECRET)).on(Shop::PAID, on_paid).with_state(sender);
    let receiver = Receiver::new(store).endpoint("/shop", shop);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (ending, ended) = oneshot::channel::<()>();
    tokio::spawn(receiver.serve_on(listener, async { drop(ended.await) }));

    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await;
            let mut sent = Vec::new();
            while start.elapsed() < LENGTH {
                let number = delivery::next();
                let at = Instant::now();
                connection.send(&delivery::written_out(number)).await;
                sent.push((number, at));
            }
            sent
        });
    }
    let sent: Vec<(u64, Instant)> = tasks.join_all().await.into_iter().flatten().collect();
    let rate = per_second(sent.len() as u64, start.elapsed());
    let sent: std::collections::HashMap<u64, Instant> = sent.into_iter().collect();
    let mut millis = Vec::new();
    while millis.len() < sent.len() {
        let (number, at) = done.recv().await.expect("the handlers go on");
        millis.push((at - sent[&number]).as_secs_f64() * 1000.0);
    }
    drop(ending);
    (rate, millis)
}

async fn on_paid(order: Order, State(done): State<Done>) {
    done.send((order.number, Instant::now())).expect("somebody listens");
}
