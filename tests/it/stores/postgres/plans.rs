//! No table is read as a whole by anything that is done often.

use std::time::{Duration, SystemTime};

use hookport::{
    Trust,
    inbox::{
        Change, Ended, EntryId, EntryState, Filter, NewEntry, Order, Page, Prune, Replay,
        Settlement, Store,
    },
    stores::{
        PostgresStore,
        postgres::{
            PostgresOptions,
            sqlx::{Connection, PgConnection, query_as, query_scalar},
        },
    },
};
use http::Extensions;
use tokio::time::sleep;

use super::{MINUTE, ask, delivery};
use crate::kit::Postgres;

#[tokio::test]
async fn no_table_is_read_as_a_whole() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    // Postgres reads a table as a whole then only where no index helps.
    let url =
        format!("{}&options=-c%20enable_seqscan%3Doff&application_name={schema}", server.url());
    let open = async || PostgresOptions::at(&*url).schema(&*schema).open().await.unwrap();
    open().await.close().await;
    let before = scans(&schema).await;

    let store = open().await;
    do_all(&store).await;
    store.close().await;

    let after = scans(&schema).await;
    assert!(after.len() > 10, "{after:?}");
    let whole: Vec<_> = after.iter().filter(|table| !before.contains(table)).collect();
    // There are as many handlers as the program has, and one copy at most.
    let is_short = |table: &str| ["copy", "handlers"].contains(&table);
    assert!(whole.iter().all(|(table, _)| is_short(table)), "{whole:?}");
}

/// Does whatever is done to an inbox, but for the count of all that waits.
async fn do_all(store: &PostgresStore) {
    let now = SystemTime::now();
    for number in 0..6 {
        let entry = delivery(&number.to_string());
        let order = (number % 2 == 0).then(|| Order::by("a"));
        store.accept(NewEntry { order, ..entry }).await.unwrap();
    }
    store.accept(delivery("5")).await.unwrap();
    store.accept(NewEntry { duplicate_within: Some(MINUTE), ..delivery("5") }).await.unwrap();
    let ends = [
        Ended::Done,
        Ended::Retry { due: now, error: "no".to_owned() },
        Ended::Dead { error: "no".to_owned() },
        Ended::Routed(vec!["ship".into()]),
        Ended::Released,
    ];
    for (number, ended) in ends.into_iter().enumerate() {
        let at = now + Duration::from_secs(number as u64);
        for claimed in store.claim(ask(at)).await.unwrap().claimed {
            store.renew(vec![claimed.lease.clone()], at, MINUTE).await.unwrap();
            let settlement = Settlement::new(claimed.lease, ended.clone(), at, Extensions::new());
            store.settle(settlement).await.unwrap();
        }
    }
    let entries: Vec<_> = (1..6).map(EntryId::new).collect();
    let replay =
        Change::Replay { entries: entries.clone(), runs: Replay::All, served: Vec::new(), at: now };
    store.change(replay).await.unwrap();
    store.change(Change::ResumeKeys { entries: entries.clone(), at: now }).await.unwrap();
    store.change(Change::Cancel { entries, at: now }).await.unwrap();
    for filter in filters(now) {
        store.list(filter, Page::first(9)).await.unwrap();
    }
    store.read(EntryId::new(1)).await.unwrap();
    store.dead_runs(9).await.unwrap();
    store.newest().await.unwrap();
    store.quarantined("shop", 9, None).await.unwrap();
    let late = now + MINUTE;
    let prune =
        Prune { closed_before: late, dead_before: None, quarantined_before: late, at_most: 9 };
    store.change(Change::Prune(prune)).await.unwrap();
}

/// One for each way to the entries of the log.
fn filters(now: SystemTime) -> Vec<Filter> {
    let all = Filter::new();
    vec![
        all.clone(),
        all.clone().endpoint("shop"),
        all.clone().event("order.paid"),
        all.clone().trust(Trust::Signed),
        all.clone().sender_id("1"),
        all.clone().tenant("acct_7"),
        all.clone().received_from(now).received_until(now + MINUTE),
        all.clone().states([EntryState::Open]),
        all.clone().states(EntryState::FAILED),
        all.clone().states([EntryState::Cancelled]),
        all.clone().states([EntryState::Unhandled]),
        all.endpoint("shop").states([EntryState::Done]).text("a"),
    ]
}

/// Returns how often each table was read as a whole, once the connections of the store are closed: Postgres
/// counts it then.
async fn scans(schema: &str) -> Vec<(String, i64)> {
    let mut db = PgConnection::connect(Postgres::shared().url()).await.unwrap();
    let open = "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1";
    while query_scalar::<_, i64>(open).bind(schema).fetch_one(&mut db).await.unwrap() > 0 {
        sleep(Duration::from_millis(10)).await;
    }
    let scans = "SELECT relname::text, seq_scan FROM pg_stat_user_tables WHERE schemaname = $1";
    query_as(scans).bind(schema).fetch_all(&mut db).await.unwrap()
}
