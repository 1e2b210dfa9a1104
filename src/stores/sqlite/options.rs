//! Options for opening the file.

use std::{path::PathBuf, sync::Arc, time::Duration};

use tokio::{
    sync::{Notify, mpsc},
    task,
};

use super::{SqliteStore, error::Unfit, place::Place, readers::Readers, writer::Writer};
use crate::inbox::StoreError;

/// Options for opening a [`SqliteStore`].
///
/// ```
/// use std::time::Duration;
/// use hookport::stores::sqlite::SqliteOptions;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("hookport.db");
/// let options = SqliteOptions::at(path).queue(256).busy_timeout(Duration::from_secs(2));
/// let store = options.open().await?;
/// # store.close().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct SqliteOptions {
    path: PathBuf,
    queue: usize,
    readers: usize,
    busy_timeout: Duration,
}

impl SqliteOptions {
    /// Starts with a queue of 1024, four readers and a busy timeout of five seconds.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), queue: 1024, readers: 4, busy_timeout: Duration::from_secs(5) }
    }

    /// Sets how many requests may wait for the writer. When it is full, deliveries are turned away
    /// ([`StoreError::Busy`]); what workers bring waits for room.
    ///
    /// # Panics
    ///
    /// If it is 0.
    #[track_caller]
    pub fn queue(mut self, at_most: usize) -> Self {
        assert!(at_most > 0, "the queue of a SQLite store must have room for one at least");
        self.queue = at_most;
        self
    }

    /// Sets how many connections read at a time.
    ///
    /// # Panics
    ///
    /// If it is 0.
    #[track_caller]
    pub fn readers(mut self, at_most: usize) -> Self {
        assert!(at_most > 0, "a SQLite store must have one reader at least");
        self.readers = at_most;
        self
    }

    /// Sets how long to wait while another process writes, before the store is
    /// [unavailable](StoreError::Unavailable).
    pub const fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.busy_timeout = timeout;
        self
    }

    /// Opens the file, makes it if there is none, and brings its tables to this version. The folder
    /// has to be there.
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
        let place = Place::new(&self.path).map_err(unavailable)?;
        let (messages, told) = mpsc::channel(self.queue);
        let woken = Arc::new(Notify::new());
        let readers = Readers::new(place.clone(), self.readers, self.busy_timeout);
        Writer::open(place, self.busy_timeout, told, Arc::clone(&woken))?
            .start()
            .map_err(unavailable)?;
        Ok(SqliteStore { messages, readers, woken })
    }
}

fn unavailable(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}
