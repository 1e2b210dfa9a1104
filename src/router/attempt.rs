//! One run of one handler: what goes wrong in it stays in it.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use super::run::BoxFuture;
use crate::{
    Handled,
    panic::{Panicked, poll_caught},
    receive::Deadline,
};

/// Why a handler came to no outcome of its own. It is the error of the [`Outcome::Retry`](crate::Outcome::Retry) that
/// stands for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HandlerError {
    /// It panicked.
    #[error("handler panicked")]
    Panicked,
    /// It did not end in time.
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

/// A handler that is running: a panic ends it, and so does the time limit.
pub(crate) struct Attempt {
    handler: BoxFuture<Handled>,
    deadline: Deadline,
}

impl Attempt {
    pub(super) const fn new(handler: BoxFuture<Handled>, timeout: Duration) -> Self {
        Self { handler, deadline: Deadline::new(timeout) }
    }
}

impl Future for Attempt {
    type Output = Result<Handled, HandlerError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(ended) = poll_caught(self.handler.as_mut(), cx) {
            return Poll::Ready(ended.map_err(Into::into));
        }
        let passed = self.deadline.poll_passed(cx);
        passed.map(|allowed| Err(HandlerError::TimedOut { allowed }))
    }
}
