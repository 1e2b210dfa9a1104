//! The same with an inbox in a file, and with writes of handlers in it.

use std::{path::Path, sync::Arc, time::Duration};

use hookport::{
    Receiver,
    extract::Attempt,
    router::RetryPolicy,
    stores::{
        SqliteStore,
        sqlite::{Tx, rusqlite},
    },
    testing::{HandClock, TestReceiver},
};

use super::kit::{ordered, ships_at};
use crate::kit::{Log, Order, Shop, paid, router, signed};

async fn store_in(folder: &Path) -> Arc<SqliteStore> {
    let store = SqliteStore::open(folder.join("inbox.db")).await.unwrap();
    let table = "CREATE TABLE IF NOT EXISTS shipped (id INTEGER) STRICT";
    store.write(move |db| db.execute_batch(table)).await.unwrap();
    Arc::new(store)
}

async fn shipped(store: &SqliteStore) -> i64 {
    let count =
        store.query(|db| db.query_row("SELECT count(*) FROM shipped", (), |row| row.get(0)));
    count.await.unwrap()
}

/// Dies after its writes the first time.
async fn ship(order: Order, tx: Tx, attempt: Attempt) {
    tx.defer(move |db| -> rusqlite::Result<()> {
        db.execute("INSERT INTO shipped VALUES (?1)", [order.id.cast_signed()]).map(drop)
    });
    assert!(attempt.number() > 1, "dies in the worst moment");
}

#[tokio::test]
async fn the_writes_of_a_handler_are_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(folder.path()).await;
    let retries = RetryPolicy::exponential().starting_at(Duration::from_secs(60));
    let shop = router().on(Shop::PAID, ship).for_inbox(()).retries(retries);
    let receiver = Receiver::new(store.clone()).endpoint("/shop", shop);
    let mut test = TestReceiver::new(receiver, HandClock::new(1_700_000_000));
    test.deliver(signed(paid("d1", 7))).await;

    test.run_until_idle().await;
    test.delivery("d1").await.assert_waits_for_retry("handler panicked");
    assert_eq!(shipped(&store).await, 0);

    test.run_to_the_end().await;
    test.delivery("d1").await.assert_done();
    assert_eq!(shipped(&store).await, 1);

    test.deliver(signed(paid("d1", 7))).await;
    assert_eq!(test.run_until_idle().await.attempts, 0, "it is a duplicate");
}

#[tokio::test]
async fn an_ordering_key_is_kept_in_a_file_too() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::default();
    let receiver = Receiver::new(store_in(folder.path()).await);
    let receiver = receiver.endpoint("/shop", ordered(ships_at(2, &log)));
    let mut test = TestReceiver::new(receiver, HandClock::new(1_700_000_000));
    for (delivery, order) in [("d1", 7), ("d2", 7)] {
        test.deliver(signed(paid(delivery, order))).await;
    }

    assert_eq!(test.run_until_idle().await.attempts, 1);
    test.advance_to_next_retry().await;
    assert_eq!(test.run_until_idle().await.attempts, 2, "the retry, then the second delivery");
    test.run_to_the_end().await;
    assert_eq!(log.taken(), ["7 attempt 1", "7 attempt 2", "7 attempt 1", "7 attempt 2"]);
}

/// A process finds what another one left.
#[tokio::test]
async fn a_second_receiver_goes_on_with_what_the_first_one_left() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::default();
    let clock = HandClock::new(1_700_000_000);
    let store = store_in(folder.path()).await;
    let receiver = Receiver::new(store.clone()).endpoint("/shop", ships_at(2, &log));
    let mut first = TestReceiver::new(receiver, clock.clone());
    first.deliver(signed(paid("d1", 7))).await;
    first.run_until_idle().await;
    first.inbox().close().await;

    let receiver =
        Receiver::new(store_in(folder.path()).await).endpoint("/shop", ships_at(2, &log));
    let mut second = TestReceiver::new(receiver, clock);
    second.advance_to_next_retry().await;
    second.run_until_idle().await;
    second.delivery("d1").await.assert_done();
}
