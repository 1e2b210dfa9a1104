//! The worth of a 2xx when the process dies: a real receiver, under load from several connections,
//! is killed (SIGKILL) over and over, and started again. A binary of its own: it starts itself as the
//! process that is killed.
//!
//! `HOOKPORT_KILLS` sets how often in all (default 100). Of these are 40 of one process alone, 10 of one whose clock
//! jumps, 50 of two processes on one file, and beside them 60 of six processes on one Postgres server and of that
//! server: 334 make these 200.
#![cfg(all(feature = "sqlite", feature = "macros", feature = "testing"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../it/kit/acme.rs"]
#[expect(dead_code, reason = "what other tests need of it")]
mod acme;
#[cfg(all(feature = "postgres", target_os = "linux"))]
mod bank;
mod clocks;
mod disk;
#[cfg(all(feature = "postgres", target_os = "linux"))]
mod failover;
#[cfg(all(feature = "postgres", target_os = "linux"))]
mod fleet;
mod ledger;
#[cfg(all(feature = "postgres", target_os = "linux"))]
mod lines;
mod load;
#[cfg(all(feature = "postgres", target_os = "linux"))]
mod network;
mod place;
#[cfg(all(feature = "postgres", target_os = "linux"))]
#[path = "../it/kit/postgres.rs"]
#[expect(dead_code, reason = "what other tests need of it")]
mod postgres;
#[cfg(target_os = "linux")]
mod power_cut;
mod process;
#[cfg(all(feature = "postgres", target_os = "linux"))]
mod proxy;
mod restore;
mod shop;
mod stop;
mod two;

use std::time::Duration;

use ledger::Ledger;
use load::Load;
use process::Process;
use shop::Clocks;

#[tokio::test(flavor = "multi_thread")]
async fn every_2xx_is_done_exactly_once_with_tx_and_at_least_once_without_however_often_it_is_killed()
 {
    survive(kills(40), Clocks::Steady).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_by_days_at_every_start_and_while_it_runs_loses_and_doubles_nothing() {
    survive(kills(10), Clocks::Jumping).await;
}

/// Kills the process so often, then lets everything end and counts.
async fn survive(kills: usize, clocks: Clocks) {
    let folder = tempfile::tempdir().unwrap();
    let load = Load::new();
    for _ in 0..kills {
        let process = Process::start(folder.path(), clocks).await;
        let sending = load.start(process.address());
        // What is awaited is a random part of the load, so that the kill falls anywhere.
        load.heard(fastrand::u64(1..150)).await;
        tokio::time::sleep(Duration::from_micros(fastrand::u64(0..5000))).await;
        process.kill().await;
        sending.stop().await;
    }
    let ledger = Ledger::finish(folder.path(), clocks).await;
    ledger.assert_nothing_is_lost_or_doubled(&load.accepted());
}

/// So many of a hundred kills.
fn kills(share: usize) -> usize {
    let all = std::env::var("HOOKPORT_KILLS").map_or(100, |kills| kills.parse().unwrap());
    (all * share).div_ceil(100)
}
