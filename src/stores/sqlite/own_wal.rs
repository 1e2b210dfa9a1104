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
//! * The generation in the file alone with the one that its `-wal` makes of it. It is raised each
//!   time that the file has the newest one. So the copy of a closed file is found out, unless it
//!   has the same bytes.
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
    file::{check_is_single, wal_of},
    reading,
};
use crate::inbox::StoreError;

/// Checks that the `-wal` beside a file, if there is one, is its own, and that no other may be.
pub(super) fn check(path: &Path, patience: Duration) -> Result<(), StoreError> {
    check_is_single(path)?;
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
    let alone = Alone::read(path)?;
    let db = reading::open(path, patience)?;
    let snapshot = db.unchecked_transaction()?;
    let newest = schema_version(&snapshot)?;
    let Some(mark) = Mark::read(&snapshot)? else {
        return Ok(alone.is_none_or(|alone| alone.schema <= newest));
    };
    let same_inode = mark.inode.is_none() || mark.inode == inode(path);
    Ok(same_inode && alone.is_none_or(|alone| alone.may_be_under(&mark, newest)))
}

/// The facts that the inbox remembers of the file that it lies in.
pub(super) struct Mark {
    inode: Option<i64>,
    schema: i64,
    pub(super) generation: i64,
}

impl Mark {
    /// Returns `None` if the file has no inbox, or one of an older version.
    pub(super) fn read(db: &Connection) -> rusqlite::Result<Option<Self>> {
        let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'hookport_file'";
        if !db.prepare(sql)?.exists([])? {
            return Ok(None);
        }
        // The row is as old as the table: only a mixed file lacks it.
        let of_none = Self { inode: Some(-1), schema: i64::MAX, generation: -1 };
        Ok(Some(Self::row(db).optional()?.unwrap_or(of_none)))
    }

    fn row(db: &Connection) -> rusqlite::Result<Self> {
        let sql = "SELECT inode, schema, generation FROM hookport_file WHERE id = 1";
        let read = |row: &Row<'_>| {
            Ok(Self { inode: row.get(0)?, schema: row.get(1)?, generation: row.get(2)? })
        };
        db.query_row(sql, [], read)
    }
}

/// The facts that tell one file from another, of a file without its `-wal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Alone {
    /// The version of its schema.
    pub(super) schema: i64,
    /// `None` if it has no inbox, or one of an older version, or if a power cut in the middle of a
    /// checkpoint has left pages of two times, in which the row cannot be read.
    pub(super) generation: Option<i64>,
}

impl Alone {
    /// Returns true if the `-wal` makes this of the file: that mark, and the newest version of the
    /// schema.
    pub(super) fn may_be_under(self, mark: &Mark, newest: i64) -> bool {
        let Self { schema, generation } = self;
        let before = mark.generation.saturating_sub(1);
        (mark.schema..=newest).contains(&schema)
            && generation.is_none_or(|generation| (before..=mark.generation).contains(&generation))
    }

    /// Reads a file without its `-wal`; `None` where that cannot be read.
    ///
    /// Only SQLite may open the file: to close it would end the locks that this process has on it.
    #[cfg(unix)]
    pub(super) fn read(path: &Path) -> rusqlite::Result<Option<Self>> {
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
        match Connection::open_with_flags(uri, flags).and_then(|db| Self::of(&db)) {
            // The file ends in the middle of a checkpoint, after which it is shorter than it says.
            Err(error) if is_malformed(&error) => Ok(None),
            alone => alone.map(Some),
        }
    }

    #[cfg(not(unix))]
    pub(super) fn read(_: &Path) -> rusqlite::Result<Option<Self>> {
        Ok(None)
    }

    #[cfg(unix)]
    fn of(db: &Connection) -> rusqlite::Result<Self> {
        let generation = Mark::row(db).map(|mark| mark.generation).ok();
        Ok(Self { schema: schema_version(db)?, generation })
    }
}

/// Returns whether the inbox remembers the file that it is in.
pub(super) fn is_remembered(db: &Connection, path: &Path) -> rusqlite::Result<bool> {
    let Some(mark) = Mark::read(db)? else {
        return Ok(false);
    };
    let alone = Alone::read(path)?;
    Ok(mark.inode == inode(path) && alone.is_none_or(|alone| alone.schema >= mark.schema))
}

/// Makes the inbox remember the file that it is in, in a transaction of the caller's.
pub(super) fn remember(db: &Connection, path: &Path) -> rusqlite::Result<()> {
    let schema = Alone::read(path)?.map_or(i64::MAX, |alone| alone.schema);
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
    if move_wal(db)? {
        db.execute("UPDATE hookport_file SET schema = ?1 WHERE id = 1", [newest])?;
    }
    Ok(())
}

/// Moves the `-wal` into the file, as far as others do not need it. Returns true if all of it is in
/// the file then, and synced.
pub(super) fn move_wal(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| {
        let (is_busy, frames, moved): (bool, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        // While another process does the same, the numbers are unknown.
        Ok(!is_busy && frames == moved)
    })
}

/// Begins a generation after this one, which the file alone has.
pub(super) fn raise_generation(db: &Connection, generation: i64) -> rusqlite::Result<()> {
    let sql = "UPDATE hookport_file SET generation = ?1 + 1 WHERE generation = ?1";
    db.prepare_cached(sql)?.execute([generation]).map(drop)
}

/// Returns the version of the schema: SQLite raises it with each change.
pub(super) fn schema_version(db: &Connection) -> rusqlite::Result<i64> {
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

/// Returns whether an error says that the file is damaged, or no database.
pub(super) fn is_malformed(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// The time in which two processes that open a file agree about it.
const AGREE_WITHIN: Duration = Duration::from_millis(300);
