//! The stores: implementations of [`inbox::Store`](crate::inbox::Store).

mod memory;
#[cfg(feature = "sqlite")]
pub mod sqlite;

pub use memory::MemoryStore;
#[cfg(feature = "sqlite")]
pub use sqlite::store::SqliteStore;
