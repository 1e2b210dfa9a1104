//! The writes of a handler and its success are one commit.

use std::sync::mpsc;

use hookport::{
    Delivery, IntoOutcome, Outcome,
    extract::FromDelivery,
    inbox::{Ended, RunState, Settled, Store, StoreError},
    stores::sqlite::{
        MissingTx, Tx,
        rusqlite::{self, Connection},
    },
};
use http::Extensions;

use super::kit::{Shop, ask, at, entry, hold_up, pay, tx};

#[tokio::test]
async fn what_is_deferred_is_written_when_the_handler_is_done() {
    let shop = Shop::open().await;
    let claimed = shop.claim_new("a").await;
    let tx = tx(&claimed).await;
    pay(&tx);
    pay(&tx);
    assert_eq!(shop.cents().await, 0, "not before");

    assert_eq!(shop.end(&claimed, Ended::Done).await.unwrap(), Settled::Kept);
    assert_eq!(shop.cents().await, 2);
    assert_eq!(shop.state(claimed.lease.entry).await, RunState::Done);
}

#[tokio::test]
async fn a_write_that_fails_undoes_those_before_it_and_the_lease_still_holds() {
    let shop = Shop::open().await;
    let claimed = shop.claim_new("a").await;
    let tx = tx(&claimed).await;
    pay(&tx);
    tx.defer(|_| Err("no such account"));

    let failed = shop.end(&claimed, Ended::Done).await;
    let Err(StoreError::Transaction(error)) = failed else { panic!("{failed:?}") };
    assert_eq!(error.to_string(), "no such account");
    assert_eq!(shop.cents().await, 0);
    assert_eq!(shop.state(claimed.lease.entry).await, RunState::Running);

    let retry = Ended::Retry { due: at(2), error: error.to_string() };
    assert_eq!(shop.end(&claimed, retry).await.unwrap(), Settled::Kept);
}

#[tokio::test]
async fn writes_that_were_lost_are_never_taken_for_made() {
    let shop = Shop::open().await;
    let claimed = shop.claim_new("a").await;
    tx(&claimed).await.defer(|_| Err("no such account"));

    for _ in 0..2 {
        let failed = shop.end(&claimed, Ended::Done).await;
        assert!(matches!(failed, Err(StoreError::Transaction(_))), "{failed:?}");
    }
    assert_eq!(shop.state(claimed.lease.entry).await, RunState::Running);
}

#[tokio::test]
async fn a_panic_in_a_write_stops_nothing_else() {
    let shop = Shop::open().await;
    let claimed = shop.claim_new("a").await;
    let tx = tx(&claimed).await;
    pay(&tx);
    tx.defer(|_| -> Result<(), &str> { panic!("made up") });

    let failed = shop.end(&claimed, Ended::Done).await;
    assert!(matches!(failed, Err(StoreError::Transaction(_))), "{failed:?}");
    assert_eq!(shop.cents().await, 0);

    let next = shop.claim_new("b").await;
    assert_eq!(shop.end(&next, Ended::Done).await.unwrap(), Settled::Kept);
}

#[tokio::test]
async fn who_has_lost_the_lease_writes_nothing() {
    let shop = Shop::open().await;
    let late = shop.claim_new("a").await;
    pay(&tx(&late).await);
    let next = shop.claim(10).await.pop().unwrap();
    pay(&tx(&next).await);

    assert_eq!(shop.end(&late, Ended::Done).await.unwrap(), Settled::LeaseLost);
    assert_eq!(shop.cents().await, 0);
    assert_eq!(shop.end(&next, Ended::Done).await.unwrap(), Settled::Kept);
    assert_eq!(shop.cents().await, 1);
}

#[tokio::test]
async fn a_handler_that_failed_writes_nothing() {
    let shop = Shop::open().await;
    let failures = [
        Ended::Retry { due: at(99), error: "no".to_owned() },
        Ended::Dead { error: "no".to_owned() },
        Ended::Stale,
        Ended::Released,
    ];
    for (index, failure) in failures.into_iter().enumerate() {
        let claimed = shop.claim_new(&index.to_string()).await;
        pay(&tx(&claimed).await);
        assert_eq!(shop.end(&claimed, failure).await.unwrap(), Settled::Kept);
    }
    assert_eq!(shop.cents().await, 0);
}

#[tokio::test]
async fn what_is_deferred_after_the_end_is_dropped() {
    let shop = Shop::open().await;
    let claimed = shop.claim_new("a").await;
    let tx = tx(&claimed).await;
    shop.end(&claimed, Ended::Done).await.unwrap();

    let (dropped, is_dropped) = mpsc::channel::<()>();
    tx.defer(move |_| -> Result<(), &str> {
        _ = dropped.send(());
        Ok(())
    });
    assert_eq!(is_dropped.try_recv(), Err(mpsc::TryRecvError::Disconnected));
}

