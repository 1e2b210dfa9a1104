//! A handler's writes, in the commit that says it is done.

use std::{
    fmt, mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, Transaction};

use super::{error::Unfit, readers::Readers, work::Work};
use crate::{
    BoxError, Delivery, IntoOutcome, Outcome,
    extract::{FromDelivery, Needs},
    inbox::StoreError,
    panic::caught,
};

/// The transaction in which a handler's run becomes done: writes of the handler to its own tables
/// in the inbox's file are made in it. Both are kept, or neither, whatever happens to the process:
/// exactly once.
///
/// The writes are made after the handler has returned that it is done. If one of them fails,
/// nothing of the run is kept, and the handler is tried again. If the handler itself fails, or has
/// lost its lease to another worker, the writes are dropped.
///
/// An endpoint with such a handler is made by
/// [`EventRouter::for_inbox`](crate::EventRouter::for_inbox).
///
/// ```
/// use hookport::stores::sqlite::{Tx, rusqlite};
///
/// #[derive(serde::Deserialize)]
/// struct Payment {
///     account: i64,
///     cents: i64,
/// }
///
/// async fn on_paid(payment: Payment, tx: Tx) {
///     tx.defer(move |db| -> rusqlite::Result<()> {
///         let sql = "UPDATE accounts SET cents = cents + ?2 WHERE id = ?1";
///         db.execute(sql, (payment.account, payment.cents))?;
///         Ok(())
///     });
/// }
/// # drop(on_paid);
/// ```
///
/// # What the closures may do
///
/// They read and write the tables that are yours, and may make tables. They cannot end the
/// transaction or nest one, attach files, change settings by `PRAGMA`, or write to the tables of
/// the inbox: SQLite refuses such a statement. They run on the one thread that writes, and
/// everybody waits for them: no loops without end, no network. `ON CONFLICT ROLLBACK` and
/// `RAISE(ROLLBACK)` fail the run, and other runs whose writes are in the same commit have to be
/// tried again; use `ABORT`.
#[derive(Clone)]
pub struct Tx {
    slot: Slot,
    readers: Readers,
}

impl Tx {
    pub(super) const fn new(slot: Slot, readers: Readers) -> Self {
        Self { slot, readers }
    }

    /// Makes these writes when the handler is done, after those deferred before.
    ///
    /// A closure deferred after the run has ended, as by a task that the handler left behind, is
    /// not done.
    ///
    /// The closures run once the handler has returned. What the handler does elsewhere, as a mail,
    /// is done by then, and stays done if a closure fails. For a mail that is sent only if the writes
    /// are kept, let a closure write a row, and a task of yours send what is in that table.
    ///
    /// # Errors
    ///
    /// It returns none. An error or a panic of `writes` makes the attempt one that has failed:
    /// nothing of the run is written, and the handler is called again as its
    /// [`RetryPolicy`](crate::router::RetryPolicy) says.
    ///
    /// ```
    /// # #[cfg(feature = "macros")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::{sync::Arc, time::Duration};
    /// use hookport::{EventRouter, Receiver, WebhookEvent, inbox::Store, providers};
    /// use hookport::stores::{SqliteStore, sqlite::{Tx, rusqlite}};
    /// # use hookport::testing::{Signer, deliver};
    ///
    /// #[derive(WebhookEvent)]
    /// enum GitHubEvent {
    ///     #[event("push")]
    ///     Pushed(serde_json::Value),
    /// }
    ///
    /// async fn on_push(_: serde_json::Value, tx: Tx) {
    ///     tx.defer(|db| -> rusqlite::Result<()> {
    ///         db.execute("UPDATE pushes SET seen = seen + 1", ()).map(drop)
    ///     });
    /// }
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("hookport.db");
    /// let store = Arc::new(SqliteStore::open(path).await?);
    /// let table = "CREATE TABLE pushes (seen INTEGER); INSERT INTO pushes VALUES (0)";
    /// store.write(move |db| db.execute_batch(table)).await?;
    /// let github = EventRouter::new(providers::GITHUB.secret("made-up"))
    ///     .on(GitHubEvent::PUSHED, on_push)
    ///     .for_inbox(());
    /// let parts = Receiver::new(store.clone()).endpoint("/github", github).into_parts();
    /// # let signer = Signer::new(providers::GITHUB, "made-up").url("http://localhost/github");
    /// # deliver(&parts.app, signer.event("push").sign("{}")?).await;
    ///
    /// let seen = async || {
    ///     store.query(|db| db.query_row("SELECT seen FROM pushes", (), |row| row.get(0))).await
    /// };
    /// let is_seen = async {
    ///     loop {
    ///         let changed = Store::wait(&*store);
    ///         match seen().await {
    ///             Ok(0) => changed.await,
    ///             _ => break,
    ///         }
    ///     }
    /// };
    /// parts.worker.run(is_seen, Duration::from_secs(5)).await;
    /// assert_eq!(seen().await?, 1);
    /// # store.close().await;
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "macros"))] fn main() {}
    /// ```
    pub fn defer<E: Into<BoxError>>(
        &self,
        writes: impl FnOnce(&Transaction<'_>) -> Result<(), E> + Send + 'static,
    ) {
        if let State::Open(deferred) = &mut *self.slot.lock() {
            deferred.push(Box::new(move |db| writes(db).map_err(Into::into)));
        }
    }

    /// Looks into the file, at what is committed.
    ///
    /// Others may write until the handler is done: what has to hold then is to be checked in what
    /// is deferred.
    ///
    /// # Errors
    ///
    /// [`StoreError::Transaction`] with the error of `look`; [`StoreError::Unavailable`].
    ///
    /// ```
    /// use hookport::{Outcome, inbox::StoreError, stores::sqlite::{Tx, rusqlite}};
    ///
    /// async fn on_paid(account: i64, tx: Tx) -> Result<(), Outcome> {
    ///     let known = tx.query(move |db| -> rusqlite::Result<bool> {
    ///         let sql = "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ?1)";
    ///         db.query_row(sql, [account], |row| row.get(0))
    ///     });
    ///     match known.await {
    ///         Ok(true) => Ok(()), // and `tx.defer` what is to be written
    ///         Ok(false) => Err(Outcome::dead_letter("there is no such account")),
    ///         Err(error) => Err(Outcome::retry(error)),
    ///     }
    /// }
    /// # drop(on_paid);
    /// ```
    pub async fn query<T: Send + 'static, E: Into<BoxError>>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, StoreError> {
        let look = move |db: &Connection| look(db).map_err(failed);
        self.readers.look_as_guest(look).await
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx").finish_non_exhaustive()
    }
}

