//! The future that a method of a store returns.

use std::pin::Pin;

use super::StoreError;

/// The future that a method of a store returns.
///
/// It is boxed, so that a store is `Arc<dyn Store>`. A method of your own store is an async block:
///
/// ```
/// use hookport::inbox::{Change, StoreFuture};
///
/// fn change(change: Change) -> StoreFuture<'static, u64> {
///     Box::pin(async move {
///         match change {
///             Change::Probe => Ok(0), // write something, to see if that can be done
///             _ => Err(hookport::inbox::StoreError::Unexpected("not done yet".into())),
///         }
///     })
/// }
/// # drop(change(Change::Probe));
/// ```
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;
