//! The contract of [`Store`](super::Store) as tests: one of each numbered sentence.
//!
//! [`store_conformance!`](crate::store_conformance) makes them tests of your own crate:
//!
//! ```
//! # use std::{future::ready, sync::Arc};
//! use hookport::inbox::Store;
//! use hookport::stores::MemoryStore;
//!
//! hookport::store_conformance!(memory, {
//!     let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
//!     move || ready(Arc::clone(&store))
//! });
//! # fn main() {}
//! ```
#![expect(clippy::expect_used, clippy::missing_panics_doc, reason = "a test fails by panicking")]

mod changing;
mod claiming;
mod keeping;
mod kit;
mod looking;
mod macros;
mod naming;
mod order;
mod settling;
mod waking;

pub use changing::*;
pub use claiming::*;
pub use keeping::*;
pub use kit::Storage;
pub use looking::*;
pub use naming::*;
pub use order::*;
pub use settling::*;
pub use waking::*;

/// The sentences of the contract: the number of each, and the name of its test.
pub const SENTENCES: &[(u32, &str)] = crate::each_sentence_of_the_store_contract!(table);
