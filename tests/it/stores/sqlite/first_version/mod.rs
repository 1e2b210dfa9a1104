//! A file of the first version goes on in this one, whatever state its deliveries are in.

use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use hookport::{
    Trust,
    inbox::{
        Accepted, Change, ClaimRequest, Claimed, Day, Ended, EntryId, EntryState, Filter, Key,
        NewEntry, Page, Prune, Quarantined, Quota, Record, Replay, RunState, Settled, Settlement,
        Store,
    },
    stores::{SqliteStore, sqlite::rusqlite::Connection},
};
use http::Request;

use super::kit::entry;

const TABLES: &str = include_str!("../../../../../src/stores/sqlite/migrations/0001_inbox.sql");
const FORMER_NAMES: &str =
    include_str!("../../../../../src/stores/sqlite/migrations/0001_former_names.sql");
const ROWS: &str = include_str!("rows.sql");

/// A file of the first version that is open in this one.
struct Migrated {
    _folder: tempfile::TempDir,
    store: SqliteStore,
}

impl Migrated {
    async fn of(batches: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.db");
        let db = Connection::open(&path).unwrap();
        for batch in batches {
            db.execute_batch(batch).unwrap();
        }
        drop(db);
        let store = SqliteStore::open(path).await.unwrap();
        Self { _folder: folder, store }
    }

    async fn new() -> Self {
        Self::of(&[TABLES, ROWS]).await
    }

    async fn read(&self, id: u64) -> Record {
        Store::read(&self.store, EntryId::new(id)).await.unwrap().unwrap()
    }

    async fn listed(&self, filter: Filter) -> Vec<u64> {
        let listing = self.store.list(filter, Page::first(99)).await.unwrap();
        listing.entries.iter().map(|entry| entry.id.get()).collect()
    }

    async fn claim(&self, handlers: &[&str], millis: u64) -> Vec<Claimed> {
        let handlers = handlers.iter().map(|name| (Arc::from(*name), 9)).collect();
        let quota =
            |endpoint: &str, handlers| Quota { endpoint: endpoint.into(), at_most: 9, handlers };
        let quotas = vec![quota("shop", handlers), quota("bank", vec![("pay".into(), 9)])];
        let request =
            ClaimRequest { at_most: 99, quotas, now: at(millis), lease: Duration::from_secs(10) };
        self.store.claim(request).await.unwrap().claimed
    }

    async fn end(&self, claimed: &Claimed, ended: Ended, millis: u64) {
        let context = claimed.context.clone();
        let settlement = Settlement::new(claimed.lease.clone(), ended, at(millis), context);
        assert_eq!(self.store.settle(settlement).await.unwrap(), Settled::Kept);
    }
}

#[tokio::test]
async fn each_delivery_is_as_it_was() {
    let file = Migrated::new().await;
    let states = [
        (1, EntryState::Open, "ship received"),
        (2, EntryState::Open, "ship running"),
        (3, EntryState::Retry, "ship retry"),
        (4, EntryState::Open, "ship running"),
        (5, EntryState::Open, "ship held"),
        (6, EntryState::Dead, "ship dead"),
        (7, EntryState::Done, "bill done, ship done"),
        (8, EntryState::Done, "ship stale"),
        (9, EntryState::Cancelled, "ship cancelled"),
        (10, EntryState::Unhandled, ""),
        (11, EntryState::Open, "(route) done, bill received"),
        (12, EntryState::Open, "pay received"),
    ];
    for (id, state, runs) in states {
        let record = file.read(id).await;
        let shown: Vec<_> =
            record.runs.iter().map(|run| format!("{} {}", run.handler, run.state)).collect();
        assert_eq!((record.summary.state, &*shown.join(", ")), (state, runs), "{id}");
        assert_eq!(record.delivery.body(), format!("body {id}").as_bytes());
        assert_eq!(record.delivery.uri().path(), format!("/{id}"));
        assert_eq!(record.summary.received_at, at(id * 1000));
        assert_eq!(&*record.summary.endpoint, if id == 12 { "bank" } else { "shop" });
    }

    let first = file.read(1).await.delivery;
    let first = first.parts();
    assert_eq!(
        (first.event_name.as_deref(), first.event_name_is_signed),
        (Some("order.paid"), true)
    );
    assert_eq!((first.id.as_deref(), first.id_is_signed), (Some("evt_1"), true));
    assert_eq!((first.trust, first.secret_index), (Trust::Signed, Some(1)));
    assert_eq!(first.sent_at, Some(at(900)));
    assert_eq!(first.headers["x-own"], "a");
    let odd = file.read(11).await.delivery;
    let odd = odd.parts();
    assert_eq!((odd.event_name.as_deref(), odd.event_name_is_signed), (Some("order.odd"), false));
    assert_eq!(file.read(9).await.delivery.trust(), Trust::Token);
    assert_eq!(file.read(10).await.delivery.event_name(), None);
    assert_eq!(file.read(3).await.runs[0].due, Some(at(90_000)));
    let bill = &file.read(7).await.runs[0].attempts;
    let attempts: Vec<_> = bill.iter().map(|one| (one.number, one.result.as_str())).collect();
    assert_eq!(attempts, [(1, "retry"), (2, "done")]);
    assert_eq!((bill[0].started_at, bill[0].error.as_deref()), (at(7700), Some("no answer")));
}

