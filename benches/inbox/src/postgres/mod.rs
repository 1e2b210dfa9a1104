//! The inbox on Postgres, beside `sqlx` by hand on the same private server in the same run.

mod accept;
mod by_hand;
mod churn;
mod claims;
mod endpoint;
mod poll_loop;
#[path = "../../../../tests/it/kit/postgres.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod server;
mod together;

use std::sync::Arc;

use hookport::{
    inbox::Store,
    stores::postgres::{
        PostgresOptions,
        sqlx::{PgPool, postgres::PgPoolOptions},
    },
};

use self::server::{Fsync, Postgres};
use crate::{console, latency, log};

pub(crate) const MODES: &str = "accept | together | poll-loop | latency | claims [millions] | \
                                churn [millions] | console [millions] [URL]";

/// Runs a mode; false if there is none of its name.
pub(crate) async fn run(mode: &str, millions: Option<f64>, url: Option<&str>) -> bool {
    let server = url.is_none().then(|| Postgres::start(Fsync::On));
    let url = url.unwrap_or_else(|| server.as_ref().expect("it was started").url());
    match mode {
        "accept" => accept::run(url).await,
        "together" => together::run(url).await,
        "poll-loop" => poll_loop::run(url).await,
        "latency" => measure_latency(url).await,
        "claims" => claims::run(url, millions.unwrap_or(5.0)).await,
        "churn" => churn::run(url, millions.unwrap_or(5.0)).await,
        "console" => ask_console(url, millions.unwrap_or(1.0)).await,
        _ => return false,
    }
    true
}

async fn measure_latency(url: &str) {
    latency::print_head();
    for connections in [1, 8, 64] {
        let store = open(url, &format!("latency_{connections}")).await;
        latency::print(store, connections).await;
    }
}

/// A server that is named keeps the deliveries for the next time.
async fn ask_console(url: &str, millions: f64) {
    let count = crate::claims::rows(millions) as u64;
    let store = open(url, "console").await;
    if store
        .list(hookport::inbox::Filter::new(), hookport::inbox::Page::first(1))
        .await
        .expect("a page")
        .entries
        .is_empty()
    {
        log::fill_all(&store, count, console::ended).await;
    }
    store.close().await;
    console::ask_all(open(url, "console").await, count).await;
}

/// An inbox in a schema of its own.
async fn open(url: &str, schema: &str) -> Arc<dyn Store> {
    let store = PostgresOptions::at(url).schema(schema).open().await.expect("a store");
    Arc::new(store)
}

/// As many connections as the store has.
async fn pool(url: &str) -> PgPool {
    let options = PgPoolOptions::new().max_connections(16).test_before_acquire(false);
    options.connect(url).await.expect("a server")
}
