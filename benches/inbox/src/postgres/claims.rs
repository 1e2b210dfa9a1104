//! Claim and done of 128 rows, with ever more finished rows beside them.

use std::sync::Arc;

use hookport::inbox::Store;
use tokio::task::JoinSet;

use super::open;
use crate::{
    accept::entry,
    claims::{BATCH, accept, claim, done, rows, work_off_batch},
    rounds::quantile,
};

pub(super) async fn run(url: &str, millions: f64) {
    let store = open(url, "claims").await;
    println!("\n| finished rows | claim + done of {BATCH}, p50 | p90 |\n|---|---|---|");
    let mut finished = 0;
    for goal in [0.1, 0.3, 1.0, 5.0_f64].map(|goal| rows(goal.min(millions))) {
        if goal > finished {
            fill(&store, goal - finished).await;
            finished = goal;
            let [p50, p90] = measure(&store).await;
            println!("| {finished} | {p50:.2} ms | {p90:.2} ms |");
        }
    }
}

/// Adds so many finished rows.
pub(super) async fn fill(store: &Arc<dyn Store>, rows: usize) {
    let mut tasks = JoinSet::new();
    for _ in 0..FILLERS {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            for _ in 0..rows / BATCH / FILLERS {
                let entries = (0..BATCH).map(|_| entry()).collect();
                store.accept_batch(entries).await.expect("accepts");
                work_off(&store).await;
            }
        });
    }
    tasks.join_all().await;
    while work_off(store).await > 0 {}
}

async fn work_off(store: &Arc<dyn Store>) -> usize {
    let mut settles = JoinSet::new();
    for claim in claim(store).await {
        let store = Arc::clone(store);
        settles.spawn(async move { store.settle(done(claim)).await.expect("a settlement") });
    }
    settles.join_all().await.len()
}

/// The median, and what nine of ten take at most, in milliseconds.
async fn measure(store: &Arc<dyn Store>) -> [f64; 2] {
    let mut millis = Vec::new();
    for _ in 0..200 {
        accept(store, BATCH).await;
        millis.push(work_off_batch(store, BATCH).await.as_secs_f64() * 1000.0);
    }
    [0.5, 0.9].map(|share| quantile(&millis, share))
}

const FILLERS: usize = 4;
