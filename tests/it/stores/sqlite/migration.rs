//! Files of older versions.

use std::{sync::Arc, time::Duration};

use hookport::{
    inbox::{ClaimRequest, Claimed, Ended, EntryId, Quota, RunState, Settlement, Store},
    stores::{
        SqliteStore,
        sqlite::rusqlite::{Connection, params},
    },
};

use super::kit::at;

const FIRST: &str = include_str!("../../../../src/stores/sqlite/migrations/0001_inbox.sql");

#[tokio::test]
async fn a_file_with_an_order_of_each_handler_goes_on_with_one_of_deliveries() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    let old = old_file(&path);
    for (id, key, handler, state) in [
        (1, "a", BILL, "retry"),
        (2, "a", SHIP, "received"),
        (3, "a", SHIP, "held"),
        (4, "b", SHIP, "dead"),
        (5, "b", SHIP, "received"),
        (6, "b", BILL, "running"),
        (7, "b", SHIP, "held"),
    ] {
        keep(&old, id, key, handler, state);
    }
    drop(old);

    let store = SqliteStore::open(&path).await.unwrap();
    let states = states(&store, 7).await;
    let [retry, received, held] = [RunState::Retry, RunState::Received, RunState::Held];
    let of_b = [RunState::Dead, held, RunState::Running, held];
    assert_eq!(states, [[retry, held, held].as_slice(), of_b.as_slice()].concat(), "{received}");

    let mut order = Vec::new();
    for second in 1000..1010 {
        for claimed in claim(&store, second).await {
            order.push(claimed.lease.entry.get());
            let done = Settlement::new(claimed.lease, Ended::Done, at(second), claimed.context);
            store.settle(done).await.unwrap();
        }
    }
    let of =
        |ids: &[u64]| -> Vec<u64> { order.iter().copied().filter(|id| ids.contains(id)).collect() };
    assert_eq!(of(&[1, 2, 3]), [1, 2, 3]);
    assert_eq!(of(&[5, 6, 7]), [6, 5, 7], "what ran comes to its end, then the first one");
}

/// Each of them waits for a retry that is not due, and lets others pass.
#[tokio::test]
async fn of_what_waits_and_lets_others_pass_the_one_that_is_due_first_has_its_turn() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    let old = old_file(&path);
    for id in 1..=3 {
        keep(&old, id, "a", SHIP, "retry");
    }
    let due = "UPDATE hookport_deliveries SET lets_pass = 1;
               UPDATE hookport_runs SET due_at = iif(delivery = 2, 3000, 6000);";
    old.execute_batch(due).unwrap();
    drop(old);

    let store = SqliteStore::open(&path).await.unwrap();
    assert_eq!(states(&store, 3).await, [RunState::Held, RunState::Retry, RunState::Held]);
}

/// The time for them would grow with the square of their number: it would be minutes.
#[tokio::test]
async fn many_deliveries_of_one_key_are_migrated_in_a_moment() {
    const DELIVERIES: i64 = 20_000;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    let old = old_file(&path);
    old.execute_batch("BEGIN").unwrap();
    (1..=DELIVERIES).for_each(|id| keep(&old, id, "a", SHIP, "held"));
    old.execute_batch("COMMIT").unwrap();
    drop(old);

    let opened = tokio::time::timeout(Duration::from_secs(60), SqliteStore::open(&path)).await;
    let store = opened.expect("it takes a moment").unwrap();
    assert_eq!(states(&store, 2).await, [RunState::Received, RunState::Held]);
}

const SHIP: i64 = 1;
const BILL: i64 = 2;

fn old_file(path: &std::path::Path) -> Connection {
    let db = Connection::open(path).unwrap();
    db.execute_batch(FIRST).unwrap();
    db.execute_batch(
        "INSERT INTO hookport_migrations VALUES (1);
         INSERT INTO hookport_endpoints (id, name) VALUES (1, 'shop');
         INSERT INTO hookport_handlers (id, endpoint, name) VALUES (1, 1, 'ship'), (2, 1, 'bill');",
    )
    .unwrap();
    db
}

/// Adds a delivery with one run, as the first version did.
fn keep(db: &Connection, id: i64, key: &str, handler: i64, state: &str) {
    let of_entry = if state == "retry" || state == "dead" { state } else { "open" };
    let ended = (state == "dead").then_some(1);
    let due = (state == "retry").then_some(1);
    let until = (state == "running").then_some(2);
    db.execute(
        "INSERT INTO hookport_deliveries
            (id, endpoint, key, state, ended_at, provider, event_is_signed, sender_id_is_signed,
             trust, received_at, size, counted_as, order_key)
         VALUES (?1, 1, CAST(?1 AS BLOB), ?2, ?3, 'acme', 1, 1, 'signed', 1, 0, '', ?4)",
        params![id, of_entry, ended, key],
    )
    .unwrap();
    db.execute("INSERT INTO hookport_payloads VALUES (?1, 'POST', '/shop', x'', x'')", [id])
        .unwrap();
    db.execute(
        "INSERT INTO hookport_runs
            (delivery, handler, state, claims, due_at, claimed_at, lease_until, ended_at, order_key)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8)",
        params![id, handler, state, i64::from(until.is_some()), due, until, ended, key],
    )
    .unwrap();
}

async fn states(store: &SqliteStore, entries: u64) -> Vec<RunState> {
    let mut states = Vec::new();
    for id in 1..=entries {
        let record = Store::read(store, EntryId::new(id)).await.unwrap().unwrap();
        states.extend(record.runs.iter().map(|run| run.state));
    }
    states
}

async fn claim(store: &SqliteStore, second: u64) -> Vec<Claimed> {
    let handlers = vec![(Arc::from("ship"), 9), (Arc::from("bill"), 9)];
    let quotas = vec![Quota { endpoint: "shop".into(), at_most: 9, handlers }];
    let (now, lease) = (at(second), Duration::from_secs(60));
    store.claim(ClaimRequest { at_most: 9, quotas, now, lease }).await.unwrap().claimed
}
