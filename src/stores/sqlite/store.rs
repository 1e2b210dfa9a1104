//! The store: calls that become jobs of the writer, or reads beside it.

use std::{
    any::TypeId,
    fmt,
    ops::RangeInclusive,
    path::PathBuf,
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime},
};

use rusqlite::{Connection, Transaction};
use tokio::sync::{
    Notify,
    mpsc::{self, error::TrySendError},
    oneshot,
};

use super::{
    SqliteOptions, Tx, accept, change, claim, claims, dead_runs,
    error::Unfit,
    job::Task,
    list, look, newest, quarantine,
    readers::Readers,
    settle,
    time::millis,
    tx::{Slot, failed},
    work::Work,
    writer::Message,
};
use crate::{
    BoxError,
    inbox::{
        Accepted, Change, ClaimRequest, Claims, Cursor, Day, DeadRun, EntryId, Filter, Lease,
        Listing, NewEntry, Newest, Overview, Page, Quarantined, Record, Settled, Settlement, Store,
        StoreError, StoreFuture, Usage,
    },
};

/// A store in one SQLite file.
///
/// Clones are the same store. The file has tables that a person can read: see
/// `docs/sqlite-schema.md`.
///
/// ```
/// use hookport::inbox::{Filter, Page, Store};
/// use hookport::stores::SqliteStore;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("hookport.db");
/// let store = SqliteStore::open(path).await?;
/// let table = "CREATE TABLE IF NOT EXISTS accounts (id INTEGER PRIMARY KEY, cents INTEGER)";
/// store.write(move |db| db.execute_batch(table)).await?;
///
/// let listing = store.list(Filter::default(), Page::first(20)).await?;
/// assert!(listing.entries.is_empty());
/// store.close().await;
/// # Ok(())
/// # }
/// ```
///
/// # What is durable
///
/// Whatever a method has answered with `Ok` is written and synced to the disk
/// (`synchronous=FULL`): neither a crash of the process nor a power cut loses it, as far as the
/// disk keeps its word. One thread writes. What waits for it, up to some hundred requests, goes
/// into one commit, and is answered after that: many share one sync.
///
/// While it is open, the file has two companions, `-wal` and `-shm`. What was committed last is in
/// the first of them. [`close`](Self::close), with which [`Receiver::serve`](crate::Receiver::serve)
/// ends, moves that into the file and removes them.
///
/// # Permissions
///
/// The file holds the headers and bodies of all deliveries, credentials included. So a new file can be read
/// by its owner only (mode 600, on Unix). One that is there keeps its permissions. Its companions and
/// its copies have those of the file.
///
/// # Backup and restore
///
/// [`backup`](Self::backup) copies the file while deliveries are accepted; so do `VACUUM INTO` and
/// `.backup` of the `sqlite3` shell. `cp` gives a whole copy only of a file that nobody has open
/// and that has no `-wal`.
///
/// [`restore_over`](Self::restore_over) puts a copy back, and checks it first. By hand:
///
/// 1. Stop every process that has the file open.
/// 2. Remove the `-wal` and the `-shm` beside it. After a clean stop there are none. They belong to
///    the former file: SQLite would play them into the copy.
/// 3. Move the copy into the place of the file.
/// 4. Start. Deliveries that came after the copy was made are not in it, and what was done after
///    that is done again.
///
/// If a step is left out, nothing is mixed. The inbox remembers its file, and what is found beside
/// it is compared:
///
/// | found | the store |
/// |---|---|
/// | at the start, a copy beside the `-wal` of the former file, or a `-wal` without a file | does not open, and changes neither |
/// | at the start, a second name of the file (a hard link), which has a `-wal` of its own | does not open |
/// | while it is open, another file in the place of the file | writes nothing to it while the former `-wal` is there, and opens it as soon as that is gone |
/// | while it is open, no `-wal` | writes what the lost one held into the file, and is unavailable until a restart |
/// | while it is open, another `-wal` beside the file, or no `-shm` or another one | writes nothing more, and is unavailable until a restart |
/// | while it is open, other bytes in the file, as after `cp` of a copy, or less of them | writes nothing more, and is unavailable until a restart |
/// | while it is open, tables of a newer version | writes nothing more, and is unavailable until a restart |
///
/// Unavailable is [`StoreError::Unavailable`], with which senders get 503; one log line says what
/// was found.
///
/// A file and its `-wal` that were copied together, as from the disk of a dead machine, are not
/// told from a copy beside a foreign `-wal`. Let the `sqlite3` shell join them:
/// `PRAGMA wal_checkpoint(TRUNCATE)`. The same holds where the numbers of files change at each
/// mount, as on FAT. Bytes that are written into the file by anything but SQLite are noticed by
/// the version and the generation in it: those that leave both as they are, are not.
///
/// # When the file cannot be written
///
/// A full disk, a lock that another process holds for longer than the
/// [busy timeout](SqliteOptions::busy_timeout), a file that was removed: all are
/// [`StoreError::Unavailable`], nothing is half-written, and work goes on by itself when that has
/// passed. A file that was removed is not made anew while the store is open.
///
/// # Several processes
///
/// Any number may have the file open, on one machine. Their workers wake each other by polling
/// alone. The file must not be on a network file system: those do not keep the locks that SQLite
/// needs.
///
/// # Size
///
/// Room of what was pruned is used again. The file does not shrink; `VACUUM` does that, while
/// nobody has it open.
#[derive(Clone)]
pub struct SqliteStore {
    pub(super) messages: mpsc::Sender<Message>,
    pub(super) readers: Readers,
    pub(super) woken: Arc<Notify>,
}

