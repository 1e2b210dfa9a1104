//! The time that calls wait for a database that does not answer.

use std::{
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sqlx::{Executor, PgConnection, Row};
use tokio::time::{Instant, sleep, timeout};

use super::error::Unfit;
use crate::inbox::StoreError;

/// The time that calls wait for a database that does not answer: one that is stopped, or behind a network that
/// has lost it. The operating system would notice the latter after a quarter of an hour.
#[derive(Debug, Clone)]
pub(super) struct Patience {
    limit: Duration,
    /// The time at which a call was last given up.
    given_up: Arc<Mutex<Option<Instant>>>,
}

impl Patience {
    pub(super) fn new(limit: Duration) -> Self {
        Self { limit, given_up: Arc::default() }
    }

    pub(super) const fn limit(&self) -> Duration {
        self.limit
    }

    /// Waits for a call of which somebody waits for the answer.
    pub(super) async fn wait_for<T>(
        &self,
        call: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        self.wait(self.limit, call).await
    }

    /// Waits for a call that may have much to do.
    pub(super) async fn wait_long_for<T>(
        &self,
        call: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        self.wait(self.limit.max(LONGEST), call).await
    }

    async fn wait<T>(
        &self,
        limit: Duration,
        call: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let mut call = pin!(call);
        tokio::select! {
            biased;
            ended = &mut call => ended,
            () = sleep(limit) => {
                // Before the call is dropped, and gives its connection back.
                *self.given_up.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
                Err(Unfit::Late(limit).into())
            }
        }
    }

    /// Returns whether a connection that is given back may be used again. Whoever was given up may have left it in the
    /// middle of a statement whose answer does not come, or in a transaction.
    pub(super) async fn is_usable(&self, connection: &mut PgConnection) -> sqlx::Result<bool> {
        let given_up = *self.given_up.lock().unwrap_or_else(PoisonError::into_inner);
        if given_up.is_none_or(|at| at.elapsed() > self.limit + SUSPECT) {
            return Ok(true);
        }
        match timeout(LONGEST_LOOK, is_outside_of_transactions(connection)).await {
            Ok(answered) => answered,
            Err(late) => Err(sqlx::Error::Io(late.into())),
        }
    }
}

/// Asks the server. `sqlx` knows nothing of a transaction whose beginning was given up, and does not roll it back.
async fn is_outside_of_transactions(connection: &mut PgConnection) -> sqlx::Result<bool> {
    connection.fetch_one(IS_OUTSIDE).await?.try_get(0)
}

/// In a transaction, `now()` is the time of its first statement. In a failed one, nothing is answered.
const IS_OUTSIDE: &str = "SELECT now() = statement_timestamp()";

/// For a retention that removes much, or the renaming of a handler that much waits for.
const LONGEST: Duration = Duration::from_secs(5 * 60);

/// So long after a call was given up, connections are looked at when they are given back.
const SUSPECT: Duration = Duration::from_secs(60);

const LONGEST_LOOK: Duration = Duration::from_secs(1);
