//! The reference: everything in this process's memory.

mod accept;
mod change;
mod claim;
mod dead_runs;
mod entry;
mod ledger;
mod line;
mod look;
mod names;
mod newest;
mod order;
mod quarantine;
mod queue;
mod replay;
mod run;
mod settle;
mod time;

#[cfg(test)]
mod lease_model;

use std::{
    any::TypeId,
    ops::RangeInclusive,
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use tokio::sync::Notify;

use self::ledger::Ledger;
use crate::inbox::{
    Accepted, Change, ClaimRequest, Claims, Cursor, Day, DeadRun, EntryId, Filter, Lease, Listing,
    NewEntry, Newest, Overview, Page, Quarantined, Record, Settled, Settlement, Store, StoreError,
    StoreFuture, Usage,
};

/// A store in this process's memory, for tests and for trying things out.
///
/// **It is not durable**: what it holds ends with the process. Else it keeps the whole contract of
/// [`Store`], and is what other stores are compared with.
///
/// It is bounded: when it holds as many entries as it may, it takes no more until some are pruned.
///
/// ```
/// use hookport::inbox::{Filter, Page, Store};
/// use hookport::stores::MemoryStore;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// let store = MemoryStore::with_capacity(1_000);
///
/// let listing = store.list(Filter::default(), Page::first(20)).await?;
/// assert!(listing.entries.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct MemoryStore {
    ledger: Mutex<Ledger>,
    changed: Notify,
}

impl MemoryStore {
    /// Makes an empty store that holds up to 100 000 entries.
    pub fn new() -> Self {
        Self::with_capacity(100_000)
    }

    /// Makes an empty store that holds up to so many entries, dead ones and those of the log
    /// included.
    ///
    /// When it is full, a new delivery is refused as [`StoreError::Unavailable`], and its sender
    /// gets
    /// 503. Duplicates are still told. [Retention](crate::worker::Retention) makes room. The bodies
    /// are not counted: it may use this number times the longest body of memory.
    pub fn with_capacity(entries: usize) -> Self {
        Self { ledger: Mutex::new(Ledger::with_capacity(entries)), changed: Notify::new() }
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the ledger, and wakes who waits.
    fn write<T>(
        &self,
        change: impl FnOnce(&mut Ledger) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let changed = change(&mut self.ledger())?;
        self.changed.notify_waiters();
        Ok(changed)
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl Store for MemoryStore {
    fn accept(&self, entry: NewEntry) -> StoreFuture<'_, Accepted> {
        Box::pin(async move { self.write(|ledger| ledger.accept(entry)) })
    }

    fn accept_batch(&self, entries: Vec<NewEntry>) -> StoreFuture<'_, Vec<Accepted>> {
        Box::pin(async move { self.write(|ledger| ledger.accept_batch(entries)) })
    }

    fn accept_and_claim(
        &self,
        entry: NewEntry,
        request: ClaimRequest,
    ) -> StoreFuture<'_, (Accepted, Claims)> {
        Box::pin(
            async move { self.write(|ledger| Ok((ledger.accept(entry)?, ledger.claim(&request)))) },
        )
    }

    fn claim(&self, request: ClaimRequest) -> StoreFuture<'_, Claims> {
        Box::pin(async move { Ok(self.ledger().claim(&request)) })
    }

    fn renew(
        &self,
        leases: Vec<Lease>,
        now: SystemTime,
        lease: Duration,
    ) -> StoreFuture<'_, Vec<Lease>> {
        Box::pin(async move { Ok(self.ledger().renew(leases, now, lease)) })
    }

    fn settle(&self, settlement: Settlement) -> StoreFuture<'_, Settled> {
        Box::pin(async move { self.write(|ledger| Ok(ledger.settle(settlement))) })
    }

    fn gives(&self, _: TypeId) -> bool {
        false
    }

    fn wait(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(self.changed.notified())
    }

    fn change(&self, change: Change) -> StoreFuture<'_, u64> {
        Box::pin(async move { self.write(|ledger| ledger.change(change)) })
    }

    fn list(&self, filter: Filter, page: Page) -> StoreFuture<'_, Listing> {
        Box::pin(async move { Ok(self.ledger().list(&filter, &page)) })
    }

    fn read(&self, id: EntryId) -> StoreFuture<'_, Option<Record>> {
        Box::pin(async move { Ok(self.ledger().read(id)) })
    }

    fn overview(&self, days: RangeInclusive<Day>) -> StoreFuture<'_, (Overview, Vec<Usage>)> {
        Box::pin(async move {
            let ledger = self.ledger();
            Ok((ledger.overview(), ledger.usage(&days)))
        })
    }

    fn quarantined(
        &self,
        endpoint: &str,
        first: usize,
        after: Option<Cursor>,
    ) -> StoreFuture<'_, Vec<(u64, Quarantined)>> {
        let endpoint = endpoint.to_owned();
        Box::pin(async move { Ok(self.ledger().quarantined(&endpoint, first, after)) })
    }

    fn dead_runs(&self, at_most: usize) -> StoreFuture<'_, Vec<DeadRun>> {
        Box::pin(async move { Ok(self.ledger().dead_runs(at_most)) })
    }

    fn newest(&self) -> StoreFuture<'_, Vec<Newest>> {
        Box::pin(async move { Ok(self.ledger().newest()) })
    }
}
