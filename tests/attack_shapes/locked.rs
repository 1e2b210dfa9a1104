//! Another program that holds the lock of the store's file. It is no attack, and senders wait for it.

use std::{collections::BTreeSet, path::Path, time::Duration};

use hookport::stores::sqlite::rusqlite::Connection;
use tokio::time::sleep;

use crate::{genuine::deliver, process::Attacked};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::print_stdout, reason = "the figures are for docs/security.md")]
async fn senders_get_503_in_time_while_the_store_is_locked_and_nothing_of_that_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let attacked = Attacked::start(folder.path()).await;
    let before = deliver(attacked.address, Duration::from_secs(1)).await;
    let other = Connection::open(folder.path().join("inbox.db")).unwrap();

    other.busy_timeout(Duration::from_secs(10)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let locked = deliver(attacked.address, seconds()).await;
    other.execute_batch("COMMIT").unwrap();
    sleep(Duration::from_millis(100)).await;
    let after = deliver(attacked.address, Duration::from_secs(1)).await;

    println!("locked for {:?}: {locked}", seconds());
    println!("after that: {after}");
    assert_eq!(locked.orders_that_heard(503).len(), locked.0.len(), "{locked}");
    assert_eq!(after.percent_accepted(), 100, "{after}");
    let accepted = before.orders_that_heard(204).into_iter().chain(after.orders_that_heard(204));
    assert_eq!(kept(folder.path()), accepted.collect());
}

/// The seconds for which the lock is held: `HOOKPORT_LOCKED_SECONDS`, or five.
fn seconds() -> Duration {
    let seconds = std::env::var("HOOKPORT_LOCKED_SECONDS").ok();
    Duration::from_secs(seconds.map_or(5, |seconds| seconds.parse().unwrap()))
}

/// Returns the numbers of the orders that the inbox has.
fn kept(folder: &Path) -> BTreeSet<u64> {
    let db = Connection::open(folder.join("inbox.db")).unwrap();
    let mut ids = db.prepare("SELECT sender_id FROM hookport_log").unwrap();
    let ids = ids.query_map((), |row| row.get::<_, String>(0)).unwrap();
    ids.map(|id| id.unwrap().trim_start_matches("genuine-").parse().unwrap()).collect()
}
