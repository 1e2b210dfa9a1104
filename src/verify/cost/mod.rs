//! The cost of a refusal, counted and not timed: the bytes that are hashed, and the memory that is
//! taken.

use std::cell::Cell;

#[cfg(feature = "testing")]
mod refusals;
#[cfg(feature = "testing")]
mod shapes;

thread_local! {
    static HASHED: Cell<usize> = const { Cell::new(0) };
}

/// Adds to the bytes that were hashed on this thread. Every hash of a verification calls it.
pub(super) fn count_hashed(bytes: usize) {
    HASHED.set(HASHED.get() + bytes);
}
