//! An inbox that is copied from a file to a database goes on there.

use std::{
    future::poll_fn,
    path::{Path, PathBuf},
    pin::pin,
    sync::Arc,
    task::Poll,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use hookport::{
    Delivery, DeliveryParts, Trust,
    inbox::{
        Change, ClaimRequest, Claimed, Day, Ended, EntryId, Key, NewEntry, Order, Quota,
        Settlement, Store,
    },
    stores::{
        SqliteStore,
        copy::{Copied, CopyError, CopyStep, sqlite_to_postgres},
        postgres::{PostgresOptions, sqlx},
    },
};
use http::{Extensions, Request};
use proptest::{collection::vec, prelude::*};
use rusqlite::config::DbConfig;
use tempfile::TempDir;

use super::model::{self, Pair, shown};
use crate::kit::Postgres;

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 500, ..ProptestConfig::with_cases(8) })]

    #[test]
    fn an_inbox_goes_on_in_the_database_as_in_the_file(
        before in vec(model::step(), 1..60),
        after in vec(model::step(), 1..30),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let move_ = Move::new();
            let mut pair = Pair::new(move_.file()).await;
            for step in &before {
                pair.take(step).await;
            }
            pair.other.close().await;
            move_.copy().await.unwrap();
            pair.go_on_in(move_.database()).await;
            for step in &after {
                pair.take(step).await;
            }
            pair.other.close().await;
        });
    }
}

/// A file, and the schema that it is copied to.
struct Move {
    folder: TempDir,
    schema: String,
}

impl Move {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, schema: Postgres::shared().new_schema() }
    }

    /// With an inbox that has runs in several states.
    async fn of_some() -> Self {
        let new = Self::new();
        let store = SqliteStore::open(new.path()).await.unwrap();
        fill(&store).await;
        store.close().await;
        new
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("inbox.db")
    }

    fn to(&self) -> PostgresOptions {
        PostgresOptions::at(Postgres::shared().url()).schema(&*self.schema).connections(2)
    }

    fn file(&self) -> model::Open {
        let path = self.path();
        Box::new(move || {
            let path = path.clone();
            Box::pin(async move {
                let store: Arc<dyn Store> = Arc::new(SqliteStore::open(path).await.unwrap());
                store
            })
        })
    }

    fn database(&self) -> model::Open {
        let to = self.to();
        Box::new(move || {
            let to = to.clone();
            Box::pin(async move {
                let store: Arc<dyn Store> = Arc::new(to.open().await.unwrap());
                store
            })
        })
    }

    async fn copy(&self) -> Result<Copied, CopyError> {
        sqlite_to_postgres(self.path(), self.to(), |_| {}).await
    }

    /// Copies until it was told of its progress so often. Returns `None` if it is dropped then.
    async fn copy_in_part(&self, steps: usize) -> Option<Result<Copied, CopyError>> {
        let mut told = 0;
        let (stop, stopped) = std::sync::mpsc::channel();
        let on_progress = move |_| {
            told += 1;
            if told == steps {
                stop.send(()).unwrap();
            }
        };
        let mut copying = pin!(sqlite_to_postgres(self.path(), self.to(), on_progress));
        poll_fn(|cx| match copying.as_mut().poll(cx) {
            Poll::Ready(ended) => Poll::Ready(Some(ended)),
            Poll::Pending if stopped.try_recv().is_ok() => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        })
        .await
    }

    /// Both are the same to whoever looks.
    async fn is_shown_as_it_was(&self) {
        let (file, database) = ((self.file())().await, (self.database())().await);
        assert_eq!(shown(&*file).await, shown(&*database).await);
        file.close().await;
        database.close().await;
    }
}

#[tokio::test]
async fn a_copy_that_is_interrupted_goes_on_where_it_was() {
    let moved = Move::of_some().await;
    let mut steps = 2;
    let copied = loop {
        match moved.copy_in_part(steps).await {
            Some(ended) => break ended.unwrap(),
            None => steps += 1,
        }
    };

    assert!(steps > 10, "it was interrupted after each of its transactions");
    assert!(copied.written_before > 0 && copied.written_before <= copied.rows());
    moved.is_shown_as_it_was().await;
}

#[tokio::test]
async fn a_copy_that_was_made_says_so_and_does_nothing_more() {
    let moved = Move::of_some().await;
    let first = moved.copy().await.unwrap();
    assert_eq!((first.finished_before, first.written_before), (None, 0));
    let database = moved.to().open().await.unwrap();
    database.accept(delivery("later", 0)).await.unwrap();

    let again = moved.copy().await.unwrap();

    let ago = SystemTime::now().duration_since(again.finished_before.unwrap()).unwrap();
    assert!(ago < Duration::from_secs(60) && again.tables.is_empty(), "{again:?}");
}

