//! The file that is copied.

use std::path::PathBuf;

use rusqlite::{Connection, Row};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::{
    checksum::Checksum, error::CopyError, place::Place, table::Table, tables::TABLES, tuple,
};
use crate::{inbox::StoreError, stores::sqlite::open_alone};

/// A file that nobody else can open meanwhile.
pub(super) struct Source {
    path: PathBuf,
    db: Connection,
    identity: Vec<u8>,
    /// The number of rows of each table, or nearly so.
    counts: Vec<u64>,
}

/// Some rows of a table.
pub(super) struct Batch {
    pub(super) table: &'static Table,
    /// The number of rows of the table up to the end of these.
    pub(super) end: u64,
    /// The number of these rows.
    pub(super) rows: u64,
    /// All of what `COPY` takes.
    pub(super) bytes: Vec<u8>,
}

impl Source {
    pub(super) fn open(path: PathBuf) -> Result<Self, CopyError> {
        let opened = open_alone(&path).map_err(|error| CopyError::from(&path, error))?;
        let Some(db) = opened else { return Err(CopyError::InUse { path }) };
        let facts = |db| Ok::<_, rusqlite::Error>((identity(db)?, counts(db)?));
        let (identity, counts) = facts(&db).map_err(|error| CopyError::from(&path, error))?;
        Ok(Self { path, db, identity, counts })
    }

    /// A hash of what tells this inbox from others, and from itself after it was changed.
    pub(super) fn identity(&self) -> &[u8] {
        &self.identity
    }

    /// The number of all rows.
    pub(super) fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The number of rows that come before a place.
    pub(super) fn rows_before(&self, place: &Place) -> u64 {
        let whole = TABLES.len() - place.left().count();
        self.counts[..whole].iter().sum::<u64>() + place.rows
    }

    /// The highest numbers that were given: of a delivery, a lease, a request of a batch, a request in
    /// quarantine, an endpoint, a handler and a kind.
    pub(super) fn highest(&self) -> Result<[i64; 7], CopyError> {
        let read = |row: &Row<'_>| {
            let mut highest = [0; 7];
            for (at, number) in highest.iter_mut().enumerate() {
                *number = row.get(at)?;
            }
            Ok(highest)
        };
        self.db.query_row(HIGHEST, [], read).map_err(|error| CopyError::from(&self.path, error))
    }

    /// Sends all rows that come after a place, until nobody takes them any more.
    pub(super) fn send(
        &self,
        place: &Place,
        shift: i64,
        batches: &mpsc::Sender<Batch>,
    ) -> Result<(), CopyError> {
        for (table, rows) in place.left() {
            let mut batch = Batch::new(table, rows);
            self.each_row(table, rows, |row| {
                batch.add(row, shift)?;
                if batch.is_full() {
                    let next = Batch::new(table, batch.end);
                    let full = std::mem::replace(&mut batch, next);
                    return Ok(batches.blocking_send(full.ended()).is_ok());
                }
                Ok(true)
            })?;
            if batch.rows > 0 && batches.blocking_send(batch.ended()).is_err() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Sums up a table, as the database has to hold it.
    pub(super) fn sum(
        &self,
        table: &'static Table,
        shift: i64,
    ) -> Result<(u64, Checksum), CopyError> {
        let (mut rows, mut sum, mut bytes) = (0, Checksum::default(), Vec::new());
        self.each_row(table, 0, |row| {
            bytes.clear();
            tuple::append(table, row, shift, &mut bytes)?;
            sum.add(&bytes);
            rows += 1;
            Ok(true)
        })?;
        Ok((rows, sum))
    }

    /// Reads the rows of a table behind some of them, while it is wanted.
    fn each_row(
        &self,
        table: &Table,
        skip: u64,
        mut take: impl FnMut(&Row<'_>) -> Result<bool, StoreError>,
    ) -> Result<(), CopyError> {
        let mut read = || {
            let mut find = self.db.prepare(&format!("{} LIMIT -1 OFFSET ?1", table.rows))?;
            let mut rows = find.query([i64::try_from(skip).unwrap_or(i64::MAX)])?;
            while let Some(row) = rows.next()? {
                if !take(row)? {
                    break;
                }
            }
            Ok::<_, StoreError>(())
        };
        read().map_err(|error| CopyError::from(&self.path, error))
    }
}

impl Batch {
    fn new(table: &'static Table, end: u64) -> Self {
        Self { table, end, rows: 0, bytes: HEADER.to_vec() }
    }

    fn add(&mut self, row: &Row<'_>, shift: i64) -> Result<(), StoreError> {
        let columns = i16::try_from(self.table.columns.len()).unwrap_or_default();
        self.bytes.extend(columns.to_be_bytes());
        tuple::append(self.table, row, shift, &mut self.bytes)?;
        self.rows += 1;
        self.end += 1;
        Ok(())
    }

    const fn is_full(&self) -> bool {
        self.rows >= MOST_ROWS || self.bytes.len() >= MOST_BYTES
    }

    fn ended(mut self) -> Self {
        self.bytes.extend(TRAILER);
        self
    }
}

fn identity(db: &Connection) -> rusqlite::Result<Vec<u8>> {
    let facts: String = db.query_row(FACTS, [], |row| row.get(0))?;
    Ok(Sha256::digest(facts).to_vec())
}

fn counts(db: &Connection) -> rusqlite::Result<Vec<u64>> {
    let count = |table: &Table| {
        let count: i64 = db.query_row(table.count, [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    };
    TABLES.iter().map(count).collect()
}

/// The beginning and the end of the binary form of `COPY`.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();

const MOST_ROWS: u64 = 10_000;
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Each change of the inbox changes one of these.
const FACTS: &str = "
    SELECT concat_ws(' ',
        (SELECT concat_ws(' ', id, hex(key), received_at) FROM hookport_deliveries ORDER BY id LIMIT 1),
        (SELECT concat_ws(' ', id, hex(key), received_at) FROM hookport_deliveries
         ORDER BY id DESC LIMIT 1),
        (SELECT highest FROM hookport_removed),
        (SELECT number FROM hookport_renamings),
        (SELECT group_concat(name || seq) FROM sqlite_sequence WHERE substr(name, 1, 9) = 'hookport_'),
        (SELECT group_concat(name || paused) FROM hookport_endpoints),
        (SELECT concat_ws(' ', count(*), total(phase), total(at), total(time), total(tried))
         FROM hookport_queue),
        (SELECT concat_ws(' ', count(*), max(at), total(at)) FROM hookport_ended),
        (SELECT count(*) FROM hookport_attempts),
        (SELECT count(*) FROM hookport_versions),
        (SELECT count(*) FROM hookport_quarantine),
        (SELECT concat_ws(' ', count(*), total(received), total(duplicates), total(done), total(retried),
            total(dead), total(limited), total(refused)) FROM hookport_usage))";

const HIGHEST: &str = "
    SELECT
        max((SELECT highest FROM hookport_removed),
            (SELECT coalesce(max(id), 0) FROM hookport_deliveries)),
        max((SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'hookport_claims'),
            (SELECT coalesce(max(at), 0) FROM hookport_queue WHERE phase = 1)),
        max((SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'hookport_requests'),
            (SELECT coalesce(max(id), 0) FROM hookport_requests)),
        max((SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'hookport_quarantine'),
            (SELECT coalesce(max(id), 0) FROM hookport_quarantine)),
        (SELECT coalesce(max(id), 0) FROM hookport_endpoints),
        (SELECT coalesce(max(id), 0) FROM hookport_handlers),
        (SELECT coalesce(max(id), 0) FROM hookport_kinds)";
