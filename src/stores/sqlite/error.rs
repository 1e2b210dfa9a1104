//! SQLite's errors as errors of a store.

use std::{fmt, io, sync::Arc};

use rusqlite::ErrorCode;

use crate::{BoxError, inbox::StoreError};

/// Reasons not to open a file as an inbox.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unfit {
    #[error("there is no such file")]
    Missing,
    #[error("it is a folder: expected the path of a file")]
    Folder,
    #[error("it is a link, a folder, a device, a pipe or a socket: expected the path of a file")]
    NoFile,
    #[error("the folder `{0}` is not there")]
    NoFolder(String),
    #[error("the file, or the folder that it lies in, cannot be written to")]
    NotWritable(#[source] rusqlite::Error),
    #[error("the file holds no inbox")]
    NoInbox,
    #[error(
        "the inbox is of an older version: {found}, this one knows {known}; a receiver of this \
         version brings it up to date when it starts"
    )]
    Older { found: i64, known: i64 },
    #[error("the file is damaged: {0}")]
    Damaged(String),
    #[error("the file is of a newer version of hookport: {found}, this one knows {known}")]
    Newer { found: i64, known: i64 },
    #[error("`{0}` in the file is not of hookport, which names its tables so")]
    HasTable(String),
    #[error("the file is gone")]
    Gone,
    #[error("another file was put in the place of the file")]
    Replaced,
    #[error(
        "the `-wal` or the `-shm` of the file was removed or replaced while it was open; stop every \
         process that has the file open, then start again"
    )]
    LostCompanion,
    #[error(
        "other bytes were written into the file while it was open, as by `cp`; stop every process \
         that has the file open, put a whole copy in its place, remove its `-wal` and its `-shm`, \
         and start again"
    )]
    Overwritten,
    #[error(
        "the file has a second name, a hard link, under which SQLite would give it a second `-wal`; \
         remove one of them"
    )]
    HardLink,
    #[error(
        "`{file}` and `{wal}` do not belong together, and nothing was changed in them; if the file \
         is a copy that was put there, stop every process that has it open, remove its `-wal` and \
         its `-shm`, and start again; if both were copied together, first let the `sqlite3` shell \
         join them by `PRAGMA wal_checkpoint(TRUNCATE)`"
    )]
    ForeignWal { file: String, wal: String },
    #[error("`{0}` is the inbox itself, or has a `-wal` beside it: no copy can be put there")]
    NoPlaceForCopy(String),
    #[error("the path of a copy has to be UTF-8")]
    NotUtf8,
    #[error("the store is closed")]
    Closed,
    #[error("the transaction was rolled back while it was written")]
    RolledBack,
    #[error("the writes of the handler were lost with the transaction that they were in")]
    Spent,
    #[error("panicked in the store's transaction")]
    Panicked,
}

/// The error of a group of jobs; each of them gets it.
#[derive(Debug, Clone, thiserror::Error)]
#[error(transparent)]
pub(super) struct GroupError(Arc<dyn std::error::Error + Send + Sync>);

impl GroupError {
    pub(super) fn new(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self(Arc::new(error))
    }

    /// Returns true if another process held the lock for longer than the writer waits.
    pub(super) fn is_locked(&self) -> bool {
        let error = self.0.downcast_ref::<rusqlite::Error>();
        error.and_then(rusqlite::Error::sqlite_error_code) == Some(ErrorCode::DatabaseBusy)
    }
}

impl From<rusqlite::Error> for GroupError {
    fn from(error: rusqlite::Error) -> Self {
        Self::new(error)
    }
}

impl From<StoreError> for GroupError {
    fn from(error: StoreError) -> Self {
        Self::new(error)
    }
}

impl From<GroupError> for StoreError {
    fn from(error: GroupError) -> Self {
        Self::Unavailable(Box::new(error))
    }
}

impl From<Unfit> for StoreError {
    fn from(error: Unfit) -> Self {
        Self::Unavailable(Box::new(error))
    }
}

/// Separates errors that pass by themselves from errors that stay.
impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqliteFailure(..) => Self::Unavailable(Box::new(error)),
            _ => Self::Unexpected(Box::new(error)),
        }
    }
}

/// Says of a file that was to be opened for writing that this cannot be.
pub(super) fn in_words(error: StoreError) -> StoreError {
    let StoreError::Unavailable(cause) = error else { return error };
    let is_not_writable = |error: &rusqlite::Error| {
        matches!(error.sqlite_error_code(), Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen))
    };
    match cause.downcast::<rusqlite::Error>() {
        Ok(error) if is_not_writable(&error) => Unfit::NotWritable(*error).into(),
        Ok(error) => StoreError::Unavailable(error),
        Err(cause) => StoreError::Unavailable(cause),
    }
}

/// A file that the system does not give.
pub(super) fn unavailable(error: io::Error) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}

/// A value that the store would not have written.
pub(super) fn unexpected(what: impl fmt::Display) -> StoreError {
    StoreError::Unexpected(BoxError::from(format!("malformed {what}")))
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;
    use crate::error_text::chain;

    /// Returns what is said of an error of SQLite at the opening of a file.
    fn said(code: i32) -> String {
        let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
        chain(&in_words(error.into()))
    }

    #[test]
    fn a_file_on_a_file_system_that_is_read_only_is_said_to_be_not_writable() {
        for code in [
            ffi::SQLITE_READONLY,
            ffi::SQLITE_READONLY_DIRECTORY,
            ffi::SQLITE_READONLY_CANTINIT,
            ffi::SQLITE_CANTOPEN,
        ] {
            let said = said(code);
            assert!(said.contains("the folder that it lies in, cannot be written to: "), "{said}");
        }
        assert!(!said(ffi::SQLITE_BUSY).contains("cannot be written to"));
    }
}
