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
    rounds::{self, Row, print},
};

const CALLERS: [usize; 3] = [1, 8, 64];
pub(crate) const LENGTH: Duration = Duration::from_secs(2);
const ENOUGH: usize = 64_000;

pub(crate) async fn run() {
    let mut rows: Vec<Row> = Vec::new();
    for round in 0..rounds::number() {
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
            let rate = accepts_per_second(&open(folder.path()).await, callers).await;
            figures.push((format!("the store, {callers} callers"), rate));
        }
        for callers in CALLERS {
            let (address, _ending) = serve(open(folder.path()).await).await;
            let rate = requests_per_second(address, callers).await;
            figures.push((format!("HTTP, {callers} connections"), rate));
        }
        if round == 0 {
            rows.extend(figures.iter().map(|(name, _)| Row::new(name.clone())));
        }
        for (row, (_, figure)) in rows.iter_mut().zip(figures) {
            row.figures.push(figure);
        }
    }
    print("accepts/s", &rows);
}

pub(crate) async fn accepts_per_second(store: &Arc<dyn Store>, callers: usize) -> f64 {
    // Made before: what is measured is the accepting.
    let entries: Vec<Vec<_>> = shares(callers, entry);
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for entries in entries {
        let store = Arc::clone(store);
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

pub(crate) async fn requests_per_second(address: SocketAddr, connections: usize) -> f64 {
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
    per_second(count, start.elapsed())
}

/// As many of them as can be needed, shared out among `callers`.
pub(crate) fn shares<T>(callers: usize, make: impl Fn() -> T) -> Vec<Vec<T>> {
    (0..callers).map(|_| (0..ENOUGH / callers).map(|_| make()).collect()).collect()
}

/// Serves an endpoint whose variant is ignored, so that accepting is all that is done.
pub(crate) async fn serve(store: Arc<dyn Store>) -> (SocketAddr, oneshot::Sender<()>) {
    let shop = EventRouter::new(ACME.secret(SECRET)).ignore(Shop::PAID).with_state(());
    let receiver = Receiver::new(store).endpoint("/shop", shop);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (ending, ended) = oneshot::channel::<()>();
    tokio::spawn(receiver.serve_on(listener, async { drop(ended.await) }));
    (address, ending)
}

pub(crate) async fn open(folder: &Path) -> Arc<dyn Store> {
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
