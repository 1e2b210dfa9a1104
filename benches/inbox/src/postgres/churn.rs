//! Claim and done of 128 rows, and the size of the tables, while deliveries come, are done, and are removed by
//! retention.

use std::{
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use hookport::{
    inbox::{Change, Prune, Store},
    stores::postgres::sqlx::{self, PgPool},
};

use super::{claims::fill, open, pool};
use crate::{
    claims::{BATCH, accept, rows, work_off_batch},
    rounds::quantile,
};

/// The deliveries that are kept at most.
const KEPT: usize = 100_000;

/// The deliveries between two measurements. The first one is after `KEPT`.
const MEASURED_AFTER: usize = 500_000;

pub(super) async fn run(url: &str, millions: f64) {
    let (store, pool) = (open(url, "churn").await, pool(url).await);
    let fresh = open(url, "fresh").await;
    println!(
        "\n| deliveries so far | claim + done of {BATCH}, p50 | of a fresh inbox | ratio | \
         tables and indexes | removed/s |\n|---|---|---|---|---|---|"
    );
    let mut so_far = 0;
    while so_far < rows(millions) {
        fill(&store, KEPT).await;
        so_far += KEPT;
        let removed = prune(&store).await;
        if so_far != KEPT && so_far % MEASURED_AFTER != 0 {
            continue;
        }
        let [churned, unused] = measure([&store, &fresh]).await;
        prune(&fresh).await;
        let (size, ratio) = (megabytes(&pool).await, churned / unused);
        println!(
            "| {so_far} | {churned:.2} ms | {unused:.2} ms | {ratio:.2} | {size} MB | {removed:.0} |"
        );
    }
}

/// The medians in milliseconds, measured in turns.
async fn measure(stores: [&Arc<dyn Store>; 2]) -> [f64; 2] {
    let mut millis = [Vec::new(), Vec::new()];
    for _ in 0..200 {
        for (store, millis) in stores.into_iter().zip(&mut millis) {
            accept(store, BATCH).await;
            millis.push(work_off_batch(store, BATCH).await.as_secs_f64() * 1000.0);
        }
    }
    millis.map(|millis| quantile(&millis, 0.5))
}

/// Removes all that is done, as retention does; how many rows a second.
#[expect(clippy::cast_precision_loss, reason = "some rows")]
async fn prune(store: &Arc<dyn Store>) -> f64 {
    let (start, mut removed) = (Instant::now(), 0);
    let before = SystemTime::now() + Duration::from_secs(1);
    loop {
        let prune = Prune {
            closed_before: before,
            dead_before: None,
            quarantined_before: before,
            at_most: 1000,
        };
        match store.change(Change::Prune(prune)).await.expect("a change") {
            0 => return removed as f64 / start.elapsed().as_secs_f64(),
            rows => removed += rows,
        }
    }
}

async fn megabytes(pool: &PgPool) -> i64 {
    let size = sqlx::query_scalar(SIZE).fetch_one(pool).await;
    size.expect("a size")
}

const SIZE: &str = "
    SELECT (sum(pg_total_relation_size(c.oid)) / 1000000)::bigint
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'churn' AND c.relkind = 'r'";
