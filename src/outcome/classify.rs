//! The classes of errors, said where they occur.

use std::time::Duration;

use super::Failure;
use crate::BoxError;

/// Says what becomes of the delivery if a `Result` is an error.
///
/// An error that says nothing asks to be tried again.
///
/// ```
/// use std::time::Duration;
/// use hookport::{BoxError, Classify};
///
/// async fn on_order(order: String) -> Result<(), BoxError> {
///     let customer: u32 = order.parse().or_dead_letter()?; // the same text will never be a number
///     call(customer).or_retry_after(Duration::from_secs(60))?;
///     Ok(())
/// }
///
/// fn call(customer: u32) -> Result<(), std::io::Error> {
/// #   let _ = customer;
///     Err(std::io::ErrorKind::ConnectionRefused.into())
/// }
/// # drop(on_order);
/// ```
pub trait Classify<T> {
    /// Makes a dead letter of the error: trying again is of no use.
    ///
    /// # Errors
    ///
    /// Fails if it is an error.
    fn or_dead_letter(self) -> Result<T, Failure>;

    /// Lets the delivery be tried again after `wait`, at the earliest. A wait of more than ten years
    /// is one of ten years.
    ///
    /// # Errors
    ///
    /// Fails if it is an error.
    fn or_retry_after(self, wait: Duration) -> Result<T, Failure>;
}

impl<T, E: Into<BoxError>> Classify<T> for Result<T, E> {
    fn or_dead_letter(self) -> Result<T, Failure> {
        self.map_err(Failure::dead_letter)
    }

    fn or_retry_after(self, wait: Duration) -> Result<T, Failure> {
        self.map_err(|error| Failure::retry_after(wait, error))
    }
}
