//! Opening the inbox in a database.

use std::{str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, Connection, Executor,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{
    connect::connect_once,
    database::Database,
    error::{Unfit, of_opening},
    options::PostgresOptions,
    patience::Patience,
    schema,
    sql::Schema,
    store::PostgresStore,
    threads::Threads,
};
use crate::inbox::StoreError;

impl PostgresOptions {
    /// Opens the inbox: makes its tables, or brings those of an older version up to date.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] if the URL or the name of the schema makes no sense, if the database
    /// cannot be reached, is not encoded as UTF-8, or holds an inbox of a newer version.
    pub async fn open(self) -> Result<PostgresStore, StoreError> {
        let (schema, connect) = self.parts()?;
        let threads = Threads::start().map_err(Unfit::Threads)?;
        let listens = self.listens;
        let opened = threads.handle.spawn(async move {
            let patience = Patience::new(self.patience);
            let pool = |connections: u32| pool(connections.max(1), &patience, schema);
            let transactions = pool(self.transactions).connect_lazy_with(connect.clone());
            // Those that the network has lost do not keep it from another one.
            let listening = pool(LISTENING).connect_lazy_with(connect.clone());
            connect_once(&connect, &patience).await?;
            let pool = pool(self.connections).connect_lazy_with(connect);
            let ready = if self.as_it_is {
                schema::check_is_current(&pool, schema).await
            } else {
                schema::prepare(&pool, schema).await
            };
            ready.map_err(of_opening)?;
            schema::check_is_whole(&pool, schema).await.map_err(of_opening)?;
            let database = Database::new([pool, listening], schema, self.clock, patience);
            database.measure_shift().await?;
            Ok::<_, StoreError>((database, transactions))
        });
        let (database, transactions) = opened.await.map_err(|_| Unfit::Closed)??;
        Ok(PostgresStore::new(database, transactions, listens, threads))
    }

    /// Checks the URL and the name of the schema, and connects to nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] with the first mistake, which names no value.
    pub fn check(&self) -> Result<(), StoreError> {
        self.parts().map(drop)
    }

    pub(super) fn parts(&self) -> Result<(Schema, PgConnectOptions), StoreError> {
        if let Some(mistake) = &self.mistake {
            return Err(Unfit::from(mistake.clone()).into());
        }
        let schema = Schema::named(&self.schema)?.shared(!self.listens);
        let connect = PgConnectOptions::from_str(&self.url).map_err(Unfit::Url)?;
        // No number of the store is a float, and pgbouncer refuses what sets their digits.
        let connect = connect.extra_float_digits(None);
        Ok((schema, connect.disable_statement_logging()))
    }
}

pub(super) fn pool(connections: u32, patience: &Patience, schema: Schema) -> PgPoolOptions {
    let of_pool = patience.clone();
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(patience.limit())
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                // A proxy has connections of its own, of which others use this one next.
                if schema.is_shared() {
                    return Ok(());
                }
                connection.execute(SESSION).await.map(drop)
            })
        })
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                // One that was in use just now is there.
                if meta.idle_for > LONG_IDLE {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .after_release(move |connection, _| {
            let patience = of_pool.clone();
            Box::pin(async move { patience.is_usable(connection).await })
        })
}

impl PostgresStore {
    /// Opens the inbox in the schema `hookport` of a database, and makes it if there is none: see
    /// [`PostgresOptions`].
    ///
    /// # Errors
    ///
    /// See [`PostgresOptions::open`].
    ///
    /// ```no_run
    /// use hookport::{inbox::{Filter, Page, Store}, stores::PostgresStore};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = PostgresStore::open("postgres://shop@localhost/shop").await?;
    /// let listing = store.list(Filter::default(), Page::first(20)).await?;
    /// # drop(listing);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn open(url: impl Into<String>) -> Result<Self, StoreError> {
        PostgresOptions::at(url).open().await
    }
}

/// Sets the isolation, without which a lock keeps no order. Lets Postgres notice within a minute that the network
/// has lost a client, whose locks others wait for: by default that takes two hours.
const SESSION: &str = "
    SET default_transaction_isolation = 'read committed';
    SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;
    SET tcp_user_timeout = 60000";

/// One of them listens.
const LISTENING: u32 = 8;

const LONG_IDLE: Duration = Duration::from_secs(1);
