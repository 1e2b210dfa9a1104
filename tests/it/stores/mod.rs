//! The properties of every store, and of each of them.

#[cfg(all(feature = "postgres", feature = "sqlite", unix))]
mod columns;
mod memory;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod model;
#[cfg(all(feature = "postgres", feature = "sqlite", unix))]
mod moved;
#[cfg(all(feature = "postgres", unix))]
mod postgres;
mod sentences;
#[cfg(feature = "sqlite")]
mod sqlite;
