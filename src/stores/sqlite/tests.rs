//! Tests of what only the inside shows: a full file, and the query plans.

use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use http::{Extensions, HeaderMap, Method, Uri};
use rusqlite::Connection;

use super::{
    accept, claim, error::unexpected, list, look, order, prune, quarantine, rename, runs, schema,
    settle,
};
use crate::{
    Delivery, DeliveryParts, Trust,
    inbox::{Accepted, Change, EntryState, Filter, Key, NewEntry, Store, StoreError},
    stores::SqliteStore,
};

#[tokio::test]
async fn a_full_file_takes_nothing_by_halves_and_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("inbox.db")).await.unwrap();
    limit(&store, 80).await;
    let mut kept = 0;
    let refused = loop {
        match store.accept(entry(kept, 10_000)).await {
            Ok(accepted) => assert!(matches!(accepted, Accepted::New(_))),
            Err(error) => break error,
        }
        kept += 1;
    };

    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
    assert!(kept > 0);
    for _ in 0..3 {
        assert!(matches!(store.accept(entry(kept, 10_000)).await, Err(StoreError::Unavailable(_))));
    }
    assert_eq!(sound(&store).await, (kept.into(), kept.into(), kept.into()));

    limit(&store, 1_000_000).await;
    assert!(matches!(store.accept(entry(kept, 10_000)).await, Ok(Accepted::New(_))));
    let kept = kept + 1;
    assert_eq!(sound(&store).await, (kept.into(), kept.into(), kept.into()));
    store.change(Change::Probe).await.unwrap();
}

#[tokio::test]
async fn what_fails_half_way_is_undone_and_harms_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("inbox.db")).await.unwrap();
    let fails = store.submit(|work| {
        work.endpoint("half")?;
        Err::<(), _>(unexpected("job"))
    });
    let (failed, accepted) = tokio::join!(fails, store.accept(entry(1, 1)));
    assert!(matches!(failed, Err(StoreError::Unexpected(_))), "{failed:?}");
    assert!(matches!(accepted, Ok(Accepted::New(_))), "{accepted:?}");

    let panics = store.submit(|work| -> Result<(), StoreError> {
        work.endpoint("half")?;
        panic!("made up")
    });
    let (panicked, accepted) = tokio::join!(panics, store.accept(entry(2, 1)));
    assert!(matches!(panicked, Err(StoreError::Unexpected(_))), "{panicked:?}");
    assert!(matches!(accepted, Ok(Accepted::New(_))), "{accepted:?}");

    let names = store.query(|db| -> rusqlite::Result<String> {
        db.query_row("SELECT group_concat(name) FROM hookport_endpoints", [], |row| row.get(0))
    });
    assert_eq!(names.await.unwrap(), "shop");
}

#[test]
fn each_commit_is_synced_before_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let db = schema::writer(&folder.path().join("inbox.db"), true, Duration::ZERO).unwrap();
    let journal: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    // 2 is FULL: SQLite syncs the WAL in each commit.
    let synchronous: i64 = db.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();

    assert_eq!((&*journal, synchronous), ("wal", 2));
}

/// Allows the file so many pages.
async fn limit(store: &SqliteStore, pages: i64) {
    let limit = store.submit(move |work| {
        work.db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
        Ok(())
    });
    limit.await.unwrap();
}

/// Counts the deliveries, payloads and runs of a file, after an integrity check.
async fn sound(store: &SqliteStore) -> (i64, i64, i64) {
    let count = |db: &Connection| -> rusqlite::Result<_> {
        let sound: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        assert_eq!(sound, "ok");
        let sql = "SELECT (SELECT count(*) FROM hookport_deliveries), (SELECT count(*) FROM hookport_payloads),
                          (SELECT count(*) FROM hookport_runs)";
        db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    };
    store.query(count).await.unwrap()
}

fn entry(key: u32, size: usize) -> NewEntry {
    let parts = DeliveryParts {
        provider: "acme".into(),
        event_name: None,
        event_name_is_signed: false,
        id: None,
        id_is_signed: false,
        trust: Trust::Signed,
        secret_index: None,
        sent_at: None,
        received_at: UNIX_EPOCH,
        method: Method::POST,
        uri: Uri::default(),
        headers: HeaderMap::new(),
        body: Bytes::from(vec![b'.'; size]),
    };
    NewEntry {
        endpoint: "shop".into(),
        key: Key::of("test", [key.to_be_bytes()]),
        delivery: Delivery::from_parts(parts, Extensions::new()),
        counted_as: "".into(),
        order: None,
        handlers: vec!["ship".into()],
    }
}

