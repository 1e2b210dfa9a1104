//! Claim and done of 128 rows, with ever more finished rows beside them.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use hookport::{
    inbox::{ClaimRequest, Claimed, Ended, Quota, Settlement, Store},
    stores::sqlite::SqliteStore,
};
use tokio::task::JoinSet;

use crate::{
    accept::{entry, open},
    rounds::quantile,
};

const BATCH: usize = 128;

pub(crate) async fn run(millions: f64) {
    let folder = tempfile::tempdir_in(".").expect("a folder");
    let store = open(folder.path()).await;
    println!(
        "\n| finished rows | claim + done of 128, p50 | p90 | resident memory |\n|---|---|---|---|"
    );
    let mut finished = 0;
    for goal in [0.0, 0.1, 1.0, 5.0_f64].map(|goal| rows(goal.min(millions))) {
        while finished < goal {
            finished += work_off(&store, 4096).await.0;
        }
        measure(&store, finished).await;
    }
    print_size(folder.path());
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few millions")]
fn rows(millions: f64) -> usize {
    (millions * 1e6) as usize
}

async fn measure(store: &Arc<SqliteStore>, finished: usize) {
    let mut millis = Vec::new();
    for _ in 0..200 {
        millis.push(work_off(store, BATCH).await.1.as_secs_f64() * 1000.0);
    }
    let [p50, p90] = [0.5, 0.9].map(|share| quantile(&millis, share));
    println!("| {finished} | {p50:.2} ms | {p90:.2} ms | {} |", resident());
}

/// Accepts so many, then claims and settles them; how many, and how long the latter took.
async fn work_off(store: &Arc<SqliteStore>, count: usize) -> (usize, Duration) {
    let mut accepts = JoinSet::new();
    for _ in 0..count {
        let store = Arc::clone(store);
        accepts.spawn(async move { store.accept(entry()).await.expect("an accept") });
    }
    accepts.join_all().await;
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
    (settled, start.elapsed())
}

async fn claim(store: &Arc<SqliteStore>) -> Vec<Claimed> {
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

fn done(claim: Claimed) -> Settlement {
    Settlement {
        lease: claim.lease,
        ended: Ended::Done,
        at: SystemTime::now(),
        context: claim.context,
    }
}

fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.unwrap_or_default().trim().to_owned()
}

fn print_size(folder: &Path) {
    let sizes = std::fs::read_dir(folder).expect("a folder").flatten();
    let bytes: u64 = sizes.map(|file| file.metadata().map_or(0, |file| file.len())).sum();
    println!("\nOn disk: {} MB", bytes / 1_000_000);
}
