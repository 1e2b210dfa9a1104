//! The progress of a copy, and its result.

use std::time::SystemTime;

use super::checksum::Checksum;

/// The progress of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CopyProgress {
    /// The step that is being done.
    pub step: CopyStep,
    /// The number of rows with which it was done.
    pub rows: u64,
    /// The number of all rows.
    pub of: u64,
}

/// The steps of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CopyStep {
    /// Rows are written.
    Copying,
    /// Both sides are compared, table by table.
    Comparing,
}

/// The end of a copy: both sides are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Copied {
    /// The time at which an earlier call has ended it: then this one has done nothing.
    pub finished_before: Option<SystemTime>,
    /// The number of rows that earlier calls had written.
    pub written_before: u64,
    /// The tables that were compared.
    pub tables: Vec<CopiedTable>,
}

/// A table that is the same on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CopiedTable {
    /// Its name in the database.
    pub name: &'static str,
    /// The number of its rows.
    pub rows: u64,
    /// The sum of their hashes.
    pub checksum: Checksum,
}

impl Copied {
    /// Returns the number of rows that were compared.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}
