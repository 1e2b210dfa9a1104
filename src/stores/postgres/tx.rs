//! A handler's own transaction, whose commit says that it is done.

use std::{
    fmt, mem,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use tokio::runtime::Handle;

use super::{patience::Patience, sql::Schema};
use crate::{
    BoxError, Delivery, IntoOutcome, Outcome,
    extract::{FromDelivery, Needs},
    inbox::StoreError,
};

/// An open transaction, in which the handler's run becomes done: what the handler writes by it and "done"
/// are one commit, whatever happens to the process: exactly once.
///
/// It is a connection of `sqlx`, and goes where one is asked for, as `&mut *tx`. It is committed after the
/// handler has returned that it is done. If the handler fails, or has lost its lease to another worker, it is
/// rolled back. If the commit fails, the handler is tried again.
///
/// An endpoint with such a handler is made by
/// [`EventRouter::for_inbox`](crate::EventRouter::for_inbox).
///
/// ```
/// use hookport::{Outcome, stores::postgres::{Tx, sqlx}};
///
/// #[derive(serde::Deserialize)]
/// struct Payment {
///     account: i64,
///     cents: i64,
/// }
///
/// async fn on_paid(payment: Payment, mut tx: Tx) -> Result<(), Outcome> {
///     sqlx::query("UPDATE accounts SET cents = cents + $2 WHERE id = $1")
///         .bind(payment.account)
///         .bind(payment.cents)
///         .execute(&mut *tx)
///         .await
///         .map_err(Outcome::retry)?;
///     Ok(())
/// }
/// # drop(on_paid);
/// ```
///
/// # What the handler may do
///
/// Whatever a transaction may, but end it: leave `COMMIT` and `ROLLBACK` to the store. A part can be undone
/// by a savepoint: [`sqlx::Connection::begin`](sqlx::Connection) nests one. The transaction is `READ
/// COMMITTED`, and stays so: with another isolation the handler is not done, and is tried again. So it is if the
/// transaction was ended before the handler, as `sqlx` does where a savepoint cannot be made.
///
/// It holds a connection and its locks for as long as the handler runs, so that a handler does what takes
/// long before it asks for rows that others need. So many of them can be open at a time as
/// [`transactions`](super::PostgresOptions::transactions) says. `Tx` of the SQLite store defers its writes,
/// since SQLite has one writer; here all handlers write at a time. A handler that works with both, and what
/// can be done with sea-orm and diesel-async, is in `hookport::cookbook::transactions`.
pub struct Tx {
    /// There until this is dropped.
    transaction: Option<Transaction<'static, Postgres>>,
    slot: Slot,
}

impl Deref for Tx {
    type Target = PgConnection;

    #[expect(clippy::expect_used, reason = "only `drop` takes it")]
    fn deref(&self) -> &PgConnection {
        self.transaction.as_ref().expect("the transaction is there until this is dropped")
    }
}

impl DerefMut for Tx {
    #[expect(clippy::expect_used, reason = "only `drop` takes it")]
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.transaction.as_mut().expect("the transaction is there until this is dropped")
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if let Some(transaction) = self.transaction.take() {
            self.slot.give_back(transaction);
        }
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx").finish_non_exhaustive()
    }
}

/// The error of a handler that gets no transaction. It is tried again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MissingTx {
    /// The delivery does not come from an inbox in Postgres.
    #[error("`Tx` needs a delivery from an inbox in Postgres")]
    NoInbox,
    /// The handler has it already: it can be an argument once.
    #[error("the transaction of this handler is in use")]
    InUse,
    /// The database gives no connection, or all of them are in use by other handlers.
    #[error(
        "no connection for the transaction of a handler; more handlers than `transactions` may run at a time"
    )]
    NoConnection(#[source] BoxError),
}

impl IntoOutcome for MissingTx {
    fn into_outcome(self) -> Outcome {
        Outcome::retry(self)
    }
}

impl<S: Sync> FromDelivery<S> for Tx {
    type Rejection = MissingTx;

    fn needs() -> Needs {
        Needs::from_store::<Self>("open the receiver on `postgres://<database>`")
    }

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, MissingTx> {
        let slot: Slot = delivery.context().get().cloned().ok_or(MissingTx::NoInbox)?;
        slot.lend()?;
        let transaction = slot.begin().await.inspect_err(|_| slot.take_back())?;
        Ok(Self { transaction: Some(transaction), slot })
    }
}

