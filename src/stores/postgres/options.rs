//! The settings of a store in Postgres.

use std::{fmt, str::FromStr, sync::Arc, time::Duration};

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{
    database::Database, error::Unfit, schema, sql::Schema, store::PostgresStore, threads::Threads,
};
use crate::{Clock, SystemClock, inbox::StoreError};

/// The settings of a [`PostgresStore`].
///
/// ```no_run
/// use hookport::stores::postgres::PostgresOptions;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = PostgresOptions::at("postgres://shop@localhost/shop?sslmode=verify-full")
///     .schema("webhooks")
///     .connections(32)
///     .open()
///     .await?;
/// # drop(store);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct PostgresOptions {
    url: String,
    schema: String,
    connections: u32,
    transactions: u32,
    patience: Duration,
    listens: bool,
    clock: Arc<dyn Clock>,
}

impl PostgresOptions {
    /// Begins with the database of a URL.
    ///
    /// Its parameters are those of libpq, as `sslmode`, and `schema`, which is the same as
    /// [`schema`](Self::schema).
    pub fn at(url: impl Into<String>) -> Self {
        let (url, schema) = without_schema(&url.into());
        Self {
            url,
            schema: schema.unwrap_or_else(|| Schema::DEFAULT.name().to_owned()),
            connections: 16,
            transactions: 16,
            patience: Duration::from_secs(5),
            listens: true,
            clock: Arc::new(SystemClock),
        }
    }

    /// Sets the schema that the tables lie in, which is made if it is not there. The default is
    /// `hookport`.
    pub fn schema(self, name: impl Into<String>) -> Self {
        Self { schema: name.into(), ..self }
    }

    /// Sets the most connections that calls of this process use at a time; there is one more by which other
    /// processes wake it. The default is 16.
    pub const fn connections(mut self, at_most: u32) -> Self {
        self.connections = at_most;
        self
    }

    /// Sets the most handlers with a [`Tx`](super::Tx) that have one at a time: each has a connection of its
    /// own, beside the others. A handler that gets none within the [patience](Self::patience) has failed, and
    /// is tried again. The default is 16.
    pub const fn transactions(mut self, at_most: u32) -> Self {
        self.transactions = at_most;
        self
    }

    /// Sets the time that a call waits for a connection. The default is five seconds.
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Lets workers of other processes wake this one by polling alone. That is for a proxy that shares a
    /// connection among clients, as pgbouncer does: through it there is no `LISTEN`.
    pub const fn without_listening(mut self) -> Self {
        self.listens = false;
        self
    }

    /// Sets the clock that the times of this process come from. The default is that of the system.
    ///
    /// It is compared with the clock of the database: what is kept has the time of that one.
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
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
        let listens = self.listens;
        let opened = threads.handle.spawn(async move {
            let connections = self.connections.max(1) + u32::from(self.listens);
            let transactions =
                self.pool(self.transactions.max(1)).connect_lazy_with(connect.clone());
            let pool = self.pool(connections).connect_with(connect).await?;
            schema::prepare(&pool, schema).await?;
            let database = Database::new(pool, schema, self.clock);
            database.measure_shift().await?;
            Ok::<_, StoreError>((database, transactions))
        });
        let (database, transactions) = opened.await.map_err(|_| Unfit::Closed)??;
        Ok(PostgresStore::new(database, transactions, listens, threads))
    }

    fn pool(&self, connections: u32) -> PgPoolOptions {
        PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(self.patience)
            .test_before_acquire(false)
    }
}

// The URL may hold a password.
impl fmt::Debug for PostgresOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresOptions")
            .field("schema", &self.schema)
            .field("connections", &self.connections)
            .field("transactions", &self.transactions)
            .field("patience", &self.patience)
            .field("listens", &self.listens)
            .finish_non_exhaustive()
    }
}

/// Takes the parameter out of a URL that is not of libpq.
fn without_schema(url: &str) -> (String, Option<String>) {
    let Some((start, query)) = url.split_once('?') else { return (url.to_owned(), None) };
    let (schema, others): (Vec<_>, Vec<_>) =
        query.split('&').partition(|parameter| parameter.starts_with("schema="));
    let schema = schema.last().and_then(|parameter| parameter.strip_prefix("schema="));
    let end = if others.is_empty() { String::new() } else { format!("?{}", others.join("&")) };
    (format!("{start}{end}"), schema.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_taken_out_of_the_url() {
        let taken = |url| without_schema(url);

        assert_eq!(taken("postgres://a/b"), ("postgres://a/b".to_owned(), None));
        assert_eq!(taken("postgres://a/b?schema=c"), ("postgres://a/b".into(), Some("c".into())));
        let both = taken("postgres://a/b?x=1&schema=c&y=2");
        assert_eq!(both, ("postgres://a/b?x=1&y=2".into(), Some("c".into())));
    }

    #[test]
    fn a_password_is_not_shown() {
        let options = PostgresOptions::at("postgres://shop:hidden@localhost/shop");
        assert!(!format!("{options:?}").contains("hidden"));
    }
}
