//! One run of one handler, with its panics and its time limit.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use super::run::BoxFuture;
use crate::{
    Handled,
    panic::{Panicked, drop_caught, poll_caught},
    receive::Deadline,
};

/// The reason why a handler has no outcome of its own. It is the error of the
/// [`Outcome::Retry`](crate::Outcome::Retry) that the delivery gets instead.
///
/// A layer, or [`classify_errors`](crate::EventRouter::classify_errors), can tell the two apart:
///
/// ```
/// use hookport::{ErrorClass, router::HandlerError};
/// # type StdError = dyn std::error::Error + 'static;
///
/// /// A handler that panicked once will panic again.
/// fn class(error: &StdError) -> Option<ErrorClass> {
///     match error.downcast_ref()? {
///         HandlerError::Panicked => Some(ErrorClass::DeadLetter),
///         _ => None,
///     }
/// }
///
/// assert!(class(&HandlerError::Panicked).is_some());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HandlerError {
    /// The handler panicked.
    #[error("handler panicked")]
    Panicked,
    /// The handler did not end in time.
    #[error("handler did not end within {allowed:?}")]
    TimedOut {
        /// The time allowed.
        allowed: Duration,
    },
}

impl From<Panicked> for HandlerError {
    fn from(_: Panicked) -> Self {
        Self::Panicked
    }
}

/// A running handler. A panic or the time limit ends it.
pub(crate) struct Attempt {
    /// The handler, until it has ended or is given up.
    handler: Option<BoxFuture<Handled>>,
    deadline: Deadline,
}

impl Attempt {
    pub(crate) const fn new(handler: BoxFuture<Handled>, timeout: Duration) -> Self {
        Self { handler: Some(handler), deadline: Deadline::new(timeout) }
    }

    /// Drops the handler with all that it holds. The `Drop` of its values may panic.
    fn give_up(&mut self) -> Result<(), Panicked> {
        drop_caught(self.handler.take())
    }
}

impl Future for Attempt {
    type Output = Result<Handled, HandlerError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(handler) = &mut self.handler
            && let Poll::Ready(ended) = poll_caught(handler.as_mut(), cx)
        {
            // A handler that has ended is as good as its result.
            let _ = self.give_up();
            return Poll::Ready(ended.map_err(Into::into));
        }
        let passed = self.deadline.poll_passed(cx);
        passed.map(|allowed| {
            self.give_up()?;
            Err(HandlerError::TimedOut { allowed })
        })
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        let _ = self.give_up();
    }
}
