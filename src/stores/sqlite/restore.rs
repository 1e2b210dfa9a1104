//! A copy in the place of the file.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};
use tokio::task;

use super::{
    backup::{Partial, check_is_file, vacuum_into},
    error::{Unfit, unavailable},
    file::companion,
    own_wal, reading, schema,
    store::SqliteStore,
};
use crate::{BoxError, error_text, inbox::StoreError};

impl SqliteStore {
    /// Puts a copy of an inbox, as [`backup`](Self::backup) makes one, at `path`, where no file is.
    ///
    /// The copy is checked from end to end, copied beside `path`, synced, and then moved there. It
    /// stays as it is. The new file can be read by its owner only.
    ///
    /// # Errors
    ///
    /// [`RestoreError::Exists`] if a file is at `path`, or a `-wal` of one; [`RestoreError::Damaged`]
    /// if the copy is not whole or holds no inbox; [`RestoreError::Failed`]. Nothing at `path` was
    /// changed then.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::stores::{SqliteStore, sqlite::RestoreError};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("hookport.db");
    /// # let copy = folder.path().join("monday.db");
    /// # let store = SqliteStore::open(&path).await?;
    /// # store.backup(&copy).await?;
    /// # store.close().await;
    ///
    /// let refused = SqliteStore::restore(&copy, &path).await;
    /// assert!(matches!(refused, Err(RestoreError::Exists { .. })), "the inbox is there");
    ///
    /// SqliteStore::restore_over(&copy, &path).await?;
    /// let store = SqliteStore::open(&path).await?; // with the deliveries of Monday
    /// # store.close().await;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn restore(
        copy: impl Into<PathBuf>,
        path: impl Into<PathBuf>,
    ) -> Result<(), RestoreError> {
        restore(copy.into(), path.into(), false).await
    }

    /// Puts a copy of an inbox in the place of the file at `path`, whose deliveries are lost by it.
    ///
    /// It takes the lock that only the last process that has a file open can have. So an inbox that
    /// is in use is left alone, as long as SQLite can read it; one that is damaged is replaced. The
    /// new file has the permissions of the former one. For all else it does as
    /// [`restore`](Self::restore).
    ///
    /// # Errors
    ///
    /// [`RestoreError::InUse`] if a process has the file at `path` open; otherwise as
    /// [`restore`](Self::restore).
    pub async fn restore_over(
        copy: impl Into<PathBuf>,
        path: impl Into<PathBuf>,
    ) -> Result<(), RestoreError> {
        restore(copy.into(), path.into(), true).await
    }
}

/// The error of [`SqliteStore::restore`].
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// A file is there already.
    #[error("there is a file at `{}` already", path.display())]
    Exists {
        /// The path of the inbox.
        path: PathBuf,
    },
    /// A process has the inbox open.
    #[error("a process has `{}` open: stop it first", path.display())]
    InUse {
        /// The path of the inbox.
        path: PathBuf,
    },
    /// The copy is not whole, or is no inbox.
    #[error("`{}` cannot be restored", copy.display())]
    Damaged {
        /// The path of the copy.
        copy: PathBuf,
        /// The reason.
        #[source]
        cause: BoxError,
    },
    /// The copy was not put in its place.
    #[error("the copy was not put at `{}`", path.display())]
    Failed {
        /// The path of the inbox.
        path: PathBuf,
        /// The reason.
        #[source]
        cause: BoxError,
    },
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for RestoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        error_text::debug(self, f)
    }
}

async fn restore(copy: PathBuf, path: PathBuf, over: bool) -> Result<(), RestoreError> {
    let at = fs::canonicalize(&path).or_else(|_| std::path::absolute(&path));
    let failed =
        |error: StoreError| RestoreError::Failed { path: path.clone(), cause: error.into_cause() };
    let restore = Restore { copy, path: at.map_err(|error| failed(unavailable(error)))? };
    let restored = task::spawn_blocking(move || restore.run(over)).await;
    restored.map_err(|_| failed(Unfit::Panicked.into()))?
}

struct Restore {
    copy: PathBuf,
    path: PathBuf,
}

