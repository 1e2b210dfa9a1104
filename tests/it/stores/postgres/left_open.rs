//! Transactions whose beginning was given up, or failed: their connections are not used again in the middle of them.

use std::time::{Duration, SystemTime};

use hookport::{
    inbox::{Change, Ended, NewEntry, Settlement, Store},
    stores::{
        PostgresStore,
        postgres::{
            PostgresOptions,
            sqlx::{Connection, Executor, PgConnection, Row},
        },
    },
};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{MINUTE, ask, delivery};
use crate::kit::{Fsync, Postgres};

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_whose_beginning_was_given_up_is_not_left_open() {
    let server = Postgres::start(Fsync::Off);
    let patience = Duration::from_secs(1);
    let store = PostgresOptions::at(server.url()).patience(patience).open().await.unwrap();
    let mut watching = PgConnection::connect(server.url()).await.unwrap();
    store.accept(NewEntry { order: None, ..delivery("a") }).await.unwrap();
    let claimed = store.claim(ask(SystemTime::now())).await.unwrap().claimed.remove(0);
    let now = SystemTime::now();
    let done = Settlement::new(claimed.lease, Ended::Done, now, claimed.context);

    server.suspend();
    assert!(store.settle(done).await.is_err());
    // The writer of the group gives it up a little later than who waits for the answer.
    sleep(patience / 3).await;
    server.go_on();
    // Meanwhile the server does what was given up.
    watching.execute("SELECT pg_sleep(0.5)").await.unwrap();

    none_is_left(&mut watching).await;
    all_are_usable(&store).await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_fails_at_its_first_lock_is_not_left_open() {
    let server = Postgres::start(Fsync::Off);
    let store = PostgresOptions::at(server.url()).open().await.unwrap();
    let mut other = PgConnection::connect(server.url()).await.unwrap();
    other.execute("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('the names of handlers in hookport.', 0))").await.unwrap();

    let waiting = store.clone();
    let waiting = tokio::spawn(async move { waiting.change(Change::Probe).await });
    while number(&mut other, CANCEL).await == 0 {
        sleep(Duration::from_millis(10)).await;
    }

    assert!(waiting.await.unwrap().is_err());
    other.execute("ROLLBACK").await.unwrap();
    all_are_usable(&store).await;
    none_is_left(&mut other).await;
    store.close().await;
}

/// Checks that each connection of the store does what it is asked for.
async fn all_are_usable(store: &PostgresStore) {
    for _ in 0..20 {
        let calls: JoinSet<_> = (0..6)
            .map(|_| {
                let store = store.clone();
                async move { store.change(Change::Probe).await.is_ok() }
            })
            .collect();
        assert_eq!(calls.join_all().await, [true; 6]);
    }
}

/// Waits until no session is in a transaction.
async fn none_is_left(watching: &mut PgConnection) {
    let none = async {
        while number(watching, LEFT_OPEN).await > 0 {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(MINUTE / 3, none).await.expect("a session is left in a transaction");
}

async fn number(db: &mut PgConnection, query: &str) -> i64 {
    db.fetch_one(query).await.unwrap().get(0)
}

const LEFT_OPEN: &str = "SELECT count(*) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'";

const CANCEL: &str = "SELECT count(*) FILTER (WHERE pg_cancel_backend(pid)) FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND wait_event = 'advisory'";
