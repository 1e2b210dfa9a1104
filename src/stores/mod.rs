//! Where the inbox is kept.

mod memory;

pub use memory::MemoryStore;
