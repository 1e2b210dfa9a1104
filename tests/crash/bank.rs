//! The inbox and the bookings on a Postgres server.

use std::{sync::Arc, time::Duration};

use hookport::{
    Outcome,
    stores::{
        PostgresStore,
        postgres::{
            Tx,
            sqlx::{self, Connection, Executor, PgConnection},
        },
    },
};
use tokio::time::sleep;

use crate::{
    acme::{Order, Shop, router},
    shop::{self, Orders},
};

/// A store, with the table that the handlers write to. It is tried until it succeeds, as a process that does
/// not start is started again.
pub(crate) async fn store(url: &str) -> Arc<PostgresStore> {
    loop {
        if let Ok(store) = PostgresStore::open(url).await
            && make_table(url).await.is_ok()
        {
            return Arc::new(store);
        }
        sleep(Duration::from_millis(20)).await;
    }
}

async fn make_table(url: &str) -> sqlx::Result<()> {
    let mut db = PgConnection::connect(url).await?;
    // Of several processes that come here at one moment, one makes it.
    let table = "SELECT pg_advisory_lock(1); CREATE TABLE IF NOT EXISTS bookings (order_id bigint NOT NULL)";
    db.execute(table).await?;
    db.close().await
}

pub(crate) fn booking() -> Orders {
    router().on(Shop::PAID, book)
}

async fn book(order: Order, mut tx: Tx) -> Result<(), Outcome> {
    let insert = sqlx::query("INSERT INTO bookings VALUES ($1)").bind(order.id.cast_signed());
    insert.execute(&mut *tx).await.map_err(Outcome::retry)?;
    shop::take_time().await;
    Ok(())
}

/// The orders that were booked.
pub(crate) async fn booked(url: &str) -> Vec<u64> {
    let mut db = PgConnection::connect(url).await.unwrap();
    let orders = sqlx::query_scalar("SELECT order_id FROM bookings").fetch_all(&mut db).await;
    orders.unwrap().into_iter().map(i64::cast_unsigned).collect()
}
