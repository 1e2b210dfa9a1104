//! The tools that the tests are written with.

use std::{
    convert::Infallible,
    path::PathBuf,
    sync::{Arc, mpsc},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use hookport::{
    Delivery, DeliveryParts, Trust,
    extract::FromDelivery,
    inbox::{
        ClaimRequest, Claimed, Ended, EntryId, Key, NewEntry, Quota, RunState, Settled, Settlement,
        Store, StoreError,
    },
    stores::{
        SqliteStore,
        sqlite::{
            SqliteOptions, Tx,
            rusqlite::{self, Connection, Transaction},
        },
    },
};
use http::{Extensions, Request};
use tokio::sync::oneshot;

/// A store in a folder of its own, and what a person and a worker do with it.
pub(super) struct Shop {
    pub(super) folder: tempfile::TempDir,
    pub(super) store: SqliteStore,
}

impl Shop {
    /// With a table of its own, of accounts without money.
    pub(super) async fn open() -> Self {
        Self::open_with(|options| options).await
    }

    pub(super) async fn open_with(set: impl FnOnce(SqliteOptions) -> SqliteOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteOptions::at(folder.path().join("inbox.db"));
        let store = set(options).open().await.unwrap();
        let tables = "CREATE TABLE accounts (id INTEGER PRIMARY KEY, cents INTEGER NOT NULL);
                      INSERT INTO accounts VALUES (1, 0), (2, 0);";
        store.write(|db| db.execute_batch(tables)).await.unwrap();
        Self { folder, store }
    }

    /// The file, as another program sees it.
    pub(super) fn connection(&self) -> Connection {
        Connection::open(self.folder.path().join("inbox.db")).unwrap()
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("inbox.db")
    }

    pub(super) async fn accept(&self, key: &str) -> EntryId {
        self.store.accept(entry(key)).await.unwrap().id()
    }

    pub(super) async fn claim(&self, seconds: u64) -> Vec<Claimed> {
        self.store.claim(ask(seconds)).await.unwrap().claimed
    }

    /// Accepts a delivery, and claims its run.
    pub(super) async fn claim_new(&self, key: &str) -> Claimed {
        self.accept(key).await;
        self.claim(0).await.pop().unwrap()
    }

    pub(super) async fn end(&self, claimed: &Claimed, ended: Ended) -> Result<Settled, StoreError> {
        let (lease, context) = (claimed.lease.clone(), claimed.context.clone());
        self.store.settle(Settlement::new(lease, ended, at(1), context)).await
    }

    pub(super) async fn state(&self, id: EntryId) -> RunState {
        Store::read(&self.store, id).await.unwrap().unwrap().runs[0].state
    }

    pub(super) async fn cents(&self) -> i64 {
        let sum = |db: &Connection| -> rusqlite::Result<i64> {
            db.query_row("SELECT sum(cents) FROM accounts", [], |row| row.get(0))
        };
        self.store.query(sum).await.unwrap()
    }
}

/// The transaction that a handler of this claim gets.
pub(super) async fn tx(claimed: &Claimed) -> Tx {
    let delivery = Delivery::from_parts(claimed.delivery.clone(), claimed.context.clone());
    Tx::from_delivery(&delivery, &()).await.unwrap()
}

/// Pays a cent when the handler is done.
pub(super) fn pay(tx: &Tx) {
    tx.defer(|db| db.execute("UPDATE accounts SET cents = cents + 1 WHERE id = 1", []).map(drop));
}

/// Holds the writer up until what it returns is dropped: what is asked for meanwhile comes into one
/// commit.
pub(super) async fn hold_up(store: &SqliteStore) -> mpsc::Sender<()> {
    let (release, released) = mpsc::channel();
    let (tell, waiting) = oneshot::channel();
    let store = store.clone();
    tokio::spawn(async move {
        let wait = move |_: &Transaction<'_>| {
            tell.send(()).unwrap();
            // It ends when the sender is dropped.
            released.recv().map_or(Ok::<_, Infallible>(()), Ok)
        };
        store.write(wait).await
    });
    waiting.await.unwrap();
    release
}

/// All runs of the shop, for ten seconds from this one on.
pub(super) fn ask(seconds: u64) -> ClaimRequest {
    let handlers = vec![(Arc::from("pay"), 100)];
    let quotas = vec![Quota { endpoint: "shop".into(), at_most: 100, handlers }];
    ClaimRequest { at_most: 100, quotas, now: at(seconds), lease: Duration::from_secs(10) }
}

pub(super) fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_700_000_000 + seconds)
}

/// A delivery that one handler pays.
pub(super) fn entry(key: &str) -> NewEntry {
    let request = Request::post("/shop").body(Bytes::from_static(b"{}")).unwrap();
    let mut parts = DeliveryParts::new("acme", Trust::Signed, at(0), request);
    (parts.event_name, parts.event_name_is_signed) = (Some("order.paid".into()), true);
    (parts.id, parts.id_is_signed) = (Some(key.to_owned()), true);
    parts.secret_index = Some(0);
    NewEntry {
        endpoint: "shop".into(),
        key: Key::of("test", [key]),
        delivery: Delivery::from_parts(parts, Extensions::new()),
        duplicate_within: None,
        counted_as: "order.paid".into(),
        order: None,
        handlers: vec!["pay".into()],
    }
}
