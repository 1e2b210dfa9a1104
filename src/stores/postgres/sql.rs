//! Statements with the name of the schema that the inbox lies in.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use sqlx::{
    FromRow, Postgres,
    postgres::{PgArguments, PgRow},
    query::{Query, QueryAs, QueryScalar},
};

use super::error::Unfit;

/// The schema of an inbox, and the way to it.
#[derive(Debug, Clone, Copy)]
pub(in crate::stores) struct Schema {
    name: &'static str,
    is_shared: bool,
}

impl Schema {
    pub(super) const DEFAULT: Self = Self { name: "hookport", is_shared: false };

    /// Takes a name that needs no quotes.
    pub(super) fn named(name: &str) -> Result<Self, Unfit> {
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let begins_well = name.bytes().next().is_some_and(|byte| !byte.is_ascii_digit());
        if begins_well
            && name.len() <= LONGEST
            && name.bytes().all(is_plain)
            && !name.starts_with("pg_")
        {
            return Ok(Self { name: kept(name.to_owned()), is_shared: false });
        }
        Err(Unfit::SchemaName(name.to_owned()))
    }

    /// The same behind a proxy that gives a connection of the server to another client after each transaction.
    pub(super) const fn shared(self, is_shared: bool) -> Self {
        Self { is_shared, ..self }
    }

    pub(super) const fn is_shared(self) -> bool {
        self.is_shared
    }

    pub(in crate::stores) const fn name(self) -> &'static str {
        self.name
    }

    /// A statement, with the name of the schema in place of `hookport`. It is kept for the next time, unless another
    /// client may have one of its name on the same connection.
    pub(in crate::stores) fn query<'q>(
        self,
        statement: &'static str,
    ) -> Query<'q, Postgres, PgArguments> {
        sqlx::query(self.sql(statement)).persistent(!self.is_shared)
    }

    /// The same of which the first column is read.
    pub(super) fn scalar<'q, O>(
        self,
        statement: &'static str,
    ) -> QueryScalar<'q, Postgres, O, PgArguments>
    where
        (O,): for<'r> FromRow<'r, PgRow>,
    {
        sqlx::query_scalar(self.sql(statement)).persistent(!self.is_shared)
    }

    /// The same of which the columns are read together.
    pub(super) fn tuple<'q, O>(
        self,
        statement: &'static str,
    ) -> QueryAs<'q, Postgres, O, PgArguments>
    where
        O: for<'r> FromRow<'r, PgRow>,
    {
        sqlx::query_as(self.sql(statement)).persistent(!self.is_shared)
    }

    /// Puts the name into a statement in place of `hookport`.
    pub(in crate::stores) fn sql(self, statement: &'static str) -> &'static str {
        if self.name == Self::DEFAULT.name {
            return statement;
        }
        let known = STATEMENTS.get_or_init(Mutex::default);
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry((self.name, statement)).or_insert_with(|| leaked(self.put_into(statement)))
    }

    /// As [`sql`](Self::sql), for a statement that is made of a table's columns.
    #[cfg(feature = "sqlite")]
    pub(in crate::stores) fn made(self, statement: &str) -> &'static str {
        kept(self.put_into(statement))
    }

    fn put_into(self, statement: &str) -> String {
        let statement = statement.replace("hookport.", &format!("{}.", self.name));
        statement.replace("EXISTS hookport", &format!("EXISTS {}", self.name))
    }
}

/// Begins a transaction in which each statement sees what was committed before it. Locks keep the order of deliveries
/// only so, whatever the default of the database is.
pub(super) const BEGIN_READ_COMMITTED: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// Keeps a name, or a statement, for the life of the process: there are few of them.
fn kept(name: String) -> &'static str {
    let known = NAMES.get_or_init(Mutex::default);
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known.iter().find(|known| **known == name) {
        return known;
    }
    let name = leaked(name);
    known.push(name);
    name
}

fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// By the schema and the statement as it stands in the program.
type Statements = HashMap<(&'static str, &'static str), &'static str>;

static STATEMENTS: OnceLock<Mutex<Statements>> = OnceLock::new();
static NAMES: OnceLock<Mutex<Vec<&'static str>>> = OnceLock::new();

/// Postgres cuts a longer one off.
const LONGEST: usize = 63;
