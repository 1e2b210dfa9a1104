//! The place that a copy has reached.

use super::{table::Table, tables::TABLES};

/// So many rows of a table were written, and all rows of the tables before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Its name. Before the first row it is empty.
    pub(super) table: String,
    pub(super) rows: u64,
}

impl Place {
    /// The tables that are not there as a whole, each with the number of its rows that are.
    pub(super) fn left(&self) -> impl Iterator<Item = (&'static Table, u64)> + '_ {
        let first = TABLES.iter().position(|table| table.name == self.table);
        let rows = move |at| if Some(at) == first { self.rows } else { 0 };
        TABLES.iter().enumerate().skip(first.unwrap_or(0)).map(move |(at, table)| (table, rows(at)))
    }
}
