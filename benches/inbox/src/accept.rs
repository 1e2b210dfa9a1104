//! Durable accepts a second: bare rusqlite, the store, and all of it through HTTP.

use std::{
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use hookport::{
    DeliveryParts, EventRouter, Receiver, Trust,
    inbox::{NewEntry, Store},
    stores::SqliteStore,
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinSet};

use crate::{
    bare::{inserts_per_second, per_second},
    clients::Connection,
    delivery::{self, ACME, SECRET, Shop},
    rounds::{Row, print},
};

const CALLERS: [usize; 3] = [1, 8, 64];
const LENGTH: Duration = Duration::from_secs(2);
const ENOUGH: usize = 64_000;

pub(crate) async fn run() {
    let rounds = std::env::var("ROUNDS").map_or(5, |rounds| rounds.parse().expect("a number"));
    let mut rows: Vec<Row> = Vec::new();
    for round in 0..rounds {
        let folder = tempfile::tempdir_in(".").expect("a folder");
        let mut figures = vec![
            (
                "bare rusqlite, a commit each".to_owned(),
                inserts_per_second(folder.path(), 1, LENGTH),
            ),
            (
                "bare rusqlite, 32 in a commit".to_owned(),
                inserts_per_second(folder.path(), 32, LENGTH),
            ),
        ];
        for callers in CALLERS {
            let rate = through_the_store(folder.path(), callers).await;
            figures.push((format!("the store, {callers} callers"), rate));
        }
        for callers in CALLERS {
            let rate = through_http(folder.path(), callers).await;
            figures.push((format!("HTTP, {callers} connections"), rate));
        }
        if round == 0 {
            rows.extend(
                figures.iter().map(|(name, _)| Row { name: name.clone(), figures: Vec::new() }),
            );
        }
        for (row, (_, figure)) in rows.iter_mut().zip(figures) {
            row.figures.push(figure);
        }
    }
    print("accepts/s", &rows);
}

async fn through_the_store(folder: &Path, callers: usize) -> f64 {
    let store = open(folder).await;
    // Made before: what is measured is the accepting.
    let entries: Vec<Vec<_>> = shares(callers, entry);
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for entries in entries {
        let store = Arc::clone(&store);
        tasks.spawn(async move {
            let mut count = 0;
            for entry in entries.into_iter().take_while(|_| start.elapsed() < LENGTH) {
                store.accept(entry).await.expect("an accept");
                count += 1;
            }
            count
        });
    }
    let count = tasks.join_all().await.into_iter().sum();
    per_second(count, start.elapsed())
}

async fn through_http(folder: &Path, connections: usize) -> f64 {
    let (address, ending) = serve(open(folder).await).await;
    let requests = shares(connections, || delivery::written_out(delivery::next()));
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for requests in requests {
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await;
            let mut count = 0;
            for request in requests.iter().take_while(|_| start.elapsed() < LENGTH) {
                connection.send(request).await;
                count += 1;
            }
            count
        });
    }
    let count = tasks.join_all().await.into_iter().sum();
    let rate = per_second(count, start.elapsed());
    drop(ending);
    rate
}

/// As many of them as can be needed, shared out among `callers`.
fn shares<T>(callers: usize, make: impl Fn() -> T) -> Vec<Vec<T>> {
    (0..callers).map(|_| (0..ENOUGH / callers).map(|_| make()).collect()).collect()
}

/// Serves an endpoint whose variant is ignored, so that accepting is all that is done.
async fn serve(store: Arc<SqliteStore>) -> (SocketAddr, oneshot::Sender<()>) {
    let shop = EventRouter::new(ACME.secret(SECRET)).ignore(Shop::PAID).with_state(());
    let receiver = Receiver::new(store).endpoint("/shop", shop);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (ending, ended) = oneshot::channel::<()>();
    tokio::spawn(receiver.serve_on(listener, async { drop(ended.await) }));
    (address, ending)
}

pub(crate) async fn open(folder: &Path) -> Arc<SqliteStore> {
    let path = folder.join(format!("inbox-{}.db", delivery::next()));
    Arc::new(SqliteStore::open(path).await.expect("a store"))
}

/// A delivery to one handler, as the receiver makes it of a request.
pub(crate) fn entry() -> NewEntry {
    let number = delivery::next();
    let request = delivery::signed(number);
    let id = delivery::id(number);
    let mut parts = DeliveryParts::new("acme", Trust::Signed, SystemTime::now(), request);
    (parts.event_name, parts.event_name_is_signed) = (Some("order.paid".into()), true);
    (parts.id, parts.id_is_signed) = (Some(id.clone()), true);
    parts.secret_index = Some(0);
    NewEntry {
        endpoint: "shop".into(),
        key: delivery::key(&id),
        delivery: hookport::Delivery::from_parts(parts, http::Extensions::new()),
        duplicate_within: None,
        counted_as: "order.paid".into(),
        order: None,
        handlers: vec!["paid".into()],
    }
}
