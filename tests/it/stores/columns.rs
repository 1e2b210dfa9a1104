//! A copy of an inbox leaves no column of the database out.

use std::time::SystemTime;

use bytes::Bytes;
use hookport::{
    Batch, Delivery, Item,
    inbox::{Change, Ended, NewEntry, Order, Quarantined, Store},
    stores::{
        SqliteStore,
        copy::sqlite_to_postgres,
        postgres::{
            PostgresOptions,
            sqlx::{self, Connection, Executor, PgConnection},
        },
    },
};
use http::{Extensions, Request};

use super::moved::{claim, delivery, end, fill};
use crate::kit::Postgres;

#[tokio::test]
async fn each_column_of_each_table_of_the_database_is_copied() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Postgres::shared());
    let (path, schema) = (folder.path().join("inbox.db"), server.new_schema());
    let store = SqliteStore::open(&path).await.unwrap();
    fill_each_table(&store).await;
    store.close().await;
    let to = || PostgresOptions::at(server.url()).schema(&*schema).connections(2);
    to().open().await.unwrap().close().await;
    let mut db = PgConnection::connect(server.url()).await.unwrap();
    refuse_defaults(&mut db, &schema).await;

    sqlite_to_postgres(path, to(), |_| {}).await.unwrap();
    let empty: Vec<String> =
        sqlx::query_scalar(TABLES).bind(&schema).fetch_all(&mut db).await.unwrap();
    for table in empty {
        let rows = format!("SELECT count(*) FROM {schema}.{table}");
        let rows: i64 = sqlx::query_scalar(&rows).fetch_one(&mut db).await.unwrap();
        assert!(rows > 0, "nothing is told by `{table}`, which has no row");
    }
}

/// Lets each column that a copy leaves out make it fail.
async fn refuse_defaults(db: &mut PgConnection, schema: &str) {
    let refuse = format!(
        "CREATE FUNCTION {schema}.forgotten(name text) RETURNS text LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'column % is not copied', name; END $$"
    );
    db.execute(&*refuse).await.unwrap();
    let defaults: Vec<String> =
        sqlx::query_scalar(DEFAULTS).bind(schema).fetch_all(&mut *db).await.unwrap();
    assert!(defaults.len() > 80, "{defaults:?}");
    db.execute(&*defaults.join(";")).await.unwrap();
}

/// A file has no secrets of accounts. The end of a copy gives each endpoint the handler that routes, which has one name only.
const DEFAULTS: &str = "
    SELECT format('ALTER TABLE %1$I.%2$I ALTER %3$I SET DEFAULT %1$I.forgotten(%4$L)::text::%5$I',
        table_schema, table_name, column_name, table_name || '.' || column_name, udt_name)
    FROM information_schema.columns
    WHERE table_schema = $1 AND is_identity = 'NO'
        AND table_name NOT IN ('migrations', 'renamings', 'locks', 'probe', 'copy', 'account_secrets')
        AND (table_name, column_name) <> ('handlers', 'same_as')";

const TABLES: &str = "
    SELECT table_name::text FROM information_schema.tables
    WHERE table_schema = $1 AND table_name NOT IN ('probe', 'account_secrets')";

/// Keeps what makes a row in each table.
async fn fill_each_table(store: &dyn Store) {
    let now = SystemTime::now();
    let mut versioned = delivery("version", 1);
    let mut order = Order::by("key");
    order.version = Some(7);
    versioned.order = Some(order);
    store.accept(versioned).await.unwrap();
    let claimed = claim(store, now).await.remove(0);
    end(store, claimed, Ended::Done, now).await;
    store.accept_batch(batch()).await.unwrap();
    for claimed in claim(store, now).await {
        end(store, claimed, Ended::Done, now).await;
    }
    let request = Request::post("/shop").body(Bytes::new()).unwrap();
    let unproved = Quarantined::new("shop".into(), "wrong".to_owned(), now, request);
    store.change(Change::Quarantine { unproved, at_most: 1 }).await.unwrap();
    fill(store).await;
}

fn batch() -> Vec<NewEntry> {
    let item = Item::new(Batch::new(Bytes::from_static(b"[1]")), 0, 1..2);
    let mut entry = delivery("item", 1);
    let mut parts = entry.delivery.parts().clone();
    parts.item = item;
    entry.delivery = Delivery::from_parts(parts, Extensions::new());
    vec![entry]
}
