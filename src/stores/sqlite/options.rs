//! Options for opening the file.

use std::{path::PathBuf, time::Duration};

/// Options for opening a [`SqliteStore`](crate::stores::SqliteStore).
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
    pub(super) path: PathBuf,
    pub(super) queue: usize,
    pub(super) readers: usize,
    pub(super) busy_timeout: Duration,
}

impl SqliteOptions {
    /// Starts with a queue of 1024, four readers and a busy timeout of five seconds.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), queue: 1024, readers: 4, busy_timeout: Duration::from_secs(5) }
    }

    /// Sets how many requests may wait for the writer. When it is full, deliveries are turned away
    /// ([`StoreError::Busy`](crate::inbox::StoreError::Busy)); what workers bring waits for room.
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
    /// [unavailable](crate::inbox::StoreError::Unavailable).
    pub const fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.busy_timeout = timeout;
        self
    }
}
