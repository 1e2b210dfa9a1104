//! Statements with the name of the schema that the inbox lies in.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
};

use super::error::Unfit;

/// The schema of an inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stores) struct Schema(&'static str);

impl Schema {
    pub(super) const DEFAULT: Self = Self("hookport");

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
            return Ok(Self(kept(name.to_owned())));
        }
        Err(Unfit::SchemaName(name.to_owned()))
    }

    pub(in crate::stores) const fn name(self) -> &'static str {
        self.0
    }

    /// Puts the name into a statement in place of `hookport`.
    pub(in crate::stores) fn sql(self, statement: &'static str) -> &'static str {
        if self == Self::DEFAULT {
            return statement;
        }
        let known = STATEMENTS.get_or_init(Mutex::default);
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry((self.0, statement)).or_insert_with(|| leaked(self.put_into(statement)))
    }

    /// As [`sql`](Self::sql), for a statement that is made of a table's columns.
    #[cfg(feature = "sqlite")]
    pub(in crate::stores) fn made(self, statement: &str) -> &'static str {
        kept(self.put_into(statement))
    }

    fn put_into(self, statement: &str) -> String {
        let statement = statement.replace("hookport.", &format!("{}.", self.0));
        statement.replace("EXISTS hookport", &format!("EXISTS {}", self.0))
    }
}

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
