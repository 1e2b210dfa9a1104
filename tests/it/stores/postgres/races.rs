//! Two calls at one moment: one of them waits for the locks of the other, and goes by what it finds after that.

use std::time::{Duration, SystemTime};

use hookport::{
    inbox::{Accepted, Change, Ended, NewEntry, Order, Prune, Replay, Settlement, Store},
    stores::{
        PostgresStore,
        postgres::{
            PostgresOptions,
            sqlx::{Connection, Executor, PgConnection, Row},
        },
    },
};
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};

use super::{HOUR, MINUTE, ask, delivery};
use crate::kit::{Fsync, Postgres};

#[tokio::test(flavor = "multi_thread")]
async fn what_retention_removes_meanwhile_is_not_replayed() {
    let (server, store) = opened("").await;
    let id = store.accept(delivery("a")).await.unwrap().id();
    end(&store, Ended::Done).await;
    let mut locks = Locks::of(&server).await;

    let pruning = changing(&store, Change::Prune(everything()));
    locks.are_waited_for_by(1).await;
    let (entries, runs, at) = (vec![id], Replay::All, SystemTime::now());
    let replaying = changing(&store, Change::Replay { entries, runs, served: Vec::new(), at });
    locks.are_waited_for_by(2).await;
    locks.release().await;

    assert_eq!((pruning.await.unwrap(), replaying.await.unwrap()), (1, 0));
    assert!(store.claim(ask(SystemTime::now() + HOUR)).await.unwrap().claimed.is_empty());
    assert_eq!(store.read(id).await.unwrap().map(|_| ()), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_repeats_what_retention_removes_meanwhile_is_kept_anew() {
    let (server, store) = opened("").await;
    store.accept(delivery("a")).await.unwrap();
    end(&store, Ended::Dead { error: "no".to_owned() }).await;
    let mut locks = Locks::of(&server).await;

    let pruning = changing(&store, Change::Prune(everything()));
    locks.are_waited_for_by(1).await;
    let again = store.clone();
    // Its line is another one, whose lock it gets after that of the dead entry.
    let repeated = NewEntry { order: None, ..delivery("a") };
    let accepting = tokio::spawn(async move { again.accept(repeated).await.unwrap() });
    locks.are_waited_for_by(2).await;
    locks.release().await;

    assert_eq!(pruning.await.unwrap(), 1);
    let accepted = accepting.await.unwrap();
    assert!(matches!(accepted, Accepted::New(_)), "{accepted:?}");
    assert_eq!(store.claim(ask(SystemTime::now())).await.unwrap().claimed.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_kept_whatever_the_isolation_of_the_database_is() {
    for isolation in ["read committed", "repeatable read"] {
        let escaped = isolation.replace(' ', "%5C%20");
        let by_default = format!("&options=-c%20default_transaction_isolation%3D{escaped}");
        let (server, one) = opened(&by_default).await;
        let other =
            PostgresOptions::at(format!("{}{by_default}", server.url())).open().await.unwrap();
        // So that nothing new is to be named below.
        for (store, key) in [(&one, "first"), (&other, "second")] {
            store.accept(NewEntry { order: None, ..delivery(key) }).await.unwrap();
        }
        let mut locks = Locks::of(&server).await;

        let accepting = [(&one, "a"), (&other, "b")].map(|(store, key)| {
            let (store, order) = (store.clone(), Some(Order::by("one key")));
            tokio::spawn(async move { store.accept(NewEntry { order, ..delivery(key) }).await })
        });
        locks.are_waited_for_by(2).await;
        locks.release().await;
        for accepted in accepting {
            accepted.await.unwrap().unwrap();
        }

        let claimed = one.claim(ask(SystemTime::now())).await.unwrap().claimed;
        assert_eq!(claimed.len(), 2 + 1, "{isolation}: of one key, one goes first");
    }
}

async fn opened(more: &str) -> (Postgres, PostgresStore) {
    let server = Postgres::start(Fsync::Off);
    let store = PostgresOptions::at(format!("{}{more}", server.url())).open().await.unwrap();
    (server, store)
}

/// Ends the only run that can be claimed.
async fn end(store: &PostgresStore, ended: Ended) {
    let claimed = store.claim(ask(SystemTime::now())).await.unwrap().claimed.remove(0);
    let ended = Settlement::new(claimed.lease, ended, SystemTime::now(), claimed.context);
    store.settle(ended).await.unwrap();
}

fn changing(store: &PostgresStore, change: Change) -> JoinHandle<u64> {
    let store = store.clone();
    tokio::spawn(async move { store.change(change).await.unwrap() })
}

/// All that has ended.
fn everything() -> Prune {
    let later = SystemTime::now() + HOUR;
    Prune { closed_before: later, dead_before: Some(later), quarantined_before: later, at_most: 9 }
}

/// All locks of ordering keys and deliveries.
struct Locks(PgConnection);

impl Locks {
    async fn of(server: &Postgres) -> Self {
        let mut db = PgConnection::connect(server.url()).await.unwrap();
        db.execute("BEGIN; SELECT 1 FROM hookport.locks FOR UPDATE").await.unwrap();
        Self(db)
    }

    /// Waits until so many sessions wait for a lock.
    async fn are_waited_for_by(&mut self, sessions: i64) {
        let waiting = async {
            while self.0.fetch_one(WAITING).await.unwrap().get::<i64, _>(0) < sessions {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(MINUTE / 3, waiting).await.expect("a session does not wait for a lock");
    }

    async fn release(mut self) {
        self.0.execute("ROLLBACK").await.unwrap();
    }
}

const WAITING: &str = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