/// The place of a claim's transaction.
#[derive(Clone)]
pub(super) struct Slot {
    pool: PgPool,
    threads: Handle,
    patience: Patience,
    state: Arc<Mutex<State>>,
}

enum State {
    Unused,
    /// The handler has it.
    Lent,
    Returned(Transaction<'static, Postgres>),
    /// The run was to be ended in it: it is committed, or rolled back.
    Spent,
    /// The run has ended without it.
    Closed,
}

impl Slot {
    pub(super) fn new(pool: PgPool, threads: Handle, patience: Patience) -> Self {
        Self { pool, threads, patience, state: Arc::new(Mutex::new(State::Unused)) }
    }

    /// Takes the transaction in which the run is to become done; `None` if the handler had none.
    ///
    /// # Errors
    ///
    /// [`StoreError::Transaction`] if the handler has left it to a task that still has it, or if it was lost.
    pub(super) fn take(&self) -> Result<Option<Transaction<'static, Postgres>>, StoreError> {
        let mut state = self.state();
        match mem::replace(&mut *state, State::Spent) {
            State::Unused | State::Closed => {
                *state = State::Closed;
                Ok(None)
            }
            State::Returned(transaction) => Ok(Some(transaction)),
            State::Lent => Err(failed("the transaction was kept when the handler had ended")),
            State::Spent => Err(failed("the transaction of the handler was lost")),
        }
    }

    /// Rolls back what the handler has done.
    pub(super) fn close(&self) {
        // Dropped after the lock, and rolled back by a task.
        let _threads = self.threads.enter();
        let _rolled_back = mem::replace(&mut *self.state(), State::Closed);
    }

    fn lend(&self) -> Result<(), MissingTx> {
        let mut state = self.state();
        match *state {
            State::Unused => *state = State::Lent,
            _ => return Err(MissingTx::InUse),
        }
        Ok(())
    }

    fn take_back(&self) {
        let mut state = self.state();
        if matches!(*state, State::Lent) {
            *state = State::Unused;
        }
    }

    /// Begins it on the threads of the store, to which its connection belongs then.
    async fn begin(&self) -> Result<Transaction<'static, Postgres>, MissingTx> {
        let (pool, patience) = (self.pool.clone(), self.patience.clone());
        let begun = self.threads.spawn(async move {
            patience.wait_for(async { Ok(pool.begin_with(BEGIN).await?) }).await
        });
        let begun = begun.await.map_err(|error| MissingTx::NoConnection(error.into()))?;
        begun.map_err(|error| MissingTx::NoConnection(error.into()))
    }

    fn give_back(&self, transaction: Transaction<'static, Postgres>) {
        let mut state = self.state();
        if matches!(*state, State::Lent) {
            *state = State::Returned(transaction);
        } else {
            drop(state);
            // It is rolled back by a task.
            let _threads = self.threads.enter();
            drop(transaction);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Checks that a transaction is the one that was begun for its handler.
///
/// # Errors
///
/// [`StoreError::Transaction`] if it was ended meanwhile, as `sqlx` does where a savepoint cannot be made, or has another
/// isolation: "done" has to see what came after its beginning.
pub(super) async fn check(db: &mut PgConnection, schema: Schema) -> Result<(), StoreError> {
    let (is_open, isolation): (bool, String) = schema.tuple(LOOK).fetch_one(db).await?;
    if !is_open {
        return Err(failed("the transaction of the handler was ended before the handler"));
    }
    if isolation != "read committed" {
        return Err(failed(format!(
            "the handler has set the isolation of its transaction to {isolation}: leave it read committed"
        )));
    }
    Ok(())
}

/// The setting is gone with the transaction.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL hookport_tx.state = 'open'";

const LOOK: &str = "
    SELECT coalesce(current_setting('hookport_tx.state', true), '') = 'open',
        current_setting('transaction_isolation')";

/// The error of a handler's transaction.
pub(super) fn failed(error: impl Into<BoxError>) -> StoreError {
    StoreError::Transaction(error.into())
}