impl SqliteStore {
    /// Opens the file at `path`, and makes it if there is none: see [`SqliteOptions`].
    ///
    /// # Errors
    ///
    /// See [`SqliteOptions::open`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{inbox::StoreError, stores::SqliteStore};
    /// # let folder = tempfile::tempdir()?;
    ///
    /// let path = folder.path().join("no such folder").join("hookport.db");
    /// let refused = SqliteStore::open(path).await;
    /// assert!(matches!(refused, Err(StoreError::Unavailable(_))), "the folder has to be there");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn open(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        SqliteOptions::at(path).open().await
    }

    /// Ends the store, for its clones too: what waits to be written is written, closures that read
    /// come to their end, and the file is closed. If no other process has it open, it is whole then:
    /// it has no `-wal` and no `-shm` beside it.
    ///
    /// [`Receiver::serve`](crate::Receiver::serve) does this at its end. All later calls fail with
    /// [`StoreError::Unavailable`]. Close it after the worker has ended: a result that comes later is
    /// not recorded, and the handler is called again by the next process.
    ///
    /// A store whose last clone is dropped is closed too, but nobody can wait for that: a program
    /// that ends at that moment leaves a `-wal` behind. Nothing is lost by it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{inbox::{Change, Store}, stores::SqliteStore};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("hookport.db");
    ///
    /// let store = SqliteStore::open(&path).await?;
    /// store.close().await;
    ///
    /// assert!(store.change(Change::Probe).await.is_err());
    /// assert!(!path.with_extension("db-wal").exists());
    /// std::fs::copy(&path, path.with_extension("copy"))?; // the whole inbox
    /// # Ok(())
    /// # }
    /// ```
    pub async fn close(&self) {
        self.readers.close().await;
        let (closed, is_closed) = oneshot::channel();
        if self.messages.send(Message::Close(closed)).await.is_ok() {
            // Nobody answers if another call was faster, and has closed all.
            _ = is_closed.await;
        }
    }

    /// Writes to your own tables in the file, in a transaction. The same holds for the closure as
    /// for those of a [`Tx`].
    ///
    /// It waits for room in the queue of the writer, and returns after the commit is synced. A
    /// value that the closure returns is handed out.
    ///
    /// # Errors
    ///
    /// [`StoreError::Transaction`] with the error of `write`; [`StoreError::Unavailable`]. Nothing
    /// was written then.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{inbox::StoreError, stores::{SqliteStore, sqlite::rusqlite}};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("hookport.db");
    ///
    /// let store = SqliteStore::open(path).await?;
    /// let table = "CREATE TABLE accounts (id INTEGER PRIMARY KEY, cents INTEGER NOT NULL)";
    /// store.write(move |db| db.execute_batch(table)).await?;
    ///
    /// let id = store
    ///     .write(|db| -> rusqlite::Result<i64> {
    ///         db.execute("INSERT INTO accounts (cents) VALUES (100)", ())?;
    ///         Ok(db.last_insert_rowid())
    ///     })
    ///     .await?;
    /// assert_eq!(id, 1);
    ///
    /// let forbidden = store.write(|db| db.execute("DELETE FROM hookport_deliveries", ())).await;
    /// assert!(matches!(forbidden, Err(StoreError::Transaction(_))), "that is the inbox's");
    /// # store.close().await;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn write<T: Send + 'static, E: Into<BoxError>>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, StoreError> {
        let mut write = Some(write);
        self.submit(move |work| {
            let write = write.take().ok_or_else(|| failed(Unfit::Spent))?;
            work.as_guest(|db| write(db).map_err(Into::into))
        })
        .await
    }

    /// Looks into your own tables in the file, and those of the inbox: one state of them, beside
    /// the writer.
    ///
    /// The views of `docs/sqlite-schema.md` are made for this. The closure runs on a thread that
    /// may block, and cannot write.
    ///
    /// # Errors
    ///
    /// [`StoreError::Transaction`] with the error of `look`; [`StoreError::Unavailable`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::stores::{SqliteStore, sqlite::rusqlite};
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("hookport.db");
    ///
    /// let store = SqliteStore::open(path).await?;
    /// let dead = store
    ///     .query(|db| -> rusqlite::Result<u32> {
    ///         let sql = "SELECT count(*) FROM hookport_log WHERE state = 'dead'";
    ///         db.query_row(sql, (), |row| row.get(0))
    ///     })
    ///     .await?;
    /// assert_eq!(dead, 0);
    ///
    /// let write = store.query(|db| db.execute_batch("CREATE TABLE mine (id INTEGER)")).await;
    /// assert!(write.is_err(), "take `write` for that");
    /// # store.close().await;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn query<T: Send + 'static, E: Into<BoxError>>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.look_as_guest(move |db| look(db).map_err(failed)).await
    }

    /// Has the writer do something, as soon as there is room in its queue.
    pub(super) async fn submit<T: Send + 'static>(
        &self,
        function: impl FnMut(&mut Work<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (job, answer) = Task::with_answer(function);
        self.messages.send(Message::Do(job)).await.map_err(|_| Unfit::Closed)?;
        answer.await.map_err(|_| Unfit::Closed)?
    }

    /// Has the writer do something, if there is room in its queue.
    async fn submit_now<T: Send + 'static>(
        &self,
        function: impl FnMut(&mut Work<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (job, answer) = Task::with_answer(function);
        self.messages.try_send(Message::Do(job)).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Closed(_) => Unfit::Closed.into(),
        })?;
        answer.await.map_err(|_| Unfit::Closed)?
    }

    /// Gives each claim a transaction of its own.
    fn with_slots(&self, mut claims: Claims) -> Claims {
        for claimed in &mut claims.claimed {
            let slot = Slot::new();
            claimed.context.insert(Tx::new(slot.clone(), self.readers.clone()));
            claimed.context.insert(slot);
        }
        claims
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}

