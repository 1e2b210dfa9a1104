//! A file that nobody else has open, to be read as a whole.

use std::{fs, path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags};

use super::{
    error::{Unfit, in_words, unavailable},
    file::companion,
    own_wal, reading, schema,
};
use crate::inbox::StoreError;

/// Opens the file of an inbox of this version to read it, and keeps others from opening it meanwhile. `None`
/// if a process has it open. Nothing is changed in it.
pub(in crate::stores) fn open_alone(path: &Path) -> Result<Option<Connection>, StoreError> {
    match open(path) {
        Ok(db) => Ok(Some(db)),
        Err(StoreError::Unavailable(cause))
            if cause.downcast_ref().is_some_and(schema::is_busy) =>
        {
            Ok(None)
        }
        Err(error) => Err(in_words(error)),
    }
}

fn open(path: &Path) -> Result<Connection, StoreError> {
    if !path.try_exists().map_err(unavailable)? {
        return Err(Unfit::Missing.into());
    }
    if path.is_dir() {
        return Err(Unfit::Folder.into());
    }
    own_wal::check(path, PATIENCE)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    // SQLite makes an empty `-wal`, and removes that at the end.
    if fs::metadata(companion(path, "-wal")).is_ok_and(|wal| wal.len() > 0) {
        reading::leave_the_wal(&db)?;
    }
    reading::keep_plans(&db)?;
    db.busy_timeout(PATIENCE)?;
    // Before anything is read: so the first read takes the lock that only one process can have.
    db.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    db.execute_batch("BEGIN EXCLUSIVE")?;
    schema::check_is_of_this_version(&db)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.pragma_update(None, "query_only", true)?;
    Ok(db)
}

const PATIENCE: Duration = Duration::from_millis(500);
