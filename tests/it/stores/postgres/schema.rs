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
