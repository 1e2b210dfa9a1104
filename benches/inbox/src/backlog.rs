//! A backlog that is drained while senders go on, and the rest after it.

use std::{
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use hookport::{
    EventRouter, Receiver, extract::State, inbox::Store, router::HandlerPolicy, stores::SqliteStore,
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinSet, time::sleep};

use crate::{
    accept::entry,
    bare::per_second,
    claims::resident_megabytes,
    clients::Connection,
    delivery::{self, ACME, Order, SECRET, Shop},
    rounds::quantile,
    usage::busy,
};

/// Fills a file with so many open runs, then drains it. Either is a process of its own: what
/// filling takes is not the memory of a receiver.
pub(crate) fn run(runs: usize) {
    let folder = tempfile::tempdir_in(".").expect("a folder");
    for step in ["fill-backlog", "drain-backlog"] {
        let this = std::env::current_exe().expect("this program");
        let mut command = Command::new(this);
        let status = command.args([step, &runs.to_string()]).arg(folder.path()).status();
        assert!(status.expect("it starts").success(), "{step}");
    }
}

pub(crate) async fn fill(runs: usize, folder: &Path) {
    let store = open(folder).await;
    let mut left = runs;
    while left > 0 {
        let group = left.min(512);
        let accepts = (0..group).map(|_| {
            let store = Arc::clone(&store);
            async move {
                store.accept(entry()).await.expect("an accept");
            }
        });
        accepts.collect::<JoinSet<()>>().join_all().await;
        left -= group;
    }
    store.close().await;
}

pub(crate) async fn drain(runs: usize, folder: &Path) {
    let handled = Arc::new(AtomicUsize::new(0));
    let shop = EventRouter::new(ACME.secret(SECRET))
        .on_with(Shop::PAID, on_paid, HandlerPolicy::new().named("paid"))
        .with_state(Arc::clone(&handled));
    let receiver = Receiver::new(open(folder).await).endpoint("/shop", shop);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (ending, ended) = oneshot::channel::<()>();
    let (start, drained) = (Instant::now(), Arc::new(AtomicBool::new(false)));
    let serving = tokio::spawn(receiver.serve_on(listener, async { drop(ended.await) }));
    let senders = (0..SENDERS).map(|_| send_until(Connection::open(address), Arc::clone(&drained)));
    let senders: JoinSet<_> = senders.collect();

    let mut most_memory = 0;
    while handled.load(Relaxed) < runs {
        most_memory = most_memory.max(resident_megabytes());
        sleep(Duration::from_millis(20)).await;
    }
    let rate = per_second(handled.load(Relaxed) as u64, start.elapsed());
    drained.store(true, Relaxed);
    let millis: Vec<f64> = senders.join_all().await.into_iter().flatten().collect();
    let [p50, p99] = [0.5, 0.99].map(|share| quantile(&millis, share));
    println!(
        "\n| runs | drained | accepts meanwhile | p50 | p99 | resident memory | at rest |\n\
         |---|---|---|---|---|---|---|"
    );
    println!(
        "| {runs} | {rate:.0}/s | {} | {p50:.1} ms | {p99:.1} ms | {most_memory} MB | {:.3} % of a core |",
        millis.len(),
        at_rest().await * 100.0
    );
    drop(ending);
    drop(serving.await.expect("it ends"));
}

/// The share of a core that this process takes while nothing is to be done.
async fn at_rest() -> f64 {
    sleep(SETTLE).await;
    let before = busy();
    sleep(REST).await;
    (busy() - before).as_secs_f64() / REST.as_secs_f64()
}

/// Sends one delivery after the other, with pauses; the milliseconds of each.
async fn send_until(
    connection: impl Future<Output = Connection>,
    drained: Arc<AtomicBool>,
) -> Vec<f64> {
    let (mut connection, mut millis) = (connection.await, Vec::new());
    while !drained.load(Relaxed) {
        let request = delivery::written_out(delivery::next());
        let at = Instant::now();
        connection.send(&request).await;
        millis.push(at.elapsed().as_secs_f64() * 1000.0);
        sleep(PAUSE).await;
    }
    millis
}

async fn open(folder: &Path) -> Arc<SqliteStore> {
    Arc::new(SqliteStore::open(folder.join("inbox.db")).await.expect("a store"))
}

async fn on_paid(_: Order, State(handled): State<Arc<AtomicUsize>>) {
    handled.fetch_add(1, Relaxed);
}

const SENDERS: usize = 8;
const PAUSE: Duration = Duration::from_millis(20);
const SETTLE: Duration = Duration::from_secs(15);
const REST: Duration = Duration::from_secs(30);
