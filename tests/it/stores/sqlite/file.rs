//! The file: who may open it, and what happens when it cannot be written.

use std::{fs, sync::Arc, time::Duration};

use hookport::{
    inbox::{
        Accepted, AttemptResult, Change, ClaimRequest, Day, Ended, Filter, Page, Prune, RunState,
        Settled, Settlement, Store, StoreError,
    },
    stores::{
        SqliteStore,
        sqlite::{SqliteOptions, rusqlite::Connection},
    },
};
use tokio::task::JoinSet;

use super::kit::{Shop, ask, at, entry, hold_up};

#[tokio::test]
async fn what_was_accepted_is_there_after_a_restart() {
    let shop = Shop::open().await;
    let id = shop.accept("a").await;
    shop.store.close().await;

    let again = SqliteStore::open(shop.folder.path().join("inbox.db")).await.unwrap();
    let record = Store::read(&again, id).await.unwrap().unwrap();
    assert_eq!(record.delivery.body().as_ref(), b"{}");
    assert_eq!(record.summary.received_at, at(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_may_open_a_new_file_at_the_same_moment() {
    let folder = tempfile::tempdir().unwrap();
    let mut opened = JoinSet::new();
    for _ in 0..8 {
        opened.spawn(SqliteStore::open(folder.path().join("inbox.db")));
    }
    let stores: Vec<_> = opened.join_all().await.into_iter().map(Result::unwrap).collect();

    let first = stores[0].accept(entry("a")).await.unwrap();
    let second = stores[7].accept(entry("a")).await.unwrap();
    assert_eq!(second, Accepted::Duplicate(first.id()));
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused_and_left_as_it_is() {
    let shop = Shop::open().await;
    shop.store.close().await;
    let newer = "INSERT INTO hookport_migrations VALUES (99)";
    shop.connection().execute_batch(newer).unwrap();

    let error = refused(&shop, "inbox.db").await;
    assert_eq!(error, "the file is of a newer version of hookport: 99, this one knows 3");
    let number = "SELECT max(number) FROM hookport_migrations";
    let left: i64 = shop.connection().query_row(number, [], |row| row.get(0)).unwrap();
    assert_eq!(left, 99);
}

#[tokio::test]
async fn a_file_with_a_table_of_our_names_is_refused_and_left_as_it_is() {
    let shop = Shop::open().await;
    let other = shop.folder.path().join("other.db");
    let lap = "CREATE TABLE Hookport_Runs (lap INTEGER)";
    Connection::open(&other).unwrap().execute_batch(lap).unwrap();
    let before = fs::read(&other).unwrap();

    let error = refused(&shop, "other.db").await;
    assert!(error.starts_with("`Hookport_Runs` in the file is not of hookport"), "{error}");
    assert_eq!(fs::read(&other).unwrap(), before);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let shop = Shop::open().await;
    fs::write(shop.folder.path().join("other.db"), "no database at all, but quite long".repeat(99))
        .unwrap();

    assert!(refused(&shop, "other.db").await.contains("not a database"));
}

#[tokio::test]
async fn a_folder_is_no_file_and_a_file_lies_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    for (path, said) in [
        (folder.path().to_owned(), "it is a folder: expected the path of a file".to_owned()),
        (
            folder.path().join("a/b.db"),
            format!("the folder `{}/a` is not there", folder.path().display()),
        ),
    ] {
        let refused = SqliteStore::open(path).await.unwrap_err();
        let cause = std::error::Error::source(&refused).unwrap();
        assert_eq!(cause.to_string(), said);
    }
}

#[tokio::test]
async fn the_file_of_an_application_takes_an_inbox_beside_its_own_tables() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.db");
    let own = "PRAGMA application_id = 7; PRAGMA user_version = 7;
        CREATE TABLE runs (id); CREATE TABLE log (id); CREATE TABLE deliveries (id);";
    Connection::open(&path).unwrap().execute_batch(own).unwrap();

    let store = SqliteStore::open(path).await.unwrap();
    assert!(matches!(store.accept(entry("a")).await, Ok(Accepted::New(_))));
}

#[tokio::test]
async fn while_another_process_writes_the_store_is_unavailable_and_then_goes_on() {
    let shop = Shop::open_with(|options| options.busy_timeout(Duration::from_millis(20))).await;
    let other = shop.connection();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    let refused = shop.store.accept(entry("a")).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert!(matches!(shop.store.change(Change::Probe).await, Err(StoreError::Unavailable(_))));
    let seen = shop.store.list(Filter::default(), Page::first(9)).await.unwrap();
    assert!(seen.entries.is_empty(), "reading goes on");

    other.execute_batch("COMMIT").unwrap();
    assert!(matches!(shop.store.accept(entry("a")).await, Ok(Accepted::New(_))));
    assert_eq!(shop.store.change(Change::Probe).await.unwrap(), 0);
}

#[tokio::test]
async fn the_highest_limits_open_a_file() {
    let most = |options: SqliteOptions| {
        options.queue(usize::MAX).readers(usize::MAX).busy_timeout(Duration::MAX)
    };
    let shop = Shop::open_with(most).await;

    assert!(matches!(shop.store.accept(entry("a")).await, Ok(Accepted::New(_))));
    assert_eq!(shop.store.list(Filter::default(), Page::first(9)).await.unwrap().entries.len(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_was_removed_is_unavailable_until_one_is_there_again() {
    let shop = Shop::open().await;
    let (file, backup) =
        (shop.folder.path().join("inbox.db"), shop.folder.path().join("backup.db"));
    let id = shop.accept("a").await;
    let copy = format!("VACUUM INTO '{}'", backup.display());
    shop.connection().execute_batch(&copy).unwrap();
    for name in ["inbox.db", "inbox.db-wal", "inbox.db-shm"] {
        fs::remove_file(shop.folder.path().join(name)).unwrap();
    }

    let refused = shop.store.accept(entry("b")).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    let unread = Store::read(&shop.store, id).await.map(drop);
    assert!(matches!(unread, Err(StoreError::Unavailable(_))), "{unread:?}");
    assert!(!file.exists(), "it is not made anew");

    fs::rename(backup, file).unwrap();
    assert_eq!(shop.store.accept(entry("a")).await.unwrap(), Accepted::Duplicate(id));
    assert!(matches!(shop.store.accept(entry("b")).await, Ok(Accepted::New(_))));
    assert!(Store::read(&shop.store, id).await.unwrap().is_some());
}

#[tokio::test]
async fn when_the_queue_is_full_deliveries_are_turned_away_and_workers_wait() {
    let shop = Shop::open_with(|options| options.queue(1)).await;
    let held_up = hold_up(&shop.store).await;
    let (first, second, probe, ()) = tokio::join!(
        shop.store.accept(entry("a")),
        shop.store.accept(entry("b")),
        shop.store.change(Change::Probe),
        async { drop(held_up) },
    );

    assert!(matches!(first, Ok(Accepted::New(_))), "{first:?}");
    assert!(matches!(second, Err(StoreError::Busy)), "{second:?}");
    assert_eq!(probe.unwrap(), 0);
}

#[tokio::test]
async fn what_waits_when_the_store_is_closed_is_written() {
    let shop = Shop::open().await;
    let held_up = hold_up(&shop.store).await;
    let (accepted, (), ()) =
        tokio::join!(shop.store.accept(entry("a")), shop.store.close(), async { drop(held_up) },);
    assert!(matches!(accepted, Ok(Accepted::New(_))), "{accepted:?}");

    shop.store.close().await;
    let late = shop.store.accept(entry("b")).await;
    assert!(matches!(late, Err(StoreError::Unavailable(_))), "{late:?}");
    let late = shop.store.list(Filter::default(), Page::first(1)).await;
    assert!(matches!(late, Err(StoreError::Unavailable(_))), "{late:?}");
    let count = "SELECT count(*) FROM hookport_deliveries";
    let kept: i64 = shop.connection().query_row(count, [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 1);
}

#[tokio::test]
async fn a_closed_file_is_whole_also_if_it_was_being_read_and_a_clone_is_held() {
    let shop = Shop::open().await;
    let id = shop.accept("a").await;
    let (tell, reading) = tokio::sync::oneshot::channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let reader = shop.store.clone();
    let read = tokio::spawn(async move {
        let wait = move |db: &Connection| {
            tell.send(()).unwrap();
            // It ends when the sender is dropped.
            let _ = released.recv();
            db.query_row("SELECT count(*) FROM hookport_log", [], |row| row.get::<_, i64>(0))
        };
        reader.query(wait).await
    });
    reading.await.unwrap();

    let clone = shop.store.clone();
    tokio::join!(Store::close(&clone), async { drop(release) });
    assert_eq!(read.await.unwrap().unwrap(), 1, "what reads comes to its end");
    for companion in ["inbox.db-wal", "inbox.db-shm"] {
        assert!(!shop.folder.path().join(companion).exists(), "{companion} is left");
    }
    let copy = shop.folder.path().join("copy.db");
    fs::copy(shop.folder.path().join("inbox.db"), &copy).unwrap();
    let copy = SqliteStore::open(copy).await.unwrap();
    assert!(Store::read(&copy, id).await.unwrap().is_some());
}

#[tokio::test]
async fn a_delivery_that_makes_no_sense_is_dead_and_stops_no_other() {
    let shop = Shop::open().await;
    let (bad, good) = (shop.accept("a").await, shop.accept("b").await);
    let spoil =
        "UPDATE hookport_payloads SET headers = CAST('no header' AS BLOB) WHERE delivery = ?1";
    shop.connection().execute(spoil, [bad.get().cast_signed()]).unwrap();

    let claimed = shop.claim(0).await;
    assert_eq!(claimed.iter().map(|claimed| claimed.lease.entry).collect::<Vec<_>>(), [good]);
    let read = Store::read(&shop.store, bad).await;
    assert!(matches!(read, Err(StoreError::Unexpected(_))), "{read:?}");
    let (overview, usage) = shop.store.overview(Day::of(at(0))..=Day::of(at(0))).await.unwrap();
    assert!(overview.runs.iter().any(|count| count.state == RunState::Dead && count.count == 1));
    assert_eq!(usage[0].tally.dead, 1);
    let error = "SELECT result || ': ' || error FROM hookport_attempts_log WHERE delivery = ?1";
    let error: String =
        shop.connection().query_row(error, [bad.get().cast_signed()], |row| row.get(0)).unwrap();
    assert_eq!(error, format!("{}: malformed headers", AttemptResult::Dead.as_str()));
}

/// The one that writes without a pause is busy nearly all of the time.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn beside_a_process_that_writes_without_a_pause_another_one_is_not_refused() {
    let shop = Shop::open().await;
    let other = SqliteStore::open(shop.folder.path().join("inbox.db")).await.unwrap();
    let mut busy = JoinSet::new();
    for sender in 0..64 {
        let store = shop.store.clone();
        busy.spawn(async move {
            for number in 0.. {
                store.accept(entry(&format!("busy {sender} {number}"))).await.unwrap();
            }
        });
    }
    for number in 0..50 {
        let accepted = other.accept(entry(&format!("other {number}"))).await;
        assert!(matches!(accepted, Ok(Accepted::New(_))), "{number}: {accepted:?}");
    }
    drop(busy);
}

/// Two processes, each with two workers.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn workers_of_two_processes_run_each_run_once() {
    const RUNS: usize = 200;
    let shop = Shop::open().await;
    let other = SqliteStore::open(shop.folder.path().join("inbox.db")).await.unwrap();
    let mut accepting = JoinSet::new();
    for number in 0..RUNS {
        let store = if number % 2 == 0 { shop.store.clone() } else { other.clone() };
        accepting.spawn(async move { store.accept(entry(&number.to_string())).await.unwrap() });
    }
    accepting.join_all().await;

    let mut workers = JoinSet::new();
    for store in [&shop.store, &shop.store, &other, &other] {
        workers.spawn(work(Arc::new(store.clone())));
    }
    let done: usize = workers.join_all().await.into_iter().sum();
    assert_eq!(done, RUNS);
    assert_eq!(shop.cents().await, i64::try_from(RUNS).unwrap());
}

#[tokio::test]
async fn retention_leaves_nothing_of_times_of_which_all_deliveries_are_gone() {
    let shop = Shop::open().await;
    let claimed = shop.claim_new("a").await;
    shop.end(&claimed, Ended::Done).await.unwrap();
    let before = at(10);
    let prune =
        Prune { closed_before: before, dead_before: None, quarantined_before: before, at_most: 9 };
    assert_eq!(shop.store.change(Change::Prune(prune)).await.unwrap(), 1);
    let count = "SELECT count(*) FROM hookport_blocks";
    let left: i64 = shop.connection().query_row(count, [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);

    let id = shop.accept("b").await;
    let of_that_time = Filter::new().received_from(at(0));
    let listing = shop.store.list(of_that_time, Page::first(9)).await.unwrap();
    assert_eq!(listing.entries[0].id, id);
}

/// Another process holds the lock all the while.
#[tokio::test]
async fn a_claim_that_finds_nothing_takes_no_lock_and_writes_nothing() {
    let shop = Shop::open_with(|options| options.busy_timeout(Duration::ZERO)).await;
    let failed = shop.claim_new("a").await;
    let retry = Ended::Retry { due: at(3600), error: "no answer".to_owned() };
    shop.end(&failed, retry).await.unwrap();
    let running = shop.claim_new("b").await;
    let other = shop.connection();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    let claims = shop.store.claim(ask(1)).await.unwrap();
    assert!(claims.claimed.is_empty());
    assert_eq!(claims.next_due, Some(at(10)), "then the lease ends");

    let expired = shop.store.claim(ask(10)).await;
    assert!(matches!(expired, Err(StoreError::Unavailable(_))), "that is to be written");
    other.execute_batch("COMMIT").unwrap();
    let claims = shop.store.claim(ask(10)).await.unwrap();
    assert_eq!(claims.claimed[0].lease.entry, running.lease.entry);
}

/// Claims a few runs at a time until there are none, and tells how many were its own.
async fn work(store: Arc<dyn Store>) -> usize {
    let mut done = 0;
    loop {
        let claims = store.claim(ClaimRequest { at_most: 7, ..ask(0) }).await.unwrap();
        if claims.claimed.is_empty() {
            return done;
        }
        for claimed in claims.claimed {
            super::kit::pay(&super::kit::tx(&claimed).await);
            let (lease, context) = (claimed.lease, claimed.context);
            let settlement = Settlement::new(lease, Ended::Done, at(1), context);
            assert_eq!(store.settle(settlement).await.unwrap(), Settled::Kept);
            done += 1;
        }
    }
}

/// Returns the reason why the file is not opened.
async fn refused(shop: &Shop, name: &str) -> String {
    match SqliteStore::open(shop.folder.path().join(name)).await {
        Err(StoreError::Unavailable(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}
