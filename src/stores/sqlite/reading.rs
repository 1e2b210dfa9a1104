//! A connection that reads, and settings that it shares with the one that writes.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

/// Opens the file to read.
pub(super) fn open(path: &Path, patience: Duration) -> rusqlite::Result<Connection> {
    // To read, a file with a WAL needs to be opened to write; `query_only` keeps it from that.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    // First, since what fails below closes it.
    leave_the_wal(&db)?;
    keep_plans(&db)?;
    db.busy_timeout(patience)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
    db.pragma_update(None, "query_only", true)?;
    Ok(db)
}

/// Makes a connection close without a checkpoint: what is in the `-wal` stays there.
pub(super) fn leave_the_wal(db: &Connection) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map(drop)
}

/// Keeps SQLite from preparing a statement again for each value that it is given: a limit, or what
/// it compares with the condition of a partial index.
pub(super) fn keep_plans(db: &Connection) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

const READER_CACHE_KIB: i64 = 2 * 1024;