#[tokio::test]
async fn no_receiver_opens_a_copy_that_is_not_finished() {
    let moved = Move::of_some().await;
    assert!(moved.copy_in_part(4).await.is_none());

    let refused = moved.to().open().await.unwrap_err();

    let said = format!("{refused:?}");
    assert!(said.contains("`hookport inbox copy FROM TO` goes on with it"), "{said}");
    moved.copy().await.unwrap();
    moved.to().open().await.unwrap().close().await;
}

#[tokio::test]
async fn a_file_that_is_open_is_not_copied() {
    let moved = Move::of_some().await;
    let store = SqliteStore::open(moved.path()).await.unwrap();

    let refused = moved.copy().await.unwrap_err();

    assert!(matches!(refused, CopyError::InUse { .. }), "{refused:?}");
    store.close().await;
    moved.copy().await.unwrap();
}

#[tokio::test]
async fn nobody_opens_the_file_while_it_is_copied() {
    let moved = Move::of_some().await;
    let (path, to) = (moved.path(), moved.to());
    let mut refusals = 0;
    let copying = sqlite_to_postgres(moved.path(), to, |progress| {
        if progress.step == CopyStep::Copying {
            let path = path.clone();
            let open = std::thread::spawn(move || {
                let options = hookport::stores::sqlite::SqliteOptions::at(path);
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                runtime.block_on(options.busy_timeout(Duration::ZERO).open()).is_err()
            });
            refusals += usize::from(open.join().unwrap());
        }
    });

    copying.await.unwrap();

    assert!(refusals > 5, "{refusals}");
    SqliteStore::open(&path).await.unwrap().close().await;
}

#[tokio::test]
async fn an_inbox_in_the_database_is_not_copied_over() {
    let moved = Move::of_some().await;
    let database = moved.to().open().await.unwrap();
    database.accept(delivery("own", 0)).await.unwrap();

    let refused = moved.copy().await.unwrap_err();

    assert!(matches!(refused, CopyError::NotEmpty { .. }), "{refused:?}");
    assert_eq!(database.read(EntryId::new(1)).await.unwrap().unwrap().runs.len(), 1);
}

#[tokio::test]
async fn a_copy_does_not_go_on_with_a_file_that_has_changed() {
    let moved = Move::of_some().await;
    let before = std::fs::read(moved.path()).unwrap();
    for change in [
        Change::Pause { endpoint: "shop".into() },
        Change::Cancel { entries: vec![EntryId::new(4)], at: SystemTime::now() },
    ] {
        let moved = Move::new();
        std::fs::write(moved.path(), &before).unwrap();
        assert!(moved.copy_in_part(6).await.is_none());
        let store = SqliteStore::open(moved.path()).await.unwrap();
        store.change(change).await.unwrap();
        store.close().await;

        let refused = moved.copy().await.unwrap_err();

        assert!(matches!(refused, CopyError::Another { .. }), "{refused:?}");
    }
}

#[tokio::test]
async fn what_differs_at_the_end_is_told_and_no_receiver_opens_it() {
    for (change, table) in [
        ("UPDATE payloads SET body = '\\x00' WHERE delivery = 2", "payloads"),
        ("DELETE FROM deliveries WHERE id = 3", "deliveries"),
        ("UPDATE queue SET stops = NOT stops", "queue"),
    ] {
        let moved = Move::of_some().await;
        // The last table.
        while moved.copy_in_part(9).await.is_some() {}
        moved.execute(change).await;

        let differs = moved.copy().await.unwrap_err();

        assert!(
            matches!(differs, CopyError::Differs { table: it, .. } if it == table),
            "{differs:?}"
        );
        assert!(moved.to().open().await.is_err());
    }
}

#[tokio::test]
async fn a_second_copy_that_writes_to_the_schema_stops_the_first() {
    let moved = Move::of_some().await;
    let write = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(moved.execute("UPDATE copy SET rows = rows + 1 WHERE in_table = 'kinds'"));
    };
    let copying = sqlite_to_postgres(moved.path(), moved.to(), |_| {
        std::thread::scope(|threads| threads.spawn(write).join().unwrap());
    });

    let refused = copying.await.unwrap_err();

    assert!(matches!(refused, CopyError::Rival { .. }), "{refused:?}");
}

