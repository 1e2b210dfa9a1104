//! The properties of every store, and of each of them.

mod memory;
mod sentences;
#[cfg(feature = "sqlite")]
mod sqlite;
