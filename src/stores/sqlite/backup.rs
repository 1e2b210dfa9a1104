//! Copies of the file, made while it is written to.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use rusqlite::Connection;

use super::{
    error::{Unfit, unavailable},
    file::DatabaseFile,
    reading,
    store::SqliteStore,
};
use crate::{BoxError, error_text, inbox::StoreError, own_file::for_its_owner};

impl SqliteStore {
    /// Copies the file, as it is at one moment, to `path`: one whole file, without a `-wal`.
    ///
    /// Deliveries are accepted and handled meanwhile. The copy is written under a temporary name
    /// beside `path`, synced, and then moved there, so that what is at `path` is always whole: a
    /// former copy, or the new one. It has the permissions of the inbox's file. It needs as much
    /// room as the inbox has rows; free pages are not copied.
    ///
    /// Writes that come meanwhile stay in the `-wal` until the copy has ended, so that the `-wal`
    /// grows. A process that is killed leaves the temporary file, `<name>.partial-…`, behind.
    /// [How to restore](Self#backup-and-restore) such a copy is on the page of the store.
    ///
    /// # Errors
    ///
    /// Fails if `path` is the inbox itself, a link or a device, or has a `-wal` beside it, if its folder is
    /// missing or full, or if the inbox cannot be read. Nothing at `path` was changed then.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{inbox::{Change, Store}, stores::SqliteStore};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("hookport.db");
    ///
    /// let store = SqliteStore::open(&path).await?;
    /// store.change(Change::Pause { endpoint: "shop".into() }).await?;
    /// let copy = path.with_extension("copy");
    /// store.backup(&copy).await?;
    ///
    /// let restored = SqliteStore::open(copy).await?;
    /// let resumed = restored.change(Change::Resume { endpoint: "shop".into() }).await?;
    /// assert_eq!(resumed, 1, "the pause is in the copy");
    ///
    /// let error = store.backup(&path).await.unwrap_err(); // that is the inbox itself
    /// assert!(error.to_string().starts_with("the inbox was not copied to `"));
    /// # restored.close().await;
    /// # store.close().await;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn backup(&self, path: impl Into<PathBuf>) -> Result<(), BackupError> {
        let path = path.into();
        let to = std::path::absolute(&path).map_err(unavailable);
        let copy = async |to: PathBuf| self.readers.with_file(move |file| back_up(file, &to)).await;
        let copied = match to {
            Ok(to) => copy(to).await,
            Err(error) => Err(error),
        };
        copied.map_err(|error| BackupError { path, cause: error.into_cause() })
    }
}

/// The error of [`SqliteStore::backup`]. Its source says why.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::stores::{SqliteStore, sqlite::BackupError};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("hookport.db");
///
/// let store = SqliteStore::open(&path).await?;
/// let error: BackupError = store.backup("no-such-folder/copy.db").await.unwrap_err();
///
/// assert_eq!(error.to_string(), "the inbox was not copied to `no-such-folder/copy.db`");
/// # store.close().await;
/// # Ok(())
/// # }
/// ```
#[derive(thiserror::Error)]
#[error("the inbox was not copied to `{}`", path.display())]
pub struct BackupError {
    path: PathBuf,
    #[source]
    cause: BoxError,
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        error_text::debug(self, f)
    }
}

fn back_up(file: &DatabaseFile, path: &Path) -> Result<(), StoreError> {
    check_is_file(path)?;
    file.may_be_copied_to(path)?;
    let partial = Partial::as_open_as(file.path(), path).map_err(unavailable)?;
    let db = reading::open(file.path(), Duration::ZERO)?;
    vacuum_into(&db, &partial)?;
    file.check()?;
    partial.finish(path).map_err(unavailable)
}

/// Refuses a path where something else than a file is: a copy that is moved there would destroy it.
pub(super) fn check_is_file(path: &Path) -> Result<(), Unfit> {
    match fs::symlink_metadata(path) {
        Ok(about) if !about.is_file() => Err(Unfit::NoFile),
        _ => Ok(()),
    }
}

/// Copies what a connection for reading sees.
pub(super) fn vacuum_into(db: &Connection, partial: &Partial) -> Result<(), StoreError> {
    db.pragma_update(None, "query_only", false)?;
    db.execute("VACUUM INTO ?1", [utf8(&partial.0)?])?;
    Ok(())
}

/// A copy under its temporary name, which is removed if the copy fails.
pub(super) struct Partial(PathBuf);

impl Partial {
    /// Makes an empty file that has the permissions of `other`; for its owner only, if that is not there.
    /// SQLite writes into it.
    pub(super) fn as_open_as(other: &Path, path: &Path) -> io::Result<Self> {
        let (empty, name) = empty_beside(path)?;
        let partial = Self(name);
        match fs::metadata(other) {
            Ok(metadata) => empty.set_permissions(metadata.permissions())?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(partial)
    }

    /// Gives the copy its name.
    pub(super) fn finish(self, path: &Path) -> io::Result<()> {
        OpenOptions::new().write(true).open(&self.0)?.sync_all()?;
        fs::rename(&self.0, path)?;
        sync_folder(path)
    }
}

/// Makes an empty file with a name that no other file has. In a container, each process may have the number of one
/// that was killed during a copy, or of one that copies now.
fn empty_beside(path: &Path) -> io::Result<(File, PathBuf)> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".partial-{}-{number}", process::id()));
        match for_its_owner().write(true).create_new(true).open(&name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return Ok((made?, name.into())),
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After the end nothing has that name.
        _ = fs::remove_file(&self.0);
    }
}

/// Makes the name of a file as durable as its bytes.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn utf8(path: &Path) -> Result<&str, StoreError> {
    path.to_str().ok_or_else(|| Unfit::NotUtf8.into())
}