#[tokio::test]
async fn a_closure_can_neither_end_the_transaction_nor_touch_the_inbox() {
    let shop = Shop::open().await;
    let forbidden = [
        "COMMIT",
        "ROLLBACK",
        "BEGIN",
        "SAVEPOINT mine",
        "ATTACH ':memory:' AS other",
        "PRAGMA synchronous = OFF",
        "PRAGMA user_version = 7",
        "UPDATE hookport_queue SET phase = 5",
        "DELETE FROM Deliveries",
        "INSERT INTO hookport_usage (day, endpoint, event) VALUES (1, 1, '')",
        "DROP TABLE hookport_attempts",
        "DROP VIEW hookport_log",
        "ALTER TABLE hookport_payloads ADD COLUMN more TEXT",
        "CREATE INDEX hookport_mine ON hookport_queue (tried)",
        "CREATE TEMP TABLE hookport_queue (a)",
        "CREATE TRIGGER mine AFTER INSERT ON deliveries BEGIN SELECT 1; END",
    ];
    for (index, sql) in forbidden.into_iter().enumerate() {
        let claimed = shop.claim_new(&index.to_string()).await;
        let tx = tx(&claimed).await;
        pay(&tx);
        tx.defer(move |db| db.execute_batch(sql));
        let ended = shop.end(&claimed, Ended::Done).await;
        assert!(matches!(ended, Err(StoreError::Transaction(_))), "{sql}: {ended:?}");
        shop.end(&claimed, Ended::Dead { error: "tried".to_owned() }).await.unwrap();
    }
    assert_eq!(shop.cents().await, 0);
}

#[tokio::test]
async fn a_closure_may_make_tables_and_look_at_the_inbox() {
    let shop = Shop::open().await;
    let claimed = shop.claim_new("a").await;
    tx(&claimed).await.defer(|db| {
        db.execute_batch(
            "CREATE TABLE mine (id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT);
             CREATE INDEX mine_by_state ON mine (state);
             INSERT INTO mine (state) SELECT state FROM hookport_runs_log;",
        )
    });

    assert_eq!(shop.end(&claimed, Ended::Done).await.unwrap(), Settled::Kept);
    let state = shop.store.query(|db| -> rusqlite::Result<String> {
        db.query_row("SELECT state FROM mine", [], |row| row.get(0))
    });
    assert_eq!(state.await.unwrap(), "running", "as it was before the handler is done");
}

/// SQLite rolls all back there, with the deliveries that are in the same commit.
#[tokio::test]
async fn a_conflict_that_rolls_all_back_harms_nobody_else() {
    let shop = Shop::open().await;
    let claimed = shop.claim_new("a").await;
    tx(&claimed).await.defer(|db| -> rusqlite::Result<()> {
        let conflict = db.execute("INSERT OR ROLLBACK INTO accounts VALUES (1, 7)", []);
        assert!(conflict.is_err());
        // Outside of a transaction by now, this would be kept.
        db.execute("UPDATE accounts SET cents = 100", []).map(drop)
    });

    // While the writer is held up, both wait for it, and come into one commit.
    let held_up = hold_up(&shop.store).await;
    let (settled, accepted, ()) =
        tokio::join!(shop.end(&claimed, Ended::Done), shop.store.accept(entry("b")), async {
            drop(held_up);
        },);

    assert!(matches!(settled, Err(StoreError::Transaction(_))), "{settled:?}");
    assert_eq!(shop.state(accepted.unwrap().id()).await, RunState::Received);
    assert_eq!(shop.state(claimed.lease.entry).await, RunState::Running);
    assert_eq!(shop.cents().await, 0);
}

#[tokio::test]
async fn a_handler_looks_at_what_is_committed() {
    let shop = Shop::open().await;
    let claimed = shop.claim_new("a").await;
    let tx = tx(&claimed).await;
    pay(&tx);

    let count = |db: &Connection| -> rusqlite::Result<i64> {
        db.query_row("SELECT count(*) FROM hookport_queue", [], |row| row.get(0))
    };
    assert_eq!(tx.query(count).await.unwrap(), 1);
    let write = tx.query(|db| db.execute("UPDATE accounts SET cents = 7", []));
    assert!(matches!(write.await, Err(StoreError::Transaction(_))), "it only looks");
    let pragma = tx.query(|db| db.execute_batch("PRAGMA query_only = OFF"));
    assert!(matches!(pragma.await, Err(StoreError::Transaction(_))), "it stays so");
}

#[tokio::test]
async fn without_such_an_inbox_there_is_no_transaction() {
    let delivery = Delivery::from_parts(entry("a").delivery.parts().clone(), Extensions::new());

    let missing = Tx::from_delivery(&delivery, &()).await.unwrap_err();
    assert_eq!(missing, MissingTx);
    assert!(matches!(missing.into_outcome(), Outcome::Retry { .. }));
}

#[tokio::test]
async fn writes_of_ones_own_are_kept_or_none_of_them() {
    let shop = Shop::open().await;
    let failed = shop.store.write(|db| -> rusqlite::Result<()> {
        db.execute("UPDATE accounts SET cents = 5", [])?;
        db.execute("INSERT INTO accounts VALUES (1, 1)", []).map(drop)
    });
    assert!(matches!(failed.await, Err(StoreError::Transaction(_))));
    assert_eq!(shop.cents().await, 0);

    let changed = shop.store.write(|db| db.execute("UPDATE accounts SET cents = 5", [])).await;
    assert_eq!(changed.unwrap(), 2);
    assert!(shop.store.claim(ask(0)).await.unwrap().claimed.is_empty());
}
