//! Outcomes of handlers, and the values that become an outcome.

#[cfg(feature = "axum")]
mod axum;
mod classify;
mod failure;
mod handled;
mod into_outcome;
mod returned_error;

use std::time::Duration;

pub use classify::Classify;
pub use failure::{ErrorClass, Failure};
pub use handled::Handled;
pub use into_outcome::IntoOutcome;
pub(crate) use returned_error::ReturnedError;

use crate::BoxError;

/// The outcome of a handler: done, to be tried again, or given up.
///
/// A handler may return one, or anything else that is [`IntoOutcome`]. Any error becomes a
/// [`Retry`](Self::Retry) by `?`, so that a handler that tells errors apart can return
/// `Result<(), Outcome>`:
///
/// ```
/// use std::time::Duration;
/// use hookport::Outcome;
///
/// async fn on_order(quantity: String) -> Result<(), Outcome> {
///     let quantity: u32 = quantity.parse()?;
///     if quantity == 0 {
///         return Err(Outcome::dead_letter("nothing was ordered"));
///     }
///     if quantity > 1000 {
///         return Err(Outcome::retry_after(Duration::from_secs(60)));
///     }
///     Ok(())
/// }
/// # drop(on_order);
/// ```
#[derive(Debug, Default)]
#[must_use]
pub enum Outcome {
    /// The handler is done.
    #[default]
    Done,
    /// The handler failed, and should be retried.
    Retry {
        /// The wait until the retry; `None` for the default of the caller.
        after: Option<Duration>,
        /// The error.
        error: Option<BoxError>,
    },
    /// The handler failed, and a retry would not help: a person should look at the delivery.
    ///
    /// While the sender waits, it gets the same status as for a handled delivery. In an inbox, the
    /// run is dead, and a person can replay it.
    DeadLetter {
        /// The reason.
        reason: String,
    },
}

impl Outcome {
    /// Makes a retry, after `wait` at the earliest. A wait of more than ten years is one of ten years.
    pub const fn retry_after(wait: Duration) -> Self {
        Self::Retry { after: Some(wait), error: None }
    }

    /// Makes a retry because of `error`.
    pub fn retry(error: impl Into<BoxError>) -> Self {
        Self::Retry { after: None, error: Some(error.into()) }
    }

    /// Makes a dead letter, since a retry would not help.
    pub fn dead_letter(reason: impl Into<String>) -> Self {
        Self::DeadLetter { reason: reason.into() }
    }

    /// Returns the worse of both: a retry is worse than a dead letter, since it is still to be
    /// done. Of two retries the longer wait counts; their errors have been logged.
    pub(super) fn or_worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Retry { after, .. }, Self::Retry { after: other, .. }) => {
                Self::Retry { after: after.max(other), error: None }
            }
            (retry @ Self::Retry { .. }, _) | (_, retry @ Self::Retry { .. }) => retry,
            (Self::Done, other) => other,
            (dead_letter, _) => dead_letter,
        }
    }
}

/// Any error asks to be tried again, unless it is, or is caused by, a [`Failure`] that says
/// otherwise.
#[diagnostic::do_not_recommend]
impl<E: Into<BoxError>> From<E> for Outcome {
    fn from(error: E) -> Self {
        let error = error.into();
        failure::class_of(&*error).outcome(error)
    }
}
