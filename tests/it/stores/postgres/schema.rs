//! The schema is made once, by whoever may, and one of a newer version is left alone.

use std::error::Error;

use hookport::{
    inbox::Store,
    stores::postgres::{
        PostgresOptions,
        sqlx::{self, Connection, Executor, PgConnection},
    },
};
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
        hookport.ended, hookport.probe TO accepts;
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
}
