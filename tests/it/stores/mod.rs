//! What holds for every store, and what is special about each.

mod memory;
mod sentences;
#[cfg(feature = "sqlite")]
mod sqlite;
