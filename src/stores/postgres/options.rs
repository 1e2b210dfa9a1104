//! The settings of a store in Postgres.

use std::{str::FromStr, time::Duration};

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{
    database::Database, error::Unfit, schema, sql::Schema, store::PostgresStore, threads::Threads,
};
use crate::inbox::StoreError;

/// The settings of a [`PostgresStore`].
#[derive(Debug, Clone)]
#[must_use]
pub struct PostgresOptions {
    url: String,
    schema: String,
    connections: u32,
    patience: Duration,
}

impl PostgresOptions {
    /// Begins with the database of a URL.
    pub fn at(url: impl Into<String>) -> Self {
        let schema = Schema::DEFAULT.name().to_owned();
        Self { url: url.into(), schema, connections: 16, patience: Duration::from_secs(5) }
    }

    /// Sets the schema that the tables lie in, which is made if it is not there. The default is
    /// `hookport`.
    pub fn schema(self, name: impl Into<String>) -> Self {
        Self { schema: name.into(), ..self }
    }

    /// Sets the most connections that this process has open at a time. The default is 16.
    pub const fn connections(mut self, at_most: u32) -> Self {
        self.connections = at_most;
        self
    }

    /// Sets the time that a call waits for a connection. The default is five seconds.
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Opens the inbox: makes its tables, or brings those of an older version up to date.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] if the URL or the name of the schema makes no sense, if the database
    /// cannot be reached, is not encoded as UTF-8, or holds an inbox of a newer version.
    pub async fn open(self) -> Result<PostgresStore, StoreError> {
        let schema = Schema::named(&self.schema)?;
        let connect = PgConnectOptions::from_str(&self.url).map_err(Unfit::Url)?;
        let threads = Threads::start().map_err(Unfit::Threads)?;
        let pool = self.pool();
        let opened = threads.handle.spawn(async move {
            let pool = pool.connect_with(connect).await?;
            schema::prepare(&pool, schema).await?;
            Ok::<_, StoreError>(Database::new(pool, schema))
        });
        let database = opened.await.map_err(|_| Unfit::Closed)??;
        Ok(PostgresStore::new(database, threads))
    }

    fn pool(&self) -> PgPoolOptions {
        PgPoolOptions::new()
            .max_connections(self.connections.max(2))
            .acquire_timeout(self.patience)
            .test_before_acquire(false)
    }
}