impl Restore {
    fn run(&self, over: bool) -> Result<(), RestoreError> {
        self.check_place(over)?;
        schema::check_is_whole(&self.copy, PATIENCE).map_err(|error| self.damaged(error))?;
        let partial = self.copied().map_err(|error| self.failed(error))?;
        self.put(partial, over)
    }

    /// Gives the copy its place.
    fn put(&self, partial: Partial, over: bool) -> Result<(), RestoreError> {
        let lock = if over { self.lock()? } else { None };
        // The check and the copy take long: somebody may have made an inbox meanwhile.
        self.check_place(over)?;
        let cleared = if over { self.remove_companions() } else { Ok(()) };
        // The lock lasts until the new file is in its place.
        let moved = cleared.and_then(|()| partial.finish(&self.path));
        drop(lock);
        moved.map_err(|error| self.failed(unavailable(error)))
    }

    /// A `-wal` or a `-journal` without its file would be played into the copy.
    fn check_place(&self, over: bool) -> Result<(), RestoreError> {
        check_is_file(&self.path).map_err(|error| self.failed(error.into()))?;
        let is_played = |end: &&str| companion(&self.path, end).exists();
        if !over && (self.path.exists() || PLAYED.iter().any(is_played)) {
            return Err(RestoreError::Exists { path: self.path.clone() });
        }
        Ok(())
    }

    /// Copies by SQLite, so that a `-wal` beside the copy is in it too.
    fn copied(&self) -> Result<Partial, StoreError> {
        let partial = Partial::as_open_as(&self.path, &self.path).map_err(unavailable)?;
        vacuum_into(&reading::open(&self.copy, PATIENCE)?, &partial)?;
        Ok(partial)
    }

    /// Takes the lock of the last process that has the file open; `None` if there is no file, or
    /// one that is damaged.
    fn lock(&self) -> Result<Option<Connection>, RestoreError> {
        if !self.path.exists() {
            return Ok(None);
        }
        match exclusively(&self.path) {
            Ok(db) => Ok(Some(db)),
            Err(error) if schema::is_busy(&error) => {
                Err(RestoreError::InUse { path: self.path.clone() })
            }
            Err(error) if own_wal::is_malformed(&error) => Ok(None),
            Err(error) => Err(self.failed(error.into())),
        }
    }

    fn remove_companions(&self) -> io::Result<()> {
        for end in PLAYED.iter().chain(&["-shm"]) {
            match fs::remove_file(companion(&self.path, end)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    fn damaged(&self, error: StoreError) -> RestoreError {
        RestoreError::Damaged { copy: self.copy.clone(), cause: error.into_cause() }
    }

    fn failed(&self, error: StoreError) -> RestoreError {
        RestoreError::Failed { path: self.path.clone(), cause: error.into_cause() }
    }
}

/// Opens a file that nobody else has open. To leave the mode of the `-wal`, SQLite needs to be alone.
fn exclusively(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    db.pragma_update(None, "journal_mode", "DELETE")?;
    db.execute_batch("BEGIN EXCLUSIVE")?;
    Ok(db)
}

/// The ends of the names of files that SQLite plays into the file beside them.
const PLAYED: &[&str] = &["-wal", "-journal"];

const PATIENCE: Duration = Duration::from_millis(500);

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_inbox_that_appears_while_the_copy_is_made_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let [inbox, copy, path] = ["inbox", "copy", "new"].map(|name| folder.path().join(name));
        let store = SqliteStore::open(inbox).await.unwrap();
        store.backup(&copy).await.unwrap();
        store.close().await;
        let restore = Restore { copy, path: path.clone() };

        let partial = restore.copied().unwrap();
        fs::write(&path, "another inbox").unwrap();
        let refused = restore.put(partial, false);

        assert!(matches!(refused, Err(RestoreError::Exists { .. })), "{refused:?}");
        assert_eq!(fs::read(&path).unwrap(), b"another inbox");
        let left = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
        let partial = left.filter(|name| name.to_string_lossy().contains("partial")).count();
        assert_eq!(partial, 0, "the copy is removed");
    }
}
