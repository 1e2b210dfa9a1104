//! Claim and done of 128 rows, with ever more finished rows beside them.

use std::{
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use hookport::{
    inbox::{ClaimRequest, Claimed, Ended, Quota, Settlement, Store},
    stores::SqliteStore,
};
use tokio::task::JoinSet;

use crate::{accept::entry, rounds::quantile, usage::Thread};

pub(crate) const BATCH: usize = 128;

/// Fills a file step by step, and measures after each step. Either is a process of its own: what
/// filling takes is not the memory of a receiver.
pub(crate) fn run(millions: f64) {
    let folder = tempfile::tempdir_in(".").expect("a folder");
    println!(
        "\n| finished rows | claim + done of 128, p50 | p90 | writer's CPU | writer's CPU per accept | resident memory |\n|---|---|---|---|---|---|"
    );
    let mut finished = 0;
    for goal in [0.0, 0.1, 1.0, 5.0_f64].map(|goal| rows(goal.min(millions))) {
        child(&["fill", &(goal - finished).to_string()], folder.path());
        finished = goal;
        child(&["measure", &finished.to_string()], folder.path());
    }
    print_size(folder.path());
}

fn child(arguments: &[&str], folder: &Path) {
    let this = std::env::current_exe().expect("this program");
    let status = Command::new(this).args(arguments).arg(folder).status().expect("it starts");
    assert!(status.success(), "{arguments:?}");
}

/// Adds finished rows to the file in a folder.
pub(crate) async fn fill(rows: usize, folder: &Path) {
    let store = open(folder).await;
    let mut finished = 0;
    while finished < rows {
        finished += work_off(&store, 512.min(rows - finished)).await.0;
    }
    store.close().await;
}

/// Works off batches beside so many finished rows.
pub(crate) async fn measure(finished: usize, folder: &Path) {
    let store = open(folder).await;
    // The writer has its name after that.
    work_off(&store, BATCH).await;
    let writer = Thread::writer();
    let (mut millis, mut accepts, mut claims) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..200 {
        let start = writer.busy();
        accept(&store, BATCH).await;
        let accepted = writer.busy();
        millis.push(work_off_batch(&store, BATCH).await.as_secs_f64() * 1000.0);
        accepts.push((accepted - start).as_secs_f64() * 1e6 / 128.0);
        claims.push((writer.busy() - accepted).as_secs_f64() * 1000.0);
    }
    let [p50, p90] = [0.5, 0.9].map(|share| quantile(&millis, share));
    let [accept, claim] = [&accepts, &claims].map(|figures| quantile(figures, 0.5));
    println!(
        "| {finished} | {p50:.2} ms | {p90:.2} ms | {claim:.2} ms | {accept:.1} us | {} MB |",
        resident_megabytes()
    );
    store.close().await;
}

async fn open(folder: &Path) -> Arc<dyn Store> {
    Arc::new(SqliteStore::open(folder.join("inbox.db")).await.expect("a store"))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few millions")]
pub(crate) fn rows(millions: f64) -> usize {
    (millions * 1e6) as usize
}

/// Accepts so many, then claims and settles them; how many, and how long the latter took.
async fn work_off(store: &Arc<dyn Store>, count: usize) -> (usize, Duration) {
    accept(store, count).await;
    (count, work_off_batch(store, count).await)
}

pub(crate) async fn accept(store: &Arc<dyn Store>, count: usize) {
    let mut accepts = JoinSet::new();
    for _ in 0..count {
        let store = Arc::clone(store);
        accepts.spawn(async move { store.accept(entry()).await.expect("an accept") });
    }
    accepts.join_all().await;
}

/// Claims and settles so many; how long it took.
pub(crate) async fn work_off_batch(store: &Arc<dyn Store>, count: usize) -> Duration {
    let start = Instant::now();
    let mut settled = 0;
    while settled < count {
        let claimed = claim(store).await;
        let mut settles = JoinSet::new();
        settled += claimed.len();
        for claim in claimed {
            let store = Arc::clone(store);
            settles.spawn(async move { store.settle(done(claim)).await.expect("a settlement") });
        }
        settles.join_all().await;
    }
    start.elapsed()
}

pub(crate) async fn claim(store: &Arc<dyn Store>) -> Vec<Claimed> {
    let quota =
        Quota { endpoint: "shop".into(), at_most: BATCH, handlers: vec![("paid".into(), BATCH)] };
    let request = ClaimRequest {
        at_most: BATCH,
        quotas: vec![quota],
        now: SystemTime::now(),
        lease: Duration::from_secs(60),
    };
    store.claim(request).await.expect("claims").claimed
}

pub(crate) fn done(claim: Claimed) -> Settlement {
    Settlement::new(claim.lease, Ended::Done, SystemTime::now(), claim.context)
}

/// The memory of this process.
pub(crate) fn resident_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.expect("a number") / 1000
}

fn print_size(folder: &Path) {
    let sizes = std::fs::read_dir(folder).expect("a folder").flatten();
    let bytes: u64 = sizes.map(|file| file.metadata().map_or(0, |file| file.len())).sum();
    println!("\nOn disk: {} MB", bytes / 1_000_000);
}
