//! A clock that is a year ahead for a moment, as on a board without a battery.

use std::{collections::BTreeSet, fs, path::Path, time::Duration};

use hookport::{
    inbox::{EntryId, RunState, Store},
    stores::SqliteStore,
};
use tokio::time::{sleep, timeout};

use crate::{
    ledger::{Ledger, assert_all_are_in},
    load::Connection,
    process::Process,
    shop::{self, Clocks},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_a_year_ahead_for_three_seconds_removes_nothing_and_doubles_nothing() {
    const ORDERS: u64 = 50;
    let folder = tempfile::tempdir().unwrap();
    let process = Process::start(folder.path(), Clocks::Steady).await;
    deliver_all(&process, ORDERS).await;
    until_done(folder.path(), ORDERS).await;
    process.kill().await;

    let process = Process::start(folder.path(), Clocks::AYearAhead).await;
    sleep(Duration::from_secs(3)).await;
    deliver_all(&process, 1).await; // a duplicate, under the wrong clock
    process.kill().await;
    let process = Process::start(folder.path(), Clocks::Steady).await;
    deliver_all(&process, ORDERS).await;
    process.terminate().await;
    let accepted: BTreeSet<_> = (1..=ORDERS).collect();
    assert_all_are_in(&folder.path().join("inbox.db"), &accepted);

    let ledger = Ledger::finish(folder.path(), Clocks::Steady).await;
    ledger.assert_nothing_is_lost_or_doubled(&accepted);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_wrong_clock_has_claimed_and_failed_ends_soon() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = folder.path().join(shop::WRONG);
    fs::write(&wrong, "").unwrap();
    let process = Process::start(folder.path(), Clocks::AYearAhead).await;
    let mut connection = Connection::open(process.address()).await;
    assert!(connection.deliver_to("/clock", 1).await.unwrap().is_success());
    let store = shop::store(folder.path()).await;
    until_runs_are(&store, 1, &[RunState::Retry, RunState::Running]).await;
    process.kill().await;
    fs::remove_file(&wrong).unwrap();

    let process = Process::start(folder.path(), Clocks::Steady).await;
    until_runs_are(&store, 1, &[RunState::Done, RunState::Done]).await;
    process.terminate().await;
}

async fn deliver_all(process: &Process, orders: u64) {
    let mut connection = Connection::open(process.address()).await;
    for order in 1..=orders {
        assert!(connection.deliver(order).await.unwrap().is_success());
    }
}

async fn until_done(folder: &Path, entries: u64) {
    let store = shop::store(folder).await;
    for entry in 1..=entries {
        until_runs_are(&store, entry, &[RunState::Done, RunState::Done]).await;
    }
}

/// Waits until the runs of an entry, sorted by the names of their handlers, are in these states.
async fn until_runs_are(store: &SqliteStore, entry: u64, states: &[RunState]) {
    let reached = async {
        loop {
            let record = Store::read(store, EntryId::new(entry)).await.unwrap().unwrap();
            let found: Vec<_> = record.runs.iter().map(|run| run.state).collect();
            if found == states {
                return;
            }
            // Another process changes it, which wakes nobody here.
            sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(timeout(Duration::from_secs(60), reached).await.is_ok(), "not {states:?} in a minute");
}
