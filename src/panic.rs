//! Panics of code that is not ours: a handler, a payload type, a key function, an error's
//! `Display`, the `Drop` of any of their values.

use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll},
};

/// Code of the user panicked. The message was shown by the panic hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Panicked;

/// Calls a function and catches its panic.
///
/// The caller must not use what the function has changed: it may be half done.
pub(crate) fn caught<T>(function: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(function)).map_err(|payload| {
        // `panic_any` takes any value, also one whose `Drop` panics in its turn.
        if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            mem::forget(second);
        }
        Panicked
    })
}

/// Drops a value of the user, and catches the panic of its `Drop`.
pub(crate) fn drop_caught<T>(value: T) -> Result<(), Panicked> {
    caught(|| drop(value))
}

/// Polls a future and catches its panic. It must not be polled again after that.
pub(crate) fn poll_caught<F: Future + ?Sized>(
    future: Pin<&mut F>,
    cx: &mut Context<'_>,
) -> Poll<Result<F::Output, Panicked>> {
    match caught(|| future.poll(cx)) {
        Ok(poll) => poll.map(Ok),
        Err(panicked) => Poll::Ready(Err(panicked)),
    }
}
