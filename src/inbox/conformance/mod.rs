//! The contract of [`Store`](super::Store) as tests: one of each numbered sentence.
//!
//! [`store_conformance!`](crate::store_conformance) makes them tests of your own crate, as in its
//! `tests/conformance.rs`:
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
//!
//! The crate needs this beside the crate of the store:
//!
//! ```toml
//! [dev-dependencies]
//! hookport = { version = "0.1", features = ["inbox", "testing"] }
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! ```
//!
//! `cargo test memory::` runs all of them, `cargo test memory::a_claim_is_exclusive` the one of
//! sentence 6; [`SENTENCES`] has the name of each. A test that fails panics with the part of the
//! sentence that does not hold. They need no network and read no clock. Only [`wait_wakes`] has a
//! time limit: ten seconds for each wake.
//!
//! Write a store in the order of the sentences: accepting and reading (1 to 4), claiming (6 to 13),
//! settling (14 to 21). The order of deliveries (22 to 27, 47 to 49) and the names of
//! handlers (41 to 45) come last.
//!
//! # A storage that stays
//!
//! A storage is empty for each test, and is opened several times in it, as by several processes. So
//! a store that keeps a file opens the same file each time, and what the expression holds keeps it:
//!
//! ```
//! # #[cfg(feature = "sqlite")] mod with_sqlite {
//! use std::sync::Arc;
//! use hookport::{inbox::Store, stores::SqliteStore};
//!
//! hookport::store_conformance!(sqlite, {
//!     let folder = tempfile::tempdir().expect("a folder for one test");
//!     move || {
//!         let path = folder.path().join("inbox.db");
//!         async move {
//!             let opened = SqliteStore::open(path).await.expect("the file can be opened");
//!             Arc::new(opened) as Arc<dyn Store>
//!         }
//!     }
//! });
//! # }
//! # fn main() {}
//! ```
//!
//! For a database server, make a schema of a random name in the expression, and connect with it in
//! the function.
//!
//! # A store around another one
//!
//! A store that wraps another one passes the calls on, and keeps the contract if the inner one
//! does:
//!
//! ```
//! use std::{ops::RangeInclusive, pin::Pin, sync::Arc, time::{Duration, SystemTime}};
//! use hookport::inbox::{
//!     Accepted, Change, ClaimRequest, Claims, Cursor, Day, DeadRun, EntryId, Filter, Lease,
//!     Listing, NewEntry, Newest, Overview, Page, Quarantined, Record, Settled, Settlement, Store, StoreError,
//!     StoreFuture, Usage,
//! };
//!
//! /// A store that takes no body of more than 64 KiB.
//! #[derive(Debug)]
//! struct ShortBodies(Arc<dyn Store>);
//!
//! impl Store for ShortBodies {
//!     fn accept(&self, entry: NewEntry) -> StoreFuture<'_, Accepted> {
//!         if entry.delivery.body().len() > 64 * 1024 {
//!             return Box::pin(async { Err(StoreError::Unexpected("body is too long".into())) });
//!         }
//!         self.0.accept(entry)
//!     }
//!
//!     fn accept_batch(&self, entries: Vec<NewEntry>) -> StoreFuture<'_, Vec<Accepted>> {
//!         self.0.accept_batch(entries)
//!     }
//!
//!     fn claim(&self, request: ClaimRequest) -> StoreFuture<'_, Claims> {
//!         self.0.claim(request)
//!     }
//!
//!     fn renew(
//!         &self,
//!         leases: Vec<Lease>,
//!         now: SystemTime,
//!         lease: Duration,
//!     ) -> StoreFuture<'_, Vec<Lease>> {
//!         self.0.renew(leases, now, lease)
//!     }
//!
//!     fn settle(&self, settlement: Settlement) -> StoreFuture<'_, Settled> {
//!         self.0.settle(settlement)
//!     }
//!
//!     fn wait(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
//!         self.0.wait()
//!     }
//!
//!     fn change(&self, change: Change) -> StoreFuture<'_, u64> {
//!         self.0.change(change)
//!     }
//!
//!     fn list(&self, filter: Filter, page: Page) -> StoreFuture<'_, Listing> {
//!         self.0.list(filter, page)
//!     }
//!
//!     fn read(&self, id: EntryId) -> StoreFuture<'_, Option<Record>> {
//!         self.0.read(id)
//!     }
//!
//!     fn overview(&self, days: RangeInclusive<Day>) -> StoreFuture<'_, (Overview, Vec<Usage>)> {
//!         self.0.overview(days)
//!     }
//!
//!     fn quarantined(
//!         &self,
//!         endpoint: &str,
//!         first: usize,
//!         after: Option<Cursor>,
//!     ) -> StoreFuture<'_, Vec<(u64, Quarantined)>> {
//!         self.0.quarantined(endpoint, first, after)
//!     }
//!
//!     fn dead_runs(&self, at_most: usize) -> StoreFuture<'_, Vec<DeadRun>> {
//!         self.0.dead_runs(at_most)
//!     }
//!
//!     fn newest(&self) -> StoreFuture<'_, Vec<Newest>> {
//!         self.0.newest()
//!     }
//!
//!     fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
//!         self.0.close()
//!     }
//! }
//! hookport::store_conformance!(short_bodies, {
//!     let inside = Arc::new(hookport::stores::MemoryStore::new());
//!     let store: Arc<dyn Store> = Arc::new(ShortBodies(inside));
//!     move || std::future::ready(Arc::clone(&store))
//! });
//! # fn main() {}
//! ```
#![expect(clippy::expect_used, clippy::missing_panics_doc, reason = "a test fails by panicking")]

mod asking;
mod batches;
mod changing;
mod claiming;
mod clocks;
mod closing;
mod keeping;
mod kit;
mod looking;
mod macros;
mod naming;
mod order;
mod settling;
mod stopping;
mod waking;

pub use asking::*;
pub use batches::*;
pub use changing::*;
pub use claiming::*;
pub use clocks::*;
pub use closing::*;
pub use keeping::*;
pub use kit::Storage;
pub use looking::*;
pub use naming::*;
pub use order::*;
pub use settling::*;
pub use stopping::*;
pub use waking::*;

/// The sentences of the contract: the number of each, and the name of its test.
///
/// ```
/// use hookport::inbox::conformance::SENTENCES;
///
/// assert_eq!(SENTENCES[5], (6, "a_claim_is_exclusive"));
/// ```
pub const SENTENCES: &[(u32, &str)] = crate::each_sentence_of_the_store_contract!(table);
