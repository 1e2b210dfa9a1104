//! Errors of a store, and of whoever changes what is in it.

use std::{fmt, sync::Arc};

use super::EntryId;
use crate::{BoxError, error_text};

/// The error of a store. Nothing of the call was done then.
///
/// A receiver answers 503 with `Retry-After`: one second for [`Busy`](Self::Busy), ten for the
/// others. A worker asks again, with pauses that grow to five seconds.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use std::error::Error;
/// use hookport::{inbox::{Store, StoreError}, stores::MemoryStore};
///
/// let full = MemoryStore::with_capacity(0);
///
/// let error = full.accept(order_paid("evt_1")).await.unwrap_err();
/// assert!(matches!(error, StoreError::Unavailable(_)));
/// assert_eq!(error.to_string(), "store is unavailable");
/// assert_eq!(error.source().unwrap().to_string(), "the memory store is full"); // for the log
/// # }
/// ```
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Too much is waiting for the store: try again soon.
    #[error("too much is waiting for the store")]
    Busy,
    /// The store cannot be written or read for now: its disk is full, it is locked, or gone. Work
    /// goes on by itself when that has passed.
    #[error("store is unavailable")]
    Unavailable(#[source] BoxError),
    /// The handler's writes in the store's transaction failed: the run is not done, and the lease
    /// still holds. The worker settles the run as a failed attempt then, to be retried. `query` and
    /// `write` of the SQLite store give this error too, if their closure fails.
    #[error("the handler's transaction failed")]
    Transaction(#[source] BoxError),
    /// The store holds data that it did not write, or the call makes no sense to it.
    #[error("store holds something unexpected")]
    Unexpected(#[source] BoxError),
}

impl StoreError {
    /// Returns the cause, for a message that says by itself what could not be done.
    ///
    /// ```
    /// use hookport::inbox::StoreError;
    ///
    /// let error = StoreError::Unavailable("the disk is full".into());
    /// assert_eq!(error.into_cause().to_string(), "the disk is full");
    /// ```
    pub fn into_cause(self) -> BoxError {
        match self {
            Self::Unavailable(cause) | Self::Transaction(cause) | Self::Unexpected(cause) => cause,
            Self::Busy => self.into(),
        }
    }
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        error_text::debug(self, f)
    }
}

/// Errors of a change by [`Inbox`](super::Inbox).
///
/// ```
/// use std::sync::Arc;
/// use hookport::{inbox::{Inbox, InboxError}, stores::MemoryStore};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let inbox = Inbox::new(Arc::new(MemoryStore::default()));
///
/// let error = inbox.pause("strpe").await.unwrap_err();
/// assert!(matches!(error, InboxError::UnknownEndpoint { .. }));
/// assert_eq!(error.to_string(), "no endpoint `strpe` here");
/// # }
/// ```
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum InboxError {
    /// There is no such endpoint. Where its handlers or secrets are needed, it is not served here.
    #[error("no endpoint `{endpoint}` here")]
    UnknownEndpoint {
        /// The endpoint.
        endpoint: Arc<str>,
    },
    /// There is no such entry. Nothing was changed.
    #[error("no delivery {entry} in the inbox")]
    UnknownEntry {
        /// The number.
        entry: EntryId,
    },
    /// The endpoint has no such handler.
    #[error("no handler `{handler}` at endpoint `{endpoint}`")]
    UnknownHandler {
        /// The endpoint.
        endpoint: Arc<str>,
        /// The handler.
        handler: Arc<str>,
    },
    /// No run of the endpoint waits for such a handler, or the handler is there.
    #[error("no orphaned runs of handler `{handler}` at endpoint `{endpoint}`")]
    NothingOrphaned {
        /// The endpoint.
        endpoint: Arc<str>,
        /// The handler.
        handler: Arc<str>,
    },
    /// There is no such request in the quarantine.
    #[error("no request {number} in the quarantine")]
    UnknownRequest {
        /// The number.
        number: u64,
    },
    /// The store did not do it. What was done before stays.
    #[error(transparent)]
    Store(#[from] StoreError),
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for InboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        error_text::debug(self, f)
    }
}
