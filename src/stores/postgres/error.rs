//! Errors of Postgres as errors of a store.

use std::{borrow::Cow, error::Error, fmt};

use sqlx::error::DatabaseError;

use crate::{BoxError, inbox::StoreError};

/// Reasons not to use a database as an inbox.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unfit {
    #[error("malformed database URL: expected `postgres://user@host/database`")]
    Url(#[source] sqlx::Error),
    #[error("malformed schema name `{0}`: expected lower-case letters, digits and `_`")]
    SchemaName(String),
    #[error(transparent)]
    Parameter(#[from] Mistake),
    #[error("the schema `{0}` of the database holds no inbox: a receiver makes one when it starts")]
    NoInbox(&'static str),
    #[error(
        "the schema is of an older version of hookport: {found}, this one knows {known}; a receiver of \
         this version brings it up to date when it starts"
    )]
    Older { found: usize, known: usize },
    #[error("the database is encoded as {0}: expected UTF8")]
    Encoding(String),
    #[error(
        "the server takes no writes: it is a standby, or `default_transaction_read_only` is on; a receiver needs \
         the primary"
    )]
    ReadOnly,
    #[error("a delivery was removed at this moment")]
    Moved,
    #[error("the store is closed")]
    Closed,
    #[error("the database has not answered within {0:?}")]
    Late(std::time::Duration),
    #[error(
        "the database gave no connection in time: it does not answer, or all connections are in use"
    )]
    NoConnection,
    #[error("a group of writes was left without an answer")]
    NoAnswer,
    #[error("the threads of the store cannot be started")]
    Threads(#[source] std::io::Error),
    #[error(
        "the schema holds a copy of another inbox that is not finished: `hookport inbox copy FROM TO` goes on \
         with it"
    )]
    Unfinished,
    #[error(
        "the connection is shared with other clients, as pgbouncer does in transaction mode: that needs \
         `listen=false` in the database URL"
    )]
    Shared(#[source] sqlx::Error),
    #[error("the schema is of a newer version of hookport: {found}, this one knows {known}")]
    Newer { found: i64, known: i64 },
    #[error(
        "the role may not make the tables of the inbox, or read them: start a process of their owner's role first; \
         docs/postgres.md, \"Roles and grants\", has the rights of each role"
    )]
    NoRight(#[source] BoxError),
}

/// A mistake in the parameters of a URL. It holds no value: that may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Mistake {
    #[error("unknown parameter `{0}` of the database URL: expected one of {KNOWN}")]
    Unknown(String),
    #[error("unknown parameter of the database URL: expected one of {KNOWN}")]
    Unnamed,
    #[error("a `{sign}` in {}the database URL must be written as `{as_code}`", part(*sign))]
    Unescaped { sign: char, as_code: &'static str },
    #[error("parameter `{0}` is there twice in the database URL")]
    Twice(String),
    #[error("the database URL names one host: a list of hosts is not known here")]
    Hosts,
    #[error(
        "the database URL names no host behind the user or before the port: a socket is named as in \
         `postgres:///database?host=/directory&user=name`"
    )]
    NoHost,
    #[error("parameter `{name}` of the database URL must be {expected}")]
    Value { name: &'static str, expected: &'static str },
}

/// Returns the part of the URL that such a sign may stand in. There is no part that begins with `#`.
const fn part(sign: char) -> &'static str {
    if sign == '#' { "" } else { "the user or the password of " }
}

const KNOWN: &str = "`schema`, `connections`, `transactions`, `patience`, `listen`, `sslmode`, \
                     `sslrootcert`, `sslcert`, `sslkey`, `host`, `hostaddr`, `port`, `dbname`, `user`, \
                     `password`, `application_name`, `options` and `statement-cache-capacity`";

impl From<Unfit> for StoreError {
    fn from(error: Unfit) -> Self {
        Self::Unavailable(Box::new(error))
    }
}

/// Separates errors that pass by themselves from errors that stay.
impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(ref cause) if is_of_shared_connection(&**cause) => {
                Unfit::Shared(error).into()
            }
            sqlx::Error::PoolTimedOut => Unfit::NoConnection.into(),
            sqlx::Error::ColumnDecode { .. }
            | sqlx::Error::ColumnIndexOutOfBounds { .. }
            | sqlx::Error::ColumnNotFound(_)
            | sqlx::Error::Decode(_)
            | sqlx::Error::Encode(_)
            | sqlx::Error::RowNotFound
            | sqlx::Error::TypeNotFound { .. } => Self::Unexpected(Box::new(error)),
            _ => Self::Unavailable(Box::new(error)),
        }
    }
}

/// The error of opening an inbox: a right that is missing then is told with what to do.
pub(super) fn of_opening(error: StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(cause) if code(&*cause).is_some_and(|code| code == "42501") => {
            Unfit::NoRight(cause).into()
        }
        error => error,
    }
}

/// Returns true if a prepared statement is not there, or another client has made one of its name.
fn is_of_shared_connection(error: &dyn DatabaseError) -> bool {
    error.code().is_some_and(|code| code == "26000" || code == "42P05")
}

/// Reasons to do something again at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chance {
    /// Postgres undid it in favour of another transaction.
    GaveWay,
    /// The connection was lost: another one may be good.
    LostConnection,
}

/// The reason to do something again that has failed; `None` if there is none.
pub(super) fn chance(error: &StoreError) -> Option<Chance> {
    let StoreError::Unavailable(cause) = error else { return None };
    if matches!(cause.downcast_ref(), Some(Unfit::Moved)) {
        return Some(Chance::GaveWay);
    }
    if matches!(cause.downcast_ref(), Some(sqlx::Error::Io(_))) {
        return Some(Chance::LostConnection);
    }
    match &*code(&**cause)? {
        // A deadlock, or a failure to serialize.
        "40P01" | "40001" => Some(Chance::GaveWay),
        // The server shuts down, has crashed, or is starting.
        "57P01" | "57P02" | "57P03" => Some(Chance::LostConnection),
        _ => None,
    }
}

/// The error of a transaction that a handler has begun: what Postgres refuses is the handler's.
pub(super) fn of_handler(error: StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(cause) if code(&*cause).is_some() => StoreError::Transaction(cause),
        error => error,
    }
}

/// Returns true if the error is that of a value, with which no other attempt would succeed.
pub(super) fn is_of_data(error: &StoreError) -> bool {
    let cause = match error {
        StoreError::Unavailable(cause) => cause,
        StoreError::Unexpected(_) => return true,
        _ => return false,
    };
    code(&**cause).is_some_and(|code| DATA.iter().any(|class| code.starts_with(class)))
}

/// Returns the code that Postgres gives for an error of its own.
fn code<'a>(cause: &'a (dyn Error + Send + Sync + 'static)) -> Option<Cow<'a, str>> {
    cause.downcast_ref::<sqlx::Error>()?.as_database_error()?.code()
}

/// The classes of data exceptions, of violated constraints, and of limits of the program.
const DATA: [&str; 3] = ["22", "23", "54"];

/// A value that the store would not have written.
pub(super) fn unexpected(what: impl fmt::Display) -> StoreError {
    StoreError::Unexpected(BoxError::from(format!("malformed {what}")))
}
