//! A receiver with nothing to do: it looks twice a second at most, and writes nothing, whatever it
//! holds.

use std::{
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use hookport::{
    EventRouter, Outcome, Receiver,
    inbox::{EntryState, Store},
    stores::MemoryStore,
};
use tokio::time::sleep;

use super::watched::Watched;
use crate::kit::{Order, Running, Shop, router, soon};

/// Returns the outcome of an order, which depends on its number.
async fn on_paid(order: Order) -> Result<(), Outcome> {
    match order.id {
        DONE => Ok(()),
        DEAD => Err(Outcome::dead_letter("account is closed")),
        _ => Err(Outcome::retry_after(Duration::from_secs(3600))),
    }
}

const DONE: u64 = 1;
const DEAD: u64 = 2;
const TRIED_IN_AN_HOUR: u64 = 3;

fn shop() -> EventRouter<Shop, ()> {
    router().on(Shop::PAID, on_paid)
}

/// Fills a store with runs that nobody can claim now, and tells how often it was asked for runs,
/// and how often it was written to, while time passed.
async fn asked(store: impl Store, holds: &str, time: Duration) -> (usize, usize) {
    let store = Watched::on(Arc::new(store));
    let running = running_on(&store);
    let (order, state) = match holds {
        "done" => (DONE, EntryState::Done),
        "dead letters" => (DEAD, EntryState::Dead),
        "retries" => (TRIED_IN_AN_HOUR, EntryState::Retry),
        _ => (DONE, EntryState::Open),
    };
    if holds == "paused" {
        running.inbox.pause("shop").await.unwrap();
    }
    let sent = if holds == "nothing" { 0 } else { 30 };
    for number in 0..sent {
        running.send(&format!("d{number}"), order).await;
    }
    running.comes_to(&vec![state; sent]).await;
    // Before it claims, a worker writes the names of its handlers.
    soon(async {
        while store.claims.load(SeqCst) == 0 {
            sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    sleep(time / 10).await;

    let before = (store.claims.load(SeqCst), store.writes.load(SeqCst));
    sleep(time).await;
    let after = (store.claims.load(SeqCst), store.writes.load(SeqCst));
    running.stop().await;
    (after.0 - before.0, after.1 - before.1)
}

/// Sends a delivery to a worker that has come to rest, and waits until it is done.
async fn send_one(running: &Running, number: usize) {
    sleep(Duration::from_millis(50)).await;
    running.send(&format!("d{number}"), DONE).await;
    running.idle().await;
}

fn running_on(store: &Arc<Watched>) -> Running {
    let receiver = Receiver::new(Arc::clone(store) as Arc<dyn Store>);
    Running::start(receiver.endpoint("/shop", shop().with_state(())))
}

#[tokio::test(start_paused = true)]
async fn what_comes_to_a_receiver_at_rest_is_kept_and_claimed_in_one_step() {
    let store = Watched::new();
    let running = running_on(&store);

    for number in 0..20 {
        send_one(&running, number).await;
    }

    assert_eq!(store.claimed(), (0, 20));
    running.stop().await;
}

const HELD: [&str; 5] = ["nothing", "done", "dead letters", "retries", "paused"];

#[tokio::test(start_paused = true)]
async fn a_receiver_with_nothing_to_do_is_at_rest() {
    for holds in HELD {
        let (claims, writes) = asked(MemoryStore::new(), holds, Duration::from_secs(100)).await;
        assert!((90..=200).contains(&claims), "{claims} claims in 100 seconds, {holds}");
        assert_eq!(writes, 0, "{holds}");
    }
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn a_receiver_on_sqlite_with_nothing_to_do_is_at_rest() {
    use hookport::stores::SqliteStore;
    use tokio::task::JoinSet;

    let folder = tempfile::tempdir().unwrap();
    let mut at_rest = JoinSet::new();
    for holds in HELD {
        let store = SqliteStore::open(folder.path().join(holds)).await.unwrap();
        at_rest.spawn(async move { (holds, asked(store, holds, Duration::from_secs(4)).await) });
    }
    for (holds, (claims, writes)) in at_rest.join_all().await {
        assert!(claims <= 9, "{claims} claims in four seconds, {holds}");
        assert_eq!(writes, 0, "{holds}");
    }
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn what_comes_to_a_receiver_at_rest_on_sqlite_is_kept_and_claimed_by_one_commit() {
    use hookport::stores::SqliteStore;

    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("inbox.db")).await.unwrap();
    let store = Watched::on(Arc::new(store));
    let running = running_on(&store);

    soon(async {
        for number in 0.. {
            send_one(&running, number).await;
            // A worker on a busy machine may not have been at rest.
            if store.claimed().1 > 0 {
                return;
            }
        }
    })
    .await;
    running.stop().await;
}
