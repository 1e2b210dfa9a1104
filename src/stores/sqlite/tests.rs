//! Tests of what only the inside shows: a full file, and the query plans.

use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use http::{Extensions, HeaderMap, Method, Uri};
use rusqlite::Connection;

use super::{
    accept, claim, claims, dead_runs, error::unexpected, kinds, known_requests, newest, order,
    prune, quarantine, queue, rename, runs, schema, sources,
};
use crate::{
    Batch, Delivery, DeliveryParts, Item, Trust,
    inbox::{Accepted, Change, ClaimRequest, Key, NewEntry, Quota, Store, StoreError},
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

#[tokio::test]
async fn items_that_are_claimed_one_by_one_share_the_request() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("inbox.db")).await.unwrap();
    let batch = Batch::new(Bytes::from_static(b"[1,2]"));
    let items = [1..2, 3..4].into_iter().enumerate().map(|(position, range)| {
        let mut entry = entry(position.try_into().unwrap(), 1);
        let mut parts = entry.delivery.parts().clone();
        parts.item = Item::new(batch.clone(), position, range);
        entry.delivery = Delivery::from_parts(parts, Extensions::new());
        entry
    });
    store.accept_batch(items.collect()).await.unwrap();
    let one = || ClaimRequest {
        quotas: vec![Quota {
            endpoint: "shop".into(),
            handlers: vec![("ship".into(), 1)],
            at_most: 1,
        }],
        at_most: 1,
        lease: Duration::from_secs(9),
        now: UNIX_EPOCH,
    };

    let mut shared = Vec::new();
    for _ in 0..2 {
        let claimed = store.claim(one()).await.unwrap().claimed.remove(0);
        shared.push(claimed.delivery.item.unwrap().batch().clone());
    }
    assert!(shared[0].is(&shared[1]));
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
                          (SELECT count(*) FROM hookport_queue)";
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
        tenant: None,
        tenant_is_signed: false,
        trust: Trust::Signed,
        secret_index: None,
        sent_at: None,
        received_at: UNIX_EPOCH,
        method: Method::POST,
        uri: Uri::default(),
        headers: HeaderMap::new().into(),
        body: Bytes::from(vec![b'.'; size]),
        item: None,
        trace: None,
    };
    NewEntry {
        endpoint: "shop".into(),
        key: Key::of("test", [key.to_be_bytes()]),
        delivery: Delivery::from_parts(parts, Extensions::new()),
        duplicate_within: None,
        counted_as: "".into(),
        order: None,
        handlers: vec!["ship".into()],
    }
}

/// The cost of these statements does not grow with the runs that have ended.
fn hot() -> Vec<(&'static str, &'static str)> {
    let mut hot = vec![
        (claim::RECEIVED, "q USING PRIMARY KEY"),
        (claim::DUE, "q USING PRIMARY KEY"),
        (claim::LOST, "claims_by_end"),
        (claim::AHEAD, "queue_by_set_time"),
        (accept::FIND, "sqlite_autoindex_hookport_deliveries_1"),
        (accept::NEXT_ID, "INTEGER PRIMARY KEY"),
        (accept::IS_DEAD, "queue_aside"),
        (kinds::FIND, "kinds_by_event"),
        (runs::QUEUED, "queue_aside"),
        (runs::FINISHED, "a USING PRIMARY KEY"),
        (queue::REMOVE, "PRIMARY KEY"),
        (order::FIRST, "queue_in_line"),
        (order::DUE_FIRST, "queue_in_line"),
        (order::IN_TURN, "queue_in_turn"),
        (order::HELD, "queue_in_line"),
        (order::ANOTHER_RUNS, "queue_in_turn"),
        (known_requests::ITEM, "rowid=?"),
        (known_requests::REQUEST, "rowid=?"),
        (claims::LEASED, "q USING PRIMARY KEY"),
        (claims::FIRST_END, "q USING PRIMARY KEY"),
        (claim::ANY, "claims_by_end"),
        (claim::ANY_AHEAD, "queue_by_set_time"),
        (claim::LEAVE, "PRIMARY KEY (handler=? AND phase=? AND at=? AND delivery<?)"),
        (claim::NEXT_RETRY, "PRIMARY KEY"),
        (claim::NEXT_LOST, "claims_by_end"),
        (rename::OPEN_RUNS, "PRIMARY KEY (handler=? AND phase<?)"),
        (prune::ENDED, "PRIMARY KEY"),
        (quarantine::LIST, "quarantine_by_endpoint"),
    ];
    hot.push((prune::REMOVE_BLOCK, "rowid=?"));
    hot.extend(prune::REMOVE_ENTRY.map(|sql| (sql, "=?")));
    hot
}

#[test]
fn what_is_done_often_looks_at_no_more_rows_than_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let db = schema::writer(&folder.path().join("inbox.db"), true, Duration::ZERO).unwrap();
    for (sql, index) in hot() {
        let plan = plan(&db, sql);
        assert!(plan.contains(index), "{sql}\n{plan}");
        // There are as many claims as run, and seven phases.
        let scans = plan.lines().filter(|line| line.contains("SCAN"));
        let small = ["SCAN c", "SCAN p", "SCAN CONSTANT ROW"];
        let all_small =
            scans.into_iter().all(|line| small.iter().any(|small| line.contains(small)));
        assert!(all_small, "{sql}\n{plan}");
        // The first of some few is chosen there by sorting them.
        let sorts = sql == order::DUE_FIRST
            || sql == rename::OPEN_RUNS
            || sql == claim::LOST
            || sql == claim::AHEAD;
        assert!(!plan.contains("TEMP B-TREE") || sorts, "{sql}\n{plan}");
    }
}

#[test]
fn a_listing_is_led_by_an_index_to_the_next_entry_that_may_be_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let db = schema::writer(&folder.path().join("inbox.db"), true, Duration::ZERO).unwrap();
    let sources = [
        (sources::ALL, "INTEGER PRIMARY KEY (rowid<?)"),
        (sources::BY_KEY, "sqlite_autoindex_hookport_deliveries_1 (key=?)"),
        (sources::BY_SENDER, "deliveries_by_sender (<expr>=? AND <expr>=? AND rowid<?)"),
        (sources::BY_KIND, "deliveries_by_kind (kind=? AND rowid<?)"),
        (sources::BY_EVENT, "deliveries_by_event (event=? AND rowid<?)"),
        (sources::BY_TENANT, "deliveries_by_tenant (tenant=? AND rowid<?)"),
        (sources::TRIED, "PRIMARY KEY (delivery<?)"),
        (sources::UNHANDLED, "deliveries_unhandled (id<?)"),
        (sources::ASIDE, "queue_aside (phase=? AND delivery<?)"),
        (sources::RECEIVED, "PRIMARY KEY (handler=? AND phase=? AND at=? AND delivery<?)"),
        (sources::RUNNING, "PRIMARY KEY (handler=? AND phase=? AND at=?"),
        (sources::BLOCK, "INTEGER PRIMARY KEY (rowid<?)"),
        (dead_runs::DEAD_RUNS, "queue_aside (phase=?)"),
        (newest::NEWEST, "deliveries_by_kind (kind=?)"),
    ];
    for (sql, index) in sources {
        let plan = plan(&db, sql);
        assert!(plan.contains(index), "{sql}\n{plan}");
        // Only within a block, or all kinds.
        let sorts = sql == sources::BY_SENDER || sql == newest::NEWEST;
        assert!(!plan.contains("TEMP B-TREE") || sorts, "{sql}\n{plan}");
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
