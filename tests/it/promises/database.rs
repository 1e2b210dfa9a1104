//! An inbox in a schema of Postgres.

use std::{sync::Arc, time::Duration};

use hookport::{
    Outcome,
    inbox::Store,
    stores::postgres::{
        PostgresOptions, Tx,
        sqlx::{self, Connection, PgConnection},
    },
};

use super::kit::Books;
use crate::kit::{Fsync, Postgres};

pub(super) struct Schema {
    /// Its own server, or the one that tests share.
    own: Option<Arc<Postgres>>,
    name: String,
}

impl Schema {
    pub(super) fn new() -> Self {
        Self { own: None, name: Postgres::shared().new_schema() }
    }

    pub(super) fn that_can_crash() -> Self {
        Self { own: Some(Arc::new(Postgres::start(Fsync::On))), name: "hookport".to_owned() }
    }

    fn server(&self) -> &Postgres {
        self.own.as_deref().unwrap_or_else(|| Postgres::shared())
    }

    pub(super) async fn open(&self) -> Arc<dyn Store> {
        let options = PostgresOptions::at(self.server().url()).schema(&*self.name);
        Arc::new(options.connections(6).patience(Duration::from_secs(10)).open().await.unwrap())
    }

    /// The data that has left the processes of the server.
    pub(super) fn after_power_cut(&self) -> Self {
        self.server().crash_and_restart();
        Self { own: self.own.clone(), name: self.name.clone() }
    }

    pub(super) async fn take_away(&self) {
        self.run(&format!("ALTER SCHEMA {0} RENAME TO {0}_away", self.name)).await;
    }

    pub(super) async fn bring_back(&self) {
        // This fails if it was made anew.
        self.run(&format!("ALTER SCHEMA {0}_away RENAME TO {0}", self.name)).await;
    }

    /// Fails if something is half-written.
    pub(super) async fn check(&self) {
        let halves = format!(
            "SELECT count(*) FROM {0}.deliveries d FULL JOIN {0}.payloads p ON p.delivery = d.id
             WHERE d.id IS NULL OR p.delivery IS NULL",
            self.name
        );
        assert_eq!(self.number(&halves).await, 0);
    }

    /// Makes a table of handled orders, and returns its name.
    pub(super) async fn make_books(&self) -> String {
        self.run(&format!("CREATE TABLE {}.bookings (order_id bigint NOT NULL)", self.name)).await;
        format!("{}.bookings", self.name)
    }

    pub(super) async fn booked(&self) -> i64 {
        self.number(&format!("SELECT count(*) FROM {}.bookings", self.name)).await
    }

    async fn run(&self, sql: &str) {
        sqlx::query(sql).execute(&mut self.connect().await).await.unwrap();
    }

    async fn number(&self, sql: &str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.connect().await).await.unwrap()
    }

    async fn connect(&self) -> PgConnection {
        PgConnection::connect(self.server().url()).await.unwrap()
    }
}

impl Books for Tx {
    async fn add(&mut self, table: &str, order: u64, closed: bool) -> Result<(), Outcome> {
        let insert = format!("INSERT INTO {table} VALUES ($1)");
        let insert = sqlx::query(&insert).bind(order.cast_signed());
        insert.execute(&mut **self).await.map_err(Outcome::retry)?;
        if closed { Err(Outcome::retry("the bank is closed")) } else { Ok(()) }
    }
}
