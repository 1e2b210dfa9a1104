//! Two processes on one file.

use std::{path::Path, time::Duration};

use hookport::stores::sqlite::rusqlite::Connection as Database;
use tokio::time::{sleep, timeout};

use crate::{
    kills,
    ledger::{self, Ledger},
    load::{Connection, Load},
    process::Process,
    shop::{Clocks, LEASE},
};

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_that_get_the_same_deliveries_lose_and_double_nothing_whichever_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let start = || Process::start(folder.path(), Clocks::Steady);
    let load = Load::new();
    let mut processes = [start().await, start().await];
    let mut left = kills(50);
    while left > 0 {
        let sending = load.start_both([processes[0].address(), processes[1].address()]);
        load.heard(fastrand::u64(1..150)).await;
        sleep(Duration::from_micros(fastrand::u64(0..5000))).await;
        let [one, other] = processes;
        // One time in five both are killed at once.
        processes = if left > 1 && fastrand::u8(0..5) == 0 {
            tokio::join!(one.kill(), other.kill());
            left -= 2;
            tokio::join!(start(), start()).into()
        } else {
            let (killed, other) = if fastrand::bool() { (one, other) } else { (other, one) };
            killed.kill().await;
            load.heard(10).await;
            left -= 1;
            [start().await, other]
        };
        sending.abort();
    }
    let [one, other] = processes;
    tokio::join!(one.terminate(), other.terminate());
    let ledger = Ledger::finish(folder.path(), Clocks::Steady).await;
    ledger.assert_nothing_is_lost_or_doubled(&load.accepted());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_sleeps_beyond_its_leases_is_taken_over_and_overwrites_nothing() {
    const ROUNDS: usize = 3;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("inbox.db");
    let load = Load::new();
    for _ in 0..ROUNDS {
        let sleeper = Process::start_slow(folder.path()).await;
        let mut connection = Connection::open(sleeper.address()).await;
        for _ in 0..10 {
            assert!(load.send_one(&mut connection).await);
        }
        running(&file).await;
        suspend_outside_a_commit(&sleeper, &file).await;

        let other = Process::start(folder.path(), Clocks::Steady).await;
        ledger::nothing_is_open_in(&file).await;
        sleeper.go_on().await;
        // Its handlers come to their end, and bring results of leases that are lost.
        sleep(LEASE * 2).await;
        assert!(load.send_one(&mut connection).await);
        tokio::join!(sleeper.terminate(), other.terminate());
    }
    let lost = "SELECT count(*) FROM hookport_attempts_log WHERE result = 'lost'";
    assert!(ledger::count_in(&file, lost) >= i64::try_from(ROUNDS).unwrap(), "is taken over");
    let ledger = Ledger::finish(folder.path(), Clocks::Steady).await;
    ledger.assert_nothing_is_lost_or_doubled(&load.accepted());
}

/// Waits until bookings are running.
async fn running(file: &Path) {
    let sql = "SELECT count(*) FROM hookport_runs_log WHERE state = 'running'";
    let is_running = async {
        while ledger::count_in(file, sql) == 0 {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(60), is_running).await.expect("handlers start");
}

/// A process that is stopped in the middle of a commit has the lock until it goes on.
async fn suspend_outside_a_commit(process: &Process, file: &Path) {
    loop {
        process.suspend().await;
        let db = Database::open(file).unwrap();
        db.busy_timeout(Duration::ZERO).unwrap();
        if db.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok() {
            return;
        }
        process.go_on().await;
    }
}
