//! A server that speaks TLS, by a certificate for `localhost`.

use std::error::Error;

use hookport::{
    inbox::Store,
    stores::postgres::{
        PostgresOptions,
        sqlx::{self, Connection, PgConnection},
    },
};

use super::delivery;
use crate::kit::Postgres;

const FILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/stores/postgres/tls_files");

#[tokio::test]
async fn a_server_is_believed_by_its_root_and_name_alone() {
    let server = Postgres::start_with_tls(
        include_str!("tls_files/localhost.cert.pem"),
        include_str!("tls_files/localhost.key.pem"),
    );
    let url = |host: &str, more: &str| {
        let port = server.port();
        format!("postgres://tests@{host}:{port}/postgres?sslmode=verify-full{more}")
    };
    let root = format!("&sslrootcert={FILES}/root.pem");

    let store = PostgresOptions::at(url("localhost", &root)).open().await.unwrap();
    store.accept(delivery("a")).await.unwrap();
    let mut db = PgConnection::connect(server.url()).await.unwrap();
    let plain = "SELECT count(*) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)
        WHERE NOT s.ssl AND a.client_addr IS NOT NULL";
    let plain: i64 = sqlx::query_scalar(plain).fetch_one(&mut db).await.unwrap();
    assert_eq!(plain, 0, "all of it goes over TLS");

    // One that is refused is not tried again for so long.
    let patient = format!("{root}&patience=300");
    for url in [url("localhost", "&patience=300"), url("127.0.0.1", &patient)] {
        let refused = PostgresOptions::at(url).open().await.unwrap_err();
        let told = format!("{refused}: {}", refused.source().unwrap());
        assert!(told.contains("certificate"), "{told}");
    }
}
