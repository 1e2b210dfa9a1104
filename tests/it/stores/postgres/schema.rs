//! The schema is made once, by whoever may, and one of a newer version is left alone.

use std::{error::Error, time::SystemTime};

use bytes::Bytes;
use hookport::{
    Batch, Delivery, Item,
    inbox::{
        Accepted, Change, Day, Filter, HandlerNames, NewEntry, Page, Quarantined, Store, Tally,
    },
    stores::postgres::{
        PostgresOptions,
        sqlx::{self, Connection, Executor, PgConnection},
    },
};
use http::{Extensions, Request};
use tokio::task::JoinSet;

use super::delivery;
use crate::kit::Postgres;

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_at_one_moment_make_one_schema() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let mut opening = JoinSet::new();
    for _ in 0..8 {
        opening.spawn(PostgresOptions::at(server.url()).schema(&*schema).connections(2).open());
    }
    for opened in opening.join_all().await {
        opened.unwrap().close().await;
    }
    let mut db = PgConnection::connect(server.url()).await.unwrap();
    let count = format!("SELECT count(*) = max(number) FROM {schema}.migrations");
    assert!(sqlx::query_scalar::<_, bool>(&count).fetch_one(&mut db).await.unwrap());
}

#[tokio::test]
async fn a_schema_of_a_newer_version_is_refused() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let open = || PostgresOptions::at(server.url()).schema(&*schema).open();
    open().await.unwrap().close().await;
    let mut db = PgConnection::connect(server.url()).await.unwrap();
    db.execute(&*format!("INSERT INTO {schema}.migrations VALUES (99)")).await.unwrap();

    let refused = open().await.unwrap_err();
    let told = "the schema is of a newer version of hookport: 99, this one knows";
    assert!(refused.source().unwrap().to_string().starts_with(told), "{refused:?}");
}

#[tokio::test]
async fn who_may_make_no_schema_can_be_given_one() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let mut db = PgConnection::connect(server.url()).await.unwrap();
    let give =
        format!("CREATE ROLE of_{schema} LOGIN; CREATE SCHEMA {schema} AUTHORIZATION of_{schema}");
    db.execute(&*give).await.unwrap();

    let url = server.url().replace("tests@", &format!("of_{schema}@"));
    let store = PostgresOptions::at(url).schema(&*schema).open().await.unwrap();
    store.accept(delivery("a")).await.unwrap();
}

/// What docs/postgres.md says that a receiver needs that only accepts.
const GRANTS: &str = "
    GRANT USAGE ON SCHEMA hookport TO accepts;
    GRANT SELECT ON hookport.migrations, hookport.copy, hookport.endpoints, hookport.handlers, hookport.renamings,
        hookport.kinds, hookport.deliveries, hookport.queue, hookport.locks, hookport.usage,
        hookport.probe, hookport.attempts, hookport.ended TO accepts;
    GRANT INSERT ON hookport.endpoints, hookport.handlers, hookport.kinds, hookport.deliveries,
        hookport.payloads, hookport.requests, hookport.items, hookport.queue, hookport.usage,
        hookport.ended, hookport.probe, hookport.quarantine TO accepts;
    GRANT SELECT (id) ON hookport.requests TO accepts;
    GRANT SELECT (endpoint) ON hookport.quarantine TO accepts;
    GRANT UPDATE ON hookport.handlers, hookport.locks, hookport.queue, hookport.usage, hookport.probe
        TO accepts;
    GRANT UPDATE (key) ON hookport.deliveries TO accepts;
    GRANT DELETE ON hookport.queue, hookport.ended TO accepts;
    GRANT USAGE ON SEQUENCE hookport.delivery_ids TO accepts";

#[tokio::test]
async fn who_only_accepts_needs_few_rights_and_reads_no_payload() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let owner = PostgresOptions::at(server.url()).schema(&*schema).open().await.unwrap();
    let (mut db, role) =
        (PgConnection::connect(server.url()).await.unwrap(), format!("of_{schema}"));
    let grants = GRANTS.replace("accepts", &role).replace("hookport", &schema);
    db.execute(&*format!("CREATE ROLE {role} LOGIN; {grants}")).await.unwrap();

    let url = server.url().replace("tests@", &format!("{role}@"));
    let receiver = PostgresOptions::at(url).schema(&*schema).open().await.unwrap();
    let accepted = receiver.accept(delivery("a")).await.unwrap();
    assert!(receiver.accept(delivery("a")).await.unwrap().id() == accepted.id(), "a duplicate");
    assert!(receiver.read(accepted.id()).await.is_err(), "it may not read what was kept");
    assert!(owner.read(accepted.id()).await.unwrap().is_some());

    let kept = receiver.accept_batch(batch(["b", "c"])).await.unwrap();
    let again = receiver.accept_batch(batch(["b", "c"])).await.unwrap();
    let ids = |all: Vec<Accepted>| all.into_iter().map(Accepted::id).collect::<Vec<_>>();
    let kept = ids(kept);
    assert_eq!(kept, ids(again), "duplicates");
    assert!(owner.read(kept[1]).await.unwrap().is_some());

    let unproved = || Change::Quarantine { unproved: unproved(), at_most: 1 };
    assert_eq!(receiver.change(unproved()).await.unwrap(), 1);
    assert_eq!(receiver.change(unproved()).await.unwrap(), 0, "it is full");
    let read = receiver.quarantined("shop", 9, None).await;
    assert!(read.is_err(), "it may not read what was not proved");
    let mut tally = Tally::default();
    tally.limited = 3;
    for change in [
        Change::Count { day: Day::from_number(1), endpoint: "shop".into(), tally },
        Change::NameHandlers {
            endpoint: "shop".into(),
            handlers: vec![HandlerNames::new("ship".into(), Vec::new())],
            at: SystemTime::now(),
        },
        Change::Probe,
    ] {
        receiver.change(change).await.unwrap();
    }
    let all_days = || Day::from_number(0)..=Day::from_number(99_999);
    let told = receiver.overview(all_days()).await.unwrap();
    assert_eq!(told, owner.overview(all_days()).await.unwrap(), "its health page shows all");
    receiver.load().await.unwrap();

    let verifies = format!("GRANT SELECT, DELETE ON {schema}.quarantine TO {role}");
    db.execute(&*verifies).await.unwrap();
    let number = receiver.quarantined("shop", 9, None).await.unwrap()[0].0;
    let leave = Change::LeaveQuarantine { number, entries: vec![delivery("d")] };
    assert_eq!(receiver.change(leave).await.unwrap(), 1);
    assert_eq!(owner.list(Filter::new(), Page::first(9)).await.unwrap().entries.len(), 4);
}

/// Two items of one request, of which the last one lies in it in another coding.
fn batch(keys: [&str; 2]) -> Vec<NewEntry> {
    let whole = Batch::new(Bytes::from_static(b"[1,2]"));
    let items = [
        Item::new(whole.clone(), 0, 1..2).unwrap(),
        Item::decoded(whole, 1, Bytes::from_static(b"two")),
    ];
    let entries = keys.into_iter().zip(items).map(|(key, item)| {
        let mut entry = delivery(key);
        let mut parts = entry.delivery.parts().clone();
        parts.item = Some(item);
        entry.delivery = Delivery::from_parts(parts, Extensions::new());
        entry
    });
    entries.collect()
}

fn unproved() -> Quarantined {
    let request = Request::post("/shop").body(Bytes::from_static(b"secret")).unwrap();
    Quarantined::new("shop".into(), "wrong_signature".to_owned(), SystemTime::now(), request)
}