#[tokio::test]
async fn times_become_those_of_the_clock_of_the_database() {
    const AHEAD: Duration = Duration::from_secs(3600);
    let moved = Move::new();
    let now = || SystemTime::now() + AHEAD;
    let store = SqliteStore::open(moved.path()).await.unwrap();
    let mut late = delivery("a", 0);
    let mut parts = late.delivery.parts().clone();
    parts.received_at = now();
    late.delivery = Delivery::from_parts(parts, Extensions::new());
    store.accept(late).await.unwrap();
    let claimed = claim(&store, now()).await.remove(0);
    let due = now() + Duration::from_secs(60);
    end(&store, claimed, Ended::Retry { due, error: "no".to_owned() }, now()).await;
    store.close().await;

    sqlite_to_postgres(moved.path(), moved.to().clock(now), |_| {}).await.unwrap();

    let right = moved.to().open().await.unwrap();
    assert!(claim(&right, SystemTime::now()).await.is_empty());
    assert_eq!(claim(&right, SystemTime::now() + Duration::from_secs(65)).await.len(), 1);
    let received = right.read(EntryId::new(1)).await.unwrap().unwrap().summary.received_at;
    assert!(received <= SystemTime::now(), "{received:?}");
}

#[tokio::test]
async fn a_file_stays_as_it_was() {
    let moved = Move::of_some().await;
    let files = || {
        let files = std::fs::read_dir(moved.folder.path()).unwrap();
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        files.into_iter().map(|file| (std::fs::read(&file).unwrap(), file)).collect::<Vec<_>>()
    };
    let before = files();
    assert_eq!(before.len(), 1, "there is no `-wal`");

    moved.copy().await.unwrap();

    assert!(files() == before);
}

#[tokio::test]
async fn what_a_kill_has_left_in_the_wal_is_copied_and_stays_there() {
    let moved = Move::of_some().await;
    let killed = rusqlite::Connection::open(moved.path()).unwrap();
    // As a process that has no time to move it into the file.
    killed.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
    killed.execute("UPDATE hookport_endpoints SET paused = 1", ()).unwrap();
    drop(killed);
    let files = || ["", "-wal"].map(|end| std::fs::read(with_end(&moved.path(), end)).unwrap());
    let before = files();
    assert!(!before[1].is_empty());

    moved.copy().await.unwrap();

    assert!(files() == before);
    let database = moved.to().open().await.unwrap();
    let (overview, _) = database.overview(Day::from_number(0)..=Day::from_number(0)).await.unwrap();
    assert_eq!(overview.paused, ["shop".into()]);
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    format!("{}{end}", path.display()).into()
}

/// Deliveries of one ordering key and of none, with odd texts and a long body: done, dead, to be tried again,
/// running, held and received.
pub(super) async fn fill(store: &dyn Store) {
    let now = SystemTime::now();
    for (key, ended) in [
        ("done", Ended::Done),
        ("dead", Ended::Dead { error: "\0".to_owned() }),
        ("late", Ended::Retry { due: now + Duration::from_secs(900), error: String::new() }),
    ] {
        store.accept(delivery(key, 10)).await.unwrap();
        let claimed = claim(store, now).await.remove(0);
        end(store, claimed, ended, now).await;
    }
    for key in ["running", "held"] {
        let order = Some(Order::by("\0 of \u{10fffd}"));
        store.accept(NewEntry { order, ..delivery(key, 5_000_000) }).await.unwrap();
    }
    assert_eq!(claim(store, now).await.len(), 1);
    store.accept(delivery("received", 0)).await.unwrap();
}

pub(super) async fn claim(store: &dyn Store, now: SystemTime) -> Vec<Claimed> {
    let shop = Quota { endpoint: "shop".into(), at_most: 9, handlers: vec![("ship".into(), 9)] };
    let lease = Duration::from_secs(60);
    let request = ClaimRequest { at_most: 9, quotas: vec![shop], now, lease };
    store.claim(request).await.unwrap().claimed
}

pub(super) async fn end(store: &dyn Store, claimed: Claimed, ended: Ended, now: SystemTime) {
    let settlement = Settlement::new(claimed.lease, ended, now, Extensions::new());
    store.settle(settlement).await.unwrap();
}

pub(super) fn delivery(key: &str, length: usize) -> NewEntry {
    let request = Request::post("/").body(Bytes::from(vec![b'a'; length])).unwrap();
    let mut parts = DeliveryParts::new("acme", Trust::Signed, SystemTime::now(), request);
    parts.id = Some(format!("{key} \0 \u{10fffd}"));
    NewEntry {
        endpoint: "shop".into(),
        key: Key::of("test", [key]),
        delivery: Delivery::from_parts(parts, Extensions::new()),
        duplicate_within: None,
        counted_as: "order.paid".into(),
        order: None,
        handlers: vec!["ship".into()],
    }
}

impl Move {
    /// Executes a statement in the schema.
    async fn execute(&self, statement: &'static str) {
        use sqlx::{Connection, Executor};

        let url = Postgres::shared().url();
        let mut db = sqlx::PgConnection::connect(url).await.unwrap();
        let path = format!("SET search_path = {}", self.schema);
        db.execute(sqlx::query(Box::leak(path.into_boxed_str()))).await.unwrap();
        db.execute(statement).await.unwrap();
        db.close().await.unwrap();
    }
}