/// There is no transaction: the delivery does not come from an inbox in SQLite.
///
/// The handler is not run, and asks to be tried again. Start-up refuses this: a
/// [`Receiver`](crate::Receiver) whose store is not SQLite, and a router that ends in
/// [`with_state`](crate::EventRouter::with_state). So it is met only where a handler's arguments
/// are extracted by hand:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use std::time::SystemTime;
/// use hookport::{Delivery, DeliveryParts, Trust, extract::FromDelivery};
/// use hookport::stores::sqlite::{MissingTx, Tx};
///
/// let request = http::Request::post("/shop").body("{}".into()).unwrap();
/// let parts = DeliveryParts::new("acme", Trust::Signed, SystemTime::now(), request);
/// let delivery = Delivery::from_parts(parts, http::Extensions::new()); // of no store
///
/// let missing = Tx::from_delivery(&delivery, &()).await.map(drop);
/// assert_eq!(missing, Err(MissingTx));
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`Tx` needs a delivery from an inbox in SQLite")]
pub struct MissingTx;

impl IntoOutcome for MissingTx {
    fn into_outcome(self) -> Outcome {
        Outcome::retry(self)
    }
}

impl<S: Sync> FromDelivery<S> for Tx {
    type Rejection = MissingTx;

    fn needs() -> Needs {
        Needs::from_store::<Self>("open the receiver on `sqlite:<path>`")
    }

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, MissingTx> {
        delivery.context().get().cloned().ok_or(MissingTx)
    }
}

type Write = Box<dyn FnOnce(&Transaction<'_>) -> Result<(), BoxError> + Send>;

/// The closures that a handler has deferred.
#[derive(Clone)]
pub(super) struct Slot(Arc<Mutex<State>>);

enum State {
    Open(Vec<Write>),
    /// The closures have run, and cannot run again.
    Spent,
    /// The run has ended.
    Closed,
}

impl Slot {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(State::Open(Vec::new()))))
    }

    /// Makes the writes. Without their commit they are lost, and must not be taken for made: then
    /// the handler has to run again.
    pub(super) fn write(&self, work: &Work<'_>) -> Result<(), StoreError> {
        let writes = self.take()?;
        if writes.is_empty() {
            return Ok(());
        }
        work.as_guest(|db| writes.into_iter().try_for_each(|write| write(db)))
    }

    /// Forgets what was deferred, and takes no more.
    pub(super) fn close(&self) {
        // Dropped after the lock: what a closure holds may have a `Drop` of its own.
        let _deferred = mem::replace(&mut *self.lock(), State::Closed);
    }

    fn take(&self) -> Result<Vec<Write>, StoreError> {
        let mut state = self.lock();
        match &mut *state {
            State::Open(writes) if writes.is_empty() => Ok(Vec::new()),
            State::Open(writes) => {
                let writes = mem::take(writes);
                *state = State::Spent;
                Ok(writes)
            }
            State::Spent => Err(failed(Unfit::Spent)),
            State::Closed => Ok(Vec::new()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Work<'_> {
    /// Runs a closure of the user's in the transaction: all of it is done, or nothing.
    pub(super) fn as_guest<T>(
        &self,
        closure: impl FnOnce(&Transaction<'_>) -> Result<T, BoxError>,
    ) -> Result<T, StoreError> {
        self.db.execute_batch("SAVEPOINT guest")?;
        let done = caught(|| self.guard.watch(|| closure(self.db)));
        let done = done.unwrap_or_else(|_| Err(Unfit::Panicked.into()));
        // What a conflict rolled back is not done, even where the closure says so.
        if self.db.is_autocommit() {
            return Err(failed(Unfit::RolledBack));
        }
        if done.is_err() {
            self.db.execute_batch("ROLLBACK TO guest")?;
        }
        self.db.execute_batch("RELEASE guest")?;
        done.map_err(failed)
    }
}

/// The error of a user's closure.
pub(super) fn failed(error: impl Into<BoxError>) -> StoreError {
    StoreError::Transaction(error.into())
}
