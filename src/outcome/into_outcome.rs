//! The trait of everything that a handler may return.

use std::convert::Infallible;

use super::{Handled, Outcome, ReturnedError};
use crate::Reply;

/// A value that a handler may return.
///
/// | type | outcome |
/// |---|---|
/// | `()` | done |
/// | [`Outcome`] | itself |
/// | [`Reply`] | done, and the sender gets this reply |
/// | `Option<T>` | that of the `T`; done if there is none |
/// | `Result<T, E>` | that of the `T`; or the error as an [`Outcome`] |
/// | axum's `Json`, `Html`, `Response`, and tuples that are `IntoResponse` (feature `axum`) | done, and the sender gets this response |
///
/// As errors serve all that [`BoxError`](crate::BoxError) can hold: any
/// [`Error`](std::error::Error), `anyhow::Error`, a text. They ask to be tried again, unless
/// [`Classify`](crate::Classify), or
/// [`EventRouter::classify_errors`](crate::EventRouter::classify_errors), says otherwise. An error
/// type that is none of these becomes an outcome by an `impl From<Failed> for Outcome`.
///
/// ```
/// use hookport::{BoxError, Classify, IntoOutcome, Outcome};
///
/// let done: Result<(), BoxError> = Ok(());
/// assert!(matches!(done.into_outcome(), Outcome::Done));
///
/// let failed: Result<u32, _> = "seven".parse::<u32>();
/// let permanent = failed.clone().or_dead_letter().map(drop);
/// assert!(matches!(failed.map(drop).into_outcome(), Outcome::Retry { .. }));
/// assert!(matches!(permanent.into_outcome(), Outcome::DeadLetter { .. }));
/// ```
#[diagnostic::on_unimplemented(
    message = "a handler cannot return `{Self}`",
    label = "not an outcome",
    note = "return `()`, a `Reply`, an `Outcome`, or a `Result` of these whose error is an `Error` or becomes an `Outcome`"
)]
pub trait IntoOutcome: Sized {
    /// `true` if a value of this type may hold a reply. The default is `false`.
    ///
    /// At most one handler of an event may reply, which is checked at start-up by this constant. If
    /// it is `false`, a reply is not sent.
    const REPLIES: bool = false;

    /// Turns the value into an outcome. A reply is lost.
    fn into_outcome(self) -> Outcome;

    /// Turns the value into an outcome and the reply that it holds. The default has no reply.
    fn into_handled(self) -> Handled {
        self.into_outcome().into()
    }
}

impl IntoOutcome for () {
    fn into_outcome(self) -> Outcome {
        Outcome::Done
    }
}

impl IntoOutcome for Outcome {
    fn into_outcome(self) -> Outcome {
        self
    }
}

impl IntoOutcome for Infallible {
    fn into_outcome(self) -> Outcome {
        match self {}
    }
}

impl IntoOutcome for Reply {
    const REPLIES: bool = true;

    fn into_outcome(self) -> Outcome {
        self.into_handled().into_parts().0
    }

    fn into_handled(self) -> Handled {
        Handled::replied(self)
    }
}

impl<T: IntoOutcome> IntoOutcome for Option<T> {
    const REPLIES: bool = T::REPLIES;

    fn into_outcome(self) -> Outcome {
        self.map_or(Outcome::Done, T::into_outcome)
    }

    fn into_handled(self) -> Handled {
        self.map_or_else(Handled::default, T::into_handled)
    }
}

impl<T: IntoOutcome, E: ReturnedError> IntoOutcome for Result<T, E> {
    const REPLIES: bool = T::REPLIES;

    fn into_outcome(self) -> Outcome {
        self.map_or_else(Into::into, T::into_outcome)
    }

    fn into_handled(self) -> Handled {
        self.map_or_else(|error| Handled::from(error.into()), T::into_handled)
    }
}
