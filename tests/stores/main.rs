//! What holds for every store, and what is special about each.
#![cfg(feature = "inbox")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod memory;
mod sentences;
#[cfg(feature = "sqlite")]
mod sqlite;
