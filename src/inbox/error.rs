//! Why a store did not do it.

use crate::BoxError;

/// Why a store did not do what it was asked. Nothing of it was done then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Too much is waiting for the store: try again soon.
    #[error("too much is waiting for the store")]
    Busy,
    /// The store cannot be written or read for now: its disk is full, it is locked, or gone.
    #[error("store is unavailable")]
    Unavailable(#[source] BoxError),
    /// What the handler did in the store's transaction failed: the run is not done, and the lease
    /// still holds.
    #[error("the handler's transaction failed")]
    Transaction(#[source] BoxError),
    /// What the store holds is not what it wrote, or a request makes no sense to it.
    #[error("store holds something unexpected")]
    Unexpected(#[source] BoxError),
}
