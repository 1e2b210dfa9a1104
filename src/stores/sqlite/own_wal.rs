//! The check that the `-wal` beside a file is its own.
//!
//! SQLite plays in whatever `-wal` it finds when it opens a file. If the file is a copy that was
//! put there, the `-wal` of the former file undoes the copy, or destroys it. So before the file is
//! opened, two things are compared:
//!
//! * The number of the file with the one that the inbox remembers: a file that was moved there has
//!   another one.
//! * The version of the schema in the file alone with the one that the inbox remembers, and with
//!   the one in the `-wal`. SQLite gives a copy another version: `.backup` begins at 1,
//!   `VACUUM INTO` adds 1. So a copy is found out if `cp` has put it into the same file, too.
//!
//! Nothing is written to the file or to the `-wal` before that.

use std::{
    fs, io,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row};

use super::{
    error::{Unfit, unavailable},
    file::wal_of,
    reading,
};
use crate::inbox::StoreError;

/// Checks that the `-wal` beside a file, if there is one, is its own.
pub(super) fn check(path: &Path, patience: Duration) -> Result<(), StoreError> {
    let until = Instant::now() + AGREE_WITHIN;
    while !is_own(path, patience)? {
        if Instant::now() >= until {
            let (file, wal) = (path.display().to_string(), wal_of(path).display().to_string());
            return Err(Unfit::ForeignWal { file, wal }.into());
        }
        // Another process may be in the middle of opening a copy.
        thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

fn is_own(path: &Path, patience: Duration) -> Result<bool, StoreError> {
    if length(&wal_of(path))? == 0 {
        return Ok(true);
    }
    // SQLite would remove a `-wal` beside an empty file.
    if length(path)? == 0 {
        return Ok(false);
    }
    match agree(path, patience) {
        Err(error) if is_malformed(&error) => Ok(false),
        agree => Ok(agree?),
    }
}

/// Compares the file alone with the file as its `-wal` changes it.
fn agree(path: &Path, patience: Duration) -> rusqlite::Result<bool> {
    let alone = schema_alone(path)?;
    let db = reading::open(path, patience)?;
    let snapshot = db.unchecked_transaction()?;
    let newest = schema_version(&snapshot)?;
    let Some(mark) = Mark::read(&snapshot)? else {
        return Ok(alone.is_none_or(|alone| alone <= newest));
    };
    let same_inode = mark.inode.is_none() || mark.inode == inode(path);
    Ok(same_inode && alone.is_none_or(|alone| (mark.schema..=newest).contains(&alone)))
}

/// The facts that the inbox remembers of the file that it lies in.
struct Mark {
    inode: Option<i64>,
    schema: i64,
}

impl Mark {
    /// Returns `None` if the file has no inbox, or one of an older version.
    fn read(db: &Connection) -> rusqlite::Result<Option<Self>> {
        let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'hookport_file'";
        if !db.prepare(sql)?.exists([])? {
            return Ok(None);
        }
        let sql = "SELECT inode, schema FROM hookport_file WHERE id = 1";
        let read = |row: &Row<'_>| Ok(Self { inode: row.get(0)?, schema: row.get(1)? });
        // The row is as old as the table: only a mixed file lacks it.
        let mark = db.query_row(sql, [], read).optional()?;
        Ok(Some(mark.unwrap_or(Self { inode: Some(-1), schema: i64::MAX })))
    }
}

/// Returns whether the inbox remembers the file that it is in.
pub(super) fn is_remembered(db: &Connection, path: &Path) -> rusqlite::Result<bool> {
    let Some(mark) = Mark::read(db)? else {
        return Ok(false);
    };
    let alone = schema_alone(path)?;
    Ok(mark.inode == inode(path) && alone.is_none_or(|alone| alone >= mark.schema))
}

/// Makes the inbox remember the file that it is in, in a transaction of the caller's.
pub(super) fn remember(db: &Connection, path: &Path) -> rusqlite::Result<()> {
    let schema = schema_alone(path)?.unwrap_or(i64::MAX);
    let sql = "UPDATE hookport_file SET inode = ?1, schema = min(schema, ?2)
               WHERE inode IS NOT ?1 OR schema > ?2";
    db.execute(sql, (inode(path), schema)).map(drop)
}

/// Makes the inbox remember the version of its schema, so that a copy of it is told from it.
///
/// The version has to be in the file, and synced, before it is remembered: after a complete
/// checkpoint it is.
pub(super) fn remember_schema(db: &Connection) -> rusqlite::Result<()> {
    let newest = schema_version(db)?;
    let sql = "SELECT schema FROM hookport_file WHERE id = 1";
    if db.query_row(sql, [], |row| row.get(0)) == Ok(newest) {
        return Ok(());
    }
    let is_complete = |row: &Row<'_>| Ok(row.get::<_, i64>(1)? == row.get::<_, i64>(2)?);
    if db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], is_complete)? {
        db.execute("UPDATE hookport_file SET schema = ?1 WHERE id = 1", [newest])?;
    }
    Ok(())
}

/// Returns the version of the schema in a file without its `-wal`; `None` where that cannot be read.
///
/// Only SQLite may open the file: to close it would end the locks that this process has on it.
#[cfg(unix)]
fn schema_alone(path: &Path) -> rusqlite::Result<Option<i64>> {
    use std::{fmt::Write, os::unix::ffi::OsStrExt};

    use rusqlite::OpenFlags;

    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_bytes() {
        _ = write!(uri, "%{byte:02x}");
    }
    uri += "?immutable=1";
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    match Connection::open_with_flags(uri, flags).and_then(|db| schema_version(&db)) {
        // The file ends in the middle of a checkpoint, after which it is shorter than it says.
        Err(error) if is_malformed(&error) => Ok(None),
        version => version.map(Some),
    }
}

#[cfg(not(unix))]
fn schema_alone(_: &Path) -> rusqlite::Result<Option<i64>> {
    Ok(None)
}

/// Returns the version of the schema: SQLite raises it with each change.
fn schema_version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "schema_version", |row| row.get(0))
}

#[cfg(unix)]
fn inode(path: &Path) -> Option<i64> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|metadata| metadata.ino().cast_signed())
}

#[cfg(not(unix))]
fn inode(_: &Path) -> Option<i64> {
    None
}

/// The length of a file; 0 if there is none.
fn length(path: &Path) -> Result<u64, StoreError> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(metadata.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(unavailable(error)),
    }
}

fn is_malformed(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// The time in which two processes that open a file agree about it.
const AGREE_WITHIN: Duration = Duration::from_millis(300);
