//! The settings of a store in Postgres.

use std::{fmt, sync::Arc, time::Duration};

use super::{error::Mistake, sql::Schema};
use crate::{Clock, SystemClock};

/// The settings of a [`PostgresStore`](crate::stores::PostgresStore).
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
    pub(super) url: String,
    pub(super) schema: String,
    pub(super) connections: u32,
    pub(super) transactions: u32,
    pub(super) patience: Duration,
    pub(super) listens: bool,
    pub(super) as_it_is: bool,
    pub(super) clock: Arc<dyn Clock>,
    /// The first mistake in the parameters of the URL.
    pub(super) mistake: Option<Mistake>,
}

impl PostgresOptions {
    /// Begins with the database of a URL.
    ///
    /// Its parameters are those of libpq, as `sslmode`, and those of the store, each the same as the method of
    /// its name: [`schema`](Self::schema), [`connections`](Self::connections),
    /// [`transactions`](Self::transactions), [`patience`](Self::patience) in whole seconds, and `listen=false`
    /// for [`without_listening`](Self::without_listening). Others are refused when it is
    /// [opened](Self::open). What the URL leaves out comes from the variables and files of libpq:
    /// `PGPASSWORD`, `PGSSLMODE`, `~/.pgpass`.
    ///
    /// ```
    /// use hookport::stores::postgres::PostgresOptions;
    ///
    /// let url = "postgres://shop@localhost/shop?sslmode=verify-full&schema=webhooks&connections=32";
    /// assert!(PostgresOptions::at(url).check().is_ok());
    ///
    /// let mistyped = PostgresOptions::at("postgres://shop@localhost/shop?sslmod=verify-full");
    /// assert!(mistyped.check().is_err());
    /// ```
    pub fn at(url: impl Into<String>) -> Self {
        let options = Self {
            url: url.into(),
            schema: Schema::DEFAULT.name().to_owned(),
            connections: 16,
            transactions: 16,
            patience: Duration::from_secs(5),
            listens: true,
            as_it_is: false,
            clock: Arc::new(SystemClock),
            mistake: None,
        };
        options.of_url()
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

    /// Sets the time that a call waits for the database. A sender gets 503 after that, and the call is tried again
    /// where a worker has made it. What may have much to do, as retention, may take five minutes. The default is
    /// five seconds.
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Works behind a proxy that gives a connection to another client after each transaction, as pgbouncer does in
    /// transaction mode.
    ///
    /// There is no `LISTEN` through it: this process finds what others have accepted by polling. No statement is
    /// kept for the next time, and each is in a transaction. A handler with a [`Tx`](super::Tx) gives its own
    /// statements `persistent(false)` of `sqlx`.
    pub const fn without_listening(mut self) -> Self {
        self.listens = false;
        self
    }

    /// Refuses a schema that holds no inbox, or one of an older version, in place of making or changing it.
    ///
    /// It is for tools beside a receiver: a mistyped name makes no tables, and a newer tool does not take the
    /// inbox from receivers of an older version.
    pub const fn as_it_is(mut self) -> Self {
        self.as_it_is = true;
        self
    }

    /// Sets the clock that the times of this process come from. The default is that of the system.
    ///
    /// It is compared with the clock of the database: what is kept has the time of that one.
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        let options = PostgresOptions::at("postgres://shop:hidden@localhost/shop");
        assert!(!format!("{options:?}").contains("hidden"));
    }
}
