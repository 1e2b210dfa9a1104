//! The opening of a file.

use std::{path::Path, sync::Arc};

use tokio::{
    sync::{Notify, Semaphore, mpsc},
    task,
};

use super::{
    SqliteOptions,
    error::{Unfit, in_words, unavailable},
    file::DatabaseFile,
    readers::Readers,
    schema,
    store::SqliteStore,
    writer::Writer,
};
use crate::inbox::StoreError;

impl SqliteOptions {
    /// Opens the file, makes it if there is none, and brings its tables to this version. The folder
    /// has to be there.
    ///
    /// Several processes may open a new file at one moment: one of them makes the tables. A file
    /// with tables of your own takes the inbox beside them. A file of an older version is migrated
    /// in one transaction; older programs cannot open it any more.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] if the file cannot be opened or written; if it belongs to
    /// another program, or to a newer version of hookport: nothing was changed in it then.
    pub async fn open(self) -> Result<SqliteStore, StoreError> {
        let opened = task::spawn_blocking(move || self.open_here()).await;
        opened.map_err(|_| Unfit::Panicked)?
    }

    fn open_here(self) -> Result<SqliteStore, StoreError> {
        let file = DatabaseFile::new(&self.path).map_err(unavailable)?;
        check_place(file.path())?;
        self.open_file(file).map_err(in_words)
    }

    fn open_file(self, file: DatabaseFile) -> Result<SqliteStore, StoreError> {
        if self.as_it_is {
            schema::check_is_current(file.path(), self.busy_timeout)?;
        }
        let (messages, told) = mpsc::channel(self.queue.min(Semaphore::MAX_PERMITS));
        let woken = Arc::new(Notify::new());
        let readers = Readers::new(file.clone(), self.readers, self.busy_timeout);
        Writer::open(file, !self.as_it_is, self.busy_timeout, told, Arc::clone(&woken))?
            .start()
            .map_err(unavailable)?;
        Ok(SqliteStore { messages, readers, woken })
    }
}

/// Checks that a file can be at a path.
fn check_place(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Err(Unfit::Folder.into());
    }
    match path.parent() {
        Some(folder) if !folder.is_dir() => {
            Err(Unfit::NoFolder(folder.display().to_string()).into())
        }
        _ => Ok(()),
    }
}
