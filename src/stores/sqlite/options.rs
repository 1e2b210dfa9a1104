//! Options for opening the file.

use std::{path::PathBuf, time::Duration};

/// Options for opening a [`SqliteStore`](crate::stores::SqliteStore).
///
/// They are those of this process: another one may open the same file with others.
///
/// ```
/// use std::time::Duration;
/// use hookport::stores::sqlite::SqliteOptions;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("hookport.db");
/// let options = SqliteOptions::at(path).queue(256).busy_timeout(Duration::from_secs(1));
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
    pub(super) as_it_is: bool,
}

impl SqliteOptions {
    /// Starts with a queue of 1024, four readers and a busy timeout of two seconds. A relative
    /// path begins at the working directory of the moment in which the file is opened.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            queue: 1024,
            readers: 4,
            busy_timeout: Duration::from_secs(2),
            as_it_is: false,
        }
    }

    /// Sets how many requests may wait for the writer. When it is full, deliveries are turned away
    /// ([`StoreError::Busy`](crate::inbox::StoreError::Busy)); what workers bring waits for room.
    ///
    /// Each delivery that waits has its body in memory. The receiver's
    /// [`max_in_flight`](crate::Receiver::max_in_flight) of 512 is lower by default, so that a full
    /// queue is rare: it takes several receivers, or handlers that write a lot.
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

    /// Sets how many connections read at a time: the log, the overview, and the closures of
    /// [`Tx::query`](super::Tx::query). More wait. A read never waits for the writer, nor the
    /// writer for it. Each connection may use 2 MiB of memory and one thread of tokio's blocking
    /// pool.
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

    /// Refuses a file that is not there, that holds no inbox, or that holds one of an older version,
    /// in place of making or changing it.
    ///
    /// It is for tools beside a receiver: a mistyped path makes no file, and a newer tool does not
    /// take the inbox from a receiver of an older version.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::stores::{SqliteStore, sqlite::SqliteOptions};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("hookport.db");
    ///
    /// assert!(SqliteOptions::at(&path).as_it_is().open().await.is_err());
    /// assert!(!path.exists());
    ///
    /// SqliteStore::open(&path).await?.close().await; // the receiver makes it
    /// let store = SqliteOptions::at(&path).as_it_is().open().await?;
    /// # store.close().await;
    /// # Ok(())
    /// # }
    /// ```
    pub const fn as_it_is(mut self) -> Self {
        self.as_it_is = true;
        self
    }

    /// Sets how long to wait while another process writes, before the store is
    /// [unavailable](crate::inbox::StoreError::Unavailable).
    ///
    /// The senders of that moment wait for all of that time, so that it should be shorter than their
    /// own limit, which is three seconds for Slack and Discord. Once a wait was in vain, the store is
    /// unavailable at once until the lock is found free: each write looks for that. Zero does not
    /// wait. SQLite counts milliseconds in 31 bits: what is longer than 24 days counts as
    /// that.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    /// use hookport::inbox::{Change, Store, StoreError};
    /// use hookport::stores::sqlite::{SqliteOptions, rusqlite::Connection};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("hookport.db");
    ///
    /// let store = SqliteOptions::at(&path).busy_timeout(Duration::ZERO).open().await?;
    /// let migration = Connection::open(&path)?; // of another program
    /// migration.execute_batch("BEGIN IMMEDIATE")?;
    /// assert!(matches!(store.change(Change::Probe).await, Err(StoreError::Unavailable(_))));
    ///
    /// migration.execute_batch("COMMIT")?;
    /// assert!(store.change(Change::Probe).await.is_ok(), "it goes on by itself");
    /// # store.close().await;
    /// # Ok(())
    /// # }
    /// ```
    pub const fn busy_timeout(mut self, timeout: Duration) -> Self {
        let is_too_long = timeout.as_millis() > LONGEST_BUSY_TIMEOUT.as_millis();
        self.busy_timeout = if is_too_long { LONGEST_BUSY_TIMEOUT } else { timeout };
        self
    }
}

/// The most milliseconds that SQLite takes: 2^31 - 1.
const LONGEST_BUSY_TIMEOUT: Duration = Duration::from_millis(0x7fff_ffff);