impl Store for SqliteStore {
    fn accept(&self, entry: NewEntry) -> StoreFuture<'_, Accepted> {
        Box::pin(self.submit_now(move |work| accept::accept(work, &entry)))
    }

    fn accept_batch(&self, entries: Vec<NewEntry>) -> StoreFuture<'_, Vec<Accepted>> {
        Box::pin(self.submit_now(move |work| accept::accept_batch(work, &entries)))
    }

    fn accept_and_claim(
        &self,
        entry: NewEntry,
        request: ClaimRequest,
    ) -> StoreFuture<'_, (Accepted, Claims)> {
        Box::pin(async move {
            let both =
                self.submit_now(move |work| accept::accept_and_claim(work, &entry, &request));
            let (accepted, claims) = both.await?;
            Ok((accepted, self.with_slots(claims)))
        })
    }

    fn claim(&self, request: ClaimRequest) -> StoreFuture<'_, Claims> {
        Box::pin(async move {
            let asked_for = request.clone();
            let look = move |work: &Work<'_>| claim::look(work, &asked_for);
            let (job, answer) =
                Task::with_look(look, move |work: &mut Work<'_>| claim::claim(work, &request));
            self.messages.send(Message::Do(job)).await.map_err(|_| Unfit::Closed)?;
            let claims = answer.await.map_err(|_| Unfit::Closed)??;
            Ok(self.with_slots(claims))
        })
    }

    fn renew(
        &self,
        leases: Vec<Lease>,
        now: SystemTime,
        lease: Duration,
    ) -> StoreFuture<'_, Vec<Lease>> {
        Box::pin(self.submit(move |work| claims::renew(work, &leases, millis(now), lease)))
    }

    fn settle(&self, settlement: Settlement) -> StoreFuture<'_, Settled> {
        Box::pin(async move {
            let slot = settlement.context.get::<Slot>().cloned();
            let settled = self.submit(move |work| settle::settle(work, &settlement)).await?;
            slot.inspect(Slot::close);
            Ok(settled)
        })
    }

    fn gives(&self, what: TypeId) -> bool {
        what == TypeId::of::<Tx>()
    }

    fn wait(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(self.woken.notified())
    }

    fn change(&self, change: Change) -> StoreFuture<'_, u64> {
        Box::pin(self.submit(move |work| change::change(work, &change)))
    }

    fn list(&self, filter: Filter, page: Page) -> StoreFuture<'_, Listing> {
        Box::pin(self.readers.look(move |db| list::list(db, &filter, &page)))
    }

    fn read(&self, id: EntryId) -> StoreFuture<'_, Option<Record>> {
        Box::pin(self.readers.look(move |db| look::read(db, id)))
    }

    fn overview(&self, days: RangeInclusive<Day>) -> StoreFuture<'_, (Overview, Vec<Usage>)> {
        Box::pin(self.readers.look(move |db| Ok((look::overview(db)?, look::usage(db, &days)?))))
    }

    fn quarantined(
        &self,
        endpoint: &str,
        first: usize,
        after: Option<Cursor>,
    ) -> StoreFuture<'_, Vec<(u64, Quarantined)>> {
        let endpoint = endpoint.to_owned();
        Box::pin(self.readers.look(move |db| quarantine::list(db, &endpoint, first, after)))
    }

    fn dead_runs(&self, at_most: usize) -> StoreFuture<'_, Vec<DeadRun>> {
        Box::pin(self.readers.look(move |db| dead_runs::dead_runs(db, at_most)))
    }

    fn newest(&self) -> StoreFuture<'_, Vec<Newest>> {
        Box::pin(self.readers.look(newest::newest))
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(Self::close(self))
    }
}