/// The cost of these statements does not grow with the runs that have ended.
const HOT: [(&str, &str); 21] = [
    (accept::FIND, "sqlite_autoindex_hookport_deliveries_1"),
    (runs::RUNS_OF, "PRIMARY KEY"),
    (runs::SUM_UP, "INTEGER PRIMARY KEY"),
    (order::FIRST, "runs_in_line"),
    (order::DUE_FIRST, "runs_in_line"),
    (order::ANOTHER_RUNS, "runs_in_turn"),
    (order::STEP_BACK, "runs_in_turn"),
    (order::STEP_FORWARD, "PRIMARY KEY"),
    (order::STOP, "PRIMARY KEY"),
    (claim::LOST, "runs_running"),
    (claim::LOST_AHEAD, "runs_running"),
    (claim::DUE, "runs_retry"),
    (claim::DUE_AHEAD, "runs_set"),
    (claim::RECEIVED, "runs_received"),
    (claim::NEXT_RETRY, "runs_retry"),
    (claim::NEXT_LOST, "runs_running"),
    (claim::RENEW, "PRIMARY KEY"),
    (settle::FIND, "PRIMARY KEY"),
    (prune::CLOSED, "deliveries_closed"),
    (prune::DEAD, "deliveries_dead"),
    (quarantine::LIST, "quarantine_by_endpoint"),
];

#[test]
fn what_is_done_often_looks_at_no_more_rows_than_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let db = schema::writer(&folder.path().join("inbox.db"), true, Duration::ZERO).unwrap();
    for (sql, index) in HOT {
        let plan = plan(&db, sql);
        assert!(plan.contains(index), "{sql}\n{plan}");
        assert!(!plan.contains("SCAN"), "{sql}\n{plan}");
        // The first of some few is chosen there by sorting them.
        assert!(
            !plan.contains("TEMP B-TREE") || [order::DUE_FIRST, claim::DUE_AHEAD].contains(&sql),
            "{sql}\n{plan}"
        );
    }
    for index in ["received", "held", "running", "retry"] {
        let plan = plan(&db, rename::OPEN_RUNS);
        let found = format!("SEARCH hookport_runs USING COVERING INDEX hookport_runs_{index}");
        assert!(plan.contains(&found), "{plan}");
    }
    for index in ["received", "held", "running", "retry", "dead"] {
        let plan = plan(&db, look::RUN_COUNTS);
        assert!(
            plan.contains(&format!(
                "SCAN hookport_runs USING COVERING INDEX hookport_runs_{index}"
            )),
            "{plan}"
        );
    }
}

#[test]
fn a_listing_goes_by_the_index_that_leads_to_the_fewest_rows() {
    let folder = tempfile::tempdir().unwrap();
    let db = schema::writer(&folder.path().join("inbox.db"), true, Duration::ZERO).unwrap();
    let all = Filter::new().endpoint("x").event("x");
    let failed = all.clone().states(EntryState::FAILED);
    let filters = [
        (Filter::default(), "INTEGER PRIMARY KEY (rowid<?)"),
        (Filter::new().endpoint("x"), "deliveries_by_endpoint"),
        (all, "deliveries_by_event"),
        (failed.clone(), "deliveries_failed"),
        (failed.sender_id("x"), "deliveries_by_sender_id"),
    ];
    for (filter, index) in filters {
        let plan = plan(&db, &list::Way::of(&filter).sql());
        assert!(plan.contains(index), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}

#[test]
fn the_docs_name_all_that_is_in_the_file_and_ask_what_can_be_answered() {
    const DOCS: &str = include_str!("../../../docs/sqlite-schema.md");
    let folder = tempfile::tempdir().unwrap();
    let db = schema::writer(&folder.path().join("inbox.db"), true, Duration::ZERO).unwrap();
    let names = "SELECT name FROM sqlite_schema
                 WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'";
    let mut names = db.prepare(names).unwrap();
    let names = names.query_map([], |row| row.get(0)).unwrap();
    for name in names.collect::<Result<Vec<String>, _>>().unwrap() {
        assert!(name.starts_with(schema::PREFIX), "a closure could write to {name}");
        assert!(DOCS.contains(&format!("| `{name}` |")), "{name}");
    }
    let questions: Vec<_> = DOCS.split("```sql\n").skip(1).collect();
    assert_eq!(questions.len(), 4);
    for question in questions {
        db.prepare(question.split("```").next().unwrap()).unwrap();
    }
    for (view, columns) in DOCS.lines().filter_map(view) {
        db.prepare(&format!("SELECT {columns} FROM {view}")).unwrap();
    }
}

/// The name and the columns of a view, in the row of the docs that describes it.
fn view(line: &str) -> Option<(String, String)> {
    let mut cells = line.split('|').map(|cell| cell.replace('`', "")).skip(1);
    let name = cells.next()?.trim().to_owned();
    name.ends_with("log").then_some(())?;
    Some((name, cells.nth(1)?))
}

fn plan(db: &Connection, sql: &str) -> String {
    let mut explain = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    for parameter in 1..=explain.parameter_count() {
        explain.raw_bind_parameter(parameter, 1).unwrap();
    }
    let mut rows = explain.raw_query();
    let mut plan = String::new();
    while let Some(row) = rows.next().unwrap() {
        plan += &row.get::<_, String>(3).unwrap();
        plan += "\n";
    }
    plan
}
