//! Errors that say what becomes of the delivery.

use std::{error::Error, fmt, time::Duration};

use super::Outcome;
use crate::{
    BoxError,
    error_text::{causes, chain},
};

/// The end of a delivery whose handler failed with an error.
///
/// See [`EventRouter::classify_errors`](crate::EventRouter::classify_errors) and [`Failure`].
/// The [recipe](https://docs.rs/hookport/latest/hookport/cookbook/permanent_errors/) shows the three
/// places where a class is said.
///
/// ```
/// use std::{io, time::Duration};
/// use hookport::ErrorClass;
///
/// /// Errors of files: what is missing stays missing, what is busy passes.
/// fn class(error: &io::Error) -> Option<ErrorClass> {
///     match error.kind() {
///         io::ErrorKind::NotFound => Some(ErrorClass::DeadLetter),
///         io::ErrorKind::ResourceBusy => Some(ErrorClass::RetryAfter(Duration::from_secs(5))),
///         io::ErrorKind::StorageFull => Some(ErrorClass::Retry), // whatever its cause says
///         _ => None, // the cause is asked next, then the next function
///     }
/// }
///
/// assert_eq!(class(&io::ErrorKind::NotFound.into()), Some(ErrorClass::DeadLetter));
/// assert_eq!(class(&io::ErrorKind::Other.into()), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorClass {
    /// The delivery is tried again, as after every other error.
    Retry,
    /// The delivery is tried again after this time, at the earliest.
    RetryAfter(Duration),
    /// The delivery is a dead letter, since trying it again is of no use.
    DeadLetter,
}

/// An error together with its [`ErrorClass`].
///
/// A handler that returns it by `?` gives up, or is tried again after a while. That holds also
/// where it is the source of another error, as in an enum of `thiserror` or below a context of
/// `anyhow`. It displays as the error that it holds.
///
/// [`Classify`](crate::Classify) makes one of each `Result`.
///
/// ```
/// use hookport::{Failure, IntoOutcome, Outcome};
///
/// #[derive(Debug, thiserror::Error)]
/// enum AppError {
///     #[error("cannot book")]
///     Booking(#[from] Failure),
/// }
///
/// fn book(amount: i64) -> Result<(), AppError> {
///     if amount < 0 {
///         return Err(Failure::dead_letter("amount is negative").into());
///     }
///     Ok(())
/// }
///
/// let Outcome::DeadLetter { reason } = book(-1).into_outcome() else { unreachable!() };
/// assert_eq!(reason, "cannot book: amount is negative");
/// ```
#[derive(Debug)]
pub struct Failure(Classified);

/// The source of a [`Failure`]. It is an error of its own because `#[error(transparent)]` of
/// `thiserror` and the box of `anyhow` leave out the error itself, and hand on its source.
#[derive(Debug)]
struct Classified {
    class: ErrorClass,
    error: BoxError,
}

impl Failure {
    /// Says that trying again is of no use.
    pub fn dead_letter(error: impl Into<BoxError>) -> Self {
        Self::new(ErrorClass::DeadLetter, error)
    }

    /// Says that the delivery is to be tried again after `wait`, at the earliest.
    pub fn retry_after(wait: Duration, error: impl Into<BoxError>) -> Self {
        Self::new(ErrorClass::RetryAfter(wait), error)
    }

    fn new(class: ErrorClass, error: impl Into<BoxError>) -> Self {
        Self(Classified { class, error: error.into() })
    }

    /// Returns the class.
    pub const fn class(&self) -> ErrorClass {
        self.0.class
    }

    /// Takes the error out.
    pub fn into_error(self) -> BoxError {
        self.0.error
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl fmt::Display for Classified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl Error for Classified {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}

impl ErrorClass {
    /// Returns the outcome of a handler that failed with this error.
    pub(crate) fn outcome(self, error: BoxError) -> Outcome {
        match self {
            Self::Retry => Outcome::retry(error),
            Self::RetryAfter(wait) => Outcome::Retry { after: Some(wait), error: Some(error) },
            Self::DeadLetter => Outcome::dead_letter(chain(&*error)),
        }
    }
}

/// Returns the class that an error, or a cause of it, says of itself.
pub(super) fn class_of(error: &(dyn Error + 'static)) -> ErrorClass {
    let mut classified = causes(error).filter_map(<dyn Error>::downcast_ref::<Classified>);
    classified.next().map_or(ErrorClass::Retry, |classified| classified.class)
}
