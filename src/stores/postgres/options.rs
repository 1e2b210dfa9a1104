//! The settings of a store in Postgres.

use std::{fmt, sync::Arc, time::Duration};

use super::sql::Schema;
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
    pub(super) clock: Arc<dyn Clock>,
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