#[tokio::test]
async fn the_log_finds_what_was_there() {
    let file = Migrated::new().await;
    let filters = [
        (Filter::new(), vec![12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        (Filter::new().endpoint("bank"), vec![12]),
        (Filter::new().event("order.sent"), vec![7]),
        (Filter::new().event("order.odd"), vec![11]),
        (Filter::new().sender_id("evt_6"), vec![6]),
        (Filter::new().sender_id("evt_11"), vec![11]),
        (Filter::new().trust(Trust::Token), vec![9]),
        (Filter::new().states(EntryState::FAILED), vec![6, 3]),
        (Filter::new().states([EntryState::Done]), vec![8, 7]),
        (Filter::new().states([EntryState::Cancelled]), vec![9]),
        (Filter::new().received_from(at(8000)).received_until(at(11_000)), vec![10, 9, 8]),
        (Filter::new().text("body 4"), vec![4]),
    ];
    for (filter, found) in filters {
        assert_eq!(file.listed(filter.clone()).await, found, "{filter:?}");
    }
}

#[tokio::test]
async fn what_is_not_a_delivery_is_there_too() {
    let file = Migrated::new().await;
    let (overview, usage) =
        file.store.overview(Day::from_number(0)..=Day::from_number(0)).await.unwrap();
    let counts = overview
        .runs
        .iter()
        .map(|run| format!("{} {} {} {}", run.endpoint, run.handler, run.state, run.count));
    let expected = [
        "bank pay received 1",
        "shop bill received 1",
        "shop ship received 1",
        "shop ship held 1",
        "shop ship running 2",
        "shop ship retry 1",
        "shop ship dead 1",
    ];
    assert_eq!(counts.collect::<Vec<_>>(), expected);
    assert_eq!(overview.paused, ["bank".into()]);
    assert_eq!((usage[0].tally.received, usage[0].tally.done), (8, 3));

    let unproved = file.store.quarantined("shop", 9, None).await.unwrap();
    assert_eq!((unproved[0].0, &*unproved[0].1.body), (3, &b"forged"[..]));
    let request = Request::post("/1").body("{}".into()).unwrap();
    let unproved = Quarantined::new("shop".into(), "wrong_signature".to_owned(), at(1), request);
    file.store.change(Change::Quarantine { unproved, at_most: 9 }).await.unwrap();
    let unproved = file.store.quarantined("shop", 9, None).await.unwrap();
    assert_eq!(unproved[1].0, 10, "a number is not given twice");
}

#[tokio::test]
async fn a_key_stays_known_and_no_id_is_given_twice() {
    let file = Migrated::new().await;
    let mut key = [0; 32];
    key[0] = 6;
    let again = NewEntry { key: Key::from_bytes(key), ..entry("again") };

    let accepted = file.store.accept(again).await.unwrap();
    assert_eq!(accepted, Accepted::Duplicate(EntryId::new(6)));
    assert_eq!(file.read(6).await.runs[0].state, RunState::Received, "it was dead");

    let accepted = file.store.accept(entry("new")).await.unwrap();
    assert_eq!(accepted, Accepted::New(EntryId::new(21)));
}

#[tokio::test]
async fn the_work_goes_on_in_its_order() {
    let file = Migrated::new().await;

    let claimed = file.claim(&["ship", "bill"], 20_000).await;
    assert_eq!(known(&claimed), ["1 ship 1 1", "11 bill 1 1"]);
    for claimed in &claimed {
        file.end(claimed, Ended::Done, 21_000).await;
    }
    let claimed = file.claim(&["ship"], 65_000).await;
    assert_eq!(known(&claimed), ["2 ship 3 3"], "its lease has expired");
    let lost = &file.read(2).await.runs[0].attempts[1];
    assert_eq!((lost.number, lost.started_at, lost.result.as_str()), (2, at(2500), "lost"));
    file.end(&claimed[0], Ended::Done, 65_000).await;

    let claimed = file.claim(&["ship"], 95_000).await;
    assert_eq!(known(&claimed), ["4 ship 2 2", "3 ship 2 2"], "by the end of the lease, then due");
    assert!(!claimed[0].stale, "version 5 was the highest");
    for claimed in &claimed {
        file.end(claimed, Ended::Done, 96_000).await;
    }
    let claimed = file.claim(&["ship"], 97_000).await;
    assert_eq!(known(&claimed), ["5 ship 1 1"], "it was behind the fourth one");
    assert!(claimed[0].stale, "the fourth one had version 8");
    file.end(&claimed[0], Ended::Stale, 97_000).await;

    file.store.change(Change::Resume { endpoint: "bank".into() }).await.unwrap();
    assert_eq!(known(&file.claim(&["ship"], 98_000).await), ["12 pay 1 1"]);
}

#[tokio::test]
async fn what_has_ended_can_be_replayed_or_removed() {
    let file = Migrated::new().await;
    let replay = |id, runs| Change::Replay {
        entries: vec![EntryId::new(id)],
        runs,
        served: Vec::new(),
        at: at(20_000),
    };
    for (id, runs) in [(9, Replay::Failed), (6, Replay::Failed), (8, Replay::All)] {
        assert_eq!(file.store.change(replay(id, runs)).await.unwrap(), 1, "{id}");
    }
    assert_eq!(file.read(8).await.runs[0].state, RunState::Held, "it has an ordering key");
    let claimed = known(&file.claim(&["ship"], 20_000).await);
    assert_eq!(claimed, ["1 ship 1 1", "6 ship 4 1", "9 ship 5 1"]);

    let prune = Prune {
        closed_before: at(10_001),
        dead_before: None,
        quarantined_before: at(0),
        at_most: 99,
    };
    assert_eq!(file.store.change(Change::Prune(prune)).await.unwrap(), 3, "two, and a version");
    assert_eq!(file.listed(Filter::new()).await, [12, 11, 9, 8, 6, 5, 4, 3, 2, 1]);
}

#[tokio::test]
async fn former_names_of_handlers_stay() {
    let names =
        "INSERT INTO hookport_handlers (id, endpoint, name, same_as) VALUES (5, 1, 'send', 1);
                 UPDATE hookport_renamings SET number = 1";
    let file = Migrated::of(&[TABLES, FORMER_NAMES, ROWS, names]).await;

    let (overview, _) =
        file.store.overview(Day::from_number(0)..=Day::from_number(0)).await.unwrap();
    let former = &overview.former_names[0];
    assert_eq!((&*former.name, &*former.handler), ("send", "ship"));
    assert_eq!(known(&file.claim(&["send"], 20_000).await), ["1 send 1 1"]);
}

/// A key or a view of the user's must not stop it.
#[tokio::test]
async fn tables_of_the_user_stay() {
    let own = "CREATE TABLE orders (delivery INTEGER REFERENCES hookport_deliveries (id));
               INSERT INTO orders VALUES (7);
               CREATE VIEW paid AS SELECT id FROM hookport_deliveries WHERE size > 5";
    let file = Migrated::of(&[TABLES, ROWS, own]).await;

    let sql = "SELECT count(*) FROM orders o JOIN paid p ON p.id = o.delivery";
    let found = file.store.query(move |db| db.query_row(sql, [], |row| row.get::<_, i64>(0)));
    assert_eq!(found.await.unwrap(), 1);
    let sound = file
        .store
        .query(|db| db.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0)));
    assert_eq!(sound.await.unwrap(), "ok");
}

/// Entry, handler, attempt and attempts that count.
fn known(claimed: &[Claimed]) -> Vec<String> {
    let known = claimed.iter().map(|claimed| {
        let lease = &claimed.lease;
        format!("{} {} {} {}", lease.entry, lease.handler, claimed.attempt, claimed.tried)
    });
    known.collect()
}

fn at(millis: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(millis)
}
