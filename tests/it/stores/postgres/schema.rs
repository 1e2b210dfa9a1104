//! The schema is made once, by whoever may, and one of a newer version is left alone.

use std::{error::Error, time::Duration};

use hookport::{
    inbox::Store,
    stores::postgres::{
        PostgresOptions,
        sqlx::{self, Connection, Executor, PgConnection},
    },
};
use tokio::{net::TcpListener, task::JoinSet, time::timeout};

use super::{MINUTE, delivery};
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
async fn a_server_that_takes_no_writes_is_refused() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let open =
        |more: &str| PostgresOptions::at(format!("{}{more}", server.url())).schema(&*schema).open();
    let as_a_standby = "&options=-c%20default_transaction_read_only%3Don";

    let refused = open(as_a_standby).await.unwrap_err();
    assert!(refused.source().unwrap().to_string().starts_with("the server takes no writes"));

    // What only looks may look there.
    open("").await.unwrap().close().await;
    let look = format!("{}{as_a_standby}", server.url());
    PostgresOptions::at(look).schema(&*schema).as_it_is().open().await.unwrap();
}

#[tokio::test]
async fn a_server_that_hangs_up_is_tried_again_until_the_patience_ends() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("postgres://tests@{}/postgres", listener.local_addr().unwrap());
    let opening = tokio::spawn(PostgresOptions::at(url).patience(Duration::from_secs(1)).open());

    let hang_up = async {
        for _ in 0..3 {
            drop(listener.accept().await.unwrap());
        }
        drop(listener);
    };
    timeout(MINUTE, hang_up).await.expect("it is asked three times");

    let cause = opening.await.unwrap().unwrap_err().into_cause();
    assert!(matches!(cause.downcast_ref(), Some(sqlx::Error::Io(_))), "{cause:?}");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up_after_the_patience() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("postgres://tests@{}/postgres", listener.local_addr().unwrap());

    let late = PostgresOptions::at(url).patience(Duration::from_secs(1)).open().await.unwrap_err();

    assert_eq!(late.into_cause().to_string(), "the database has not answered within 1s");
    listener.accept().await.unwrap();
    let second = timeout(Duration::from_millis(10), listener.accept()).await;
    assert!(second.is_err(), "it is asked once");
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
