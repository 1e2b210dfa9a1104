//! A store around another one that can be made to wait, to fail, and to tell what it was asked.

use std::{
    ops::RangeInclusive,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    time::{Duration, SystemTime},
};

use hookport::{
    inbox::{
        Accepted, Change, ClaimRequest, Claims, Cursor, Day, DeadRun, EntryId, Filter, Lease,
        Listing, NewEntry, Newest, Overview, Page, Quarantined, Record, Settled, Settlement, Store,
        StoreError, StoreFuture, Usage,
    },
    stores::MemoryStore,
};
use tokio::sync::Semaphore;

use crate::kit::soon;

#[derive(Debug)]
pub(crate) struct Watched {
    store: Arc<dyn Store>,
    /// One for each accept or quarantining that may go on.
    places: Semaphore,
    pub(crate) is_gone: AtomicBool,
    pub(crate) is_busy: AtomicBool,
    accepts: Semaphore,
    asked_to_quarantine: AtomicUsize,
    quarantinings: Semaphore,
    pub(crate) claims: AtomicUsize,
    /// The runs that were claimed, by claims alone and in one step with accepts.
    claimed: [AtomicUsize; 2],
    pub(crate) renewals: AtomicUsize,
    /// Renewals, settlements and changes.
    pub(crate) writes: AtomicUsize,
    pub(crate) probes: AtomicUsize,
    pub(crate) overviews: AtomicUsize,
    /// One for each overview that may be told.
    overview_places: Semaphore,
    /// One for each change that may be made.
    change_places: Semaphore,
    /// The number of changes before the disk is gone for them.
    pub(crate) changes_left: AtomicUsize,
    pub(crate) lists: AtomicUsize,
    pub(crate) reads: AtomicUsize,
    /// The highest number of unproved requests that were asked for at once.
    pub(crate) most_unproved: AtomicUsize,
    /// The number of rows that each pruning has removed.
    pruned: Mutex<Vec<u64>>,
}

impl Watched {
    pub(crate) fn new() -> Arc<Self> {
        Self::with_places(Semaphore::MAX_PERMITS)
    }

    /// Lets writes wait until they are let through.
    pub(crate) fn waiting() -> Arc<Self> {
        Self::with_places(0)
    }

    pub(crate) fn let_through(&self, writes: usize) {
        self.places.add_permits(writes);
    }

    /// Lets each overview, once it is made, wait until [`tell_overviews`](Self::tell_overviews).
    pub(crate) fn hold_overviews(&self) {
        self.overview_places.forget_permits(Semaphore::MAX_PERMITS);
    }

    pub(crate) fn tell_overviews(&self) {
        self.overview_places.add_permits(1_000);
    }

    /// Lets each change wait until [`let_changes`](Self::let_changes).
    pub(crate) fn hold_changes(&self) {
        self.change_places.forget_permits(Semaphore::MAX_PERMITS);
    }

    pub(crate) fn let_changes(&self) {
        self.change_places.add_permits(1_000);
    }

    fn with_places(places: usize) -> Arc<Self> {
        Self::around(Arc::new(MemoryStore::default()), places)
    }

    /// Watches a store, and lets all of its writes through.
    pub(crate) fn on(store: Arc<dyn Store>) -> Arc<Self> {
        Self::around(store, Semaphore::MAX_PERMITS)
    }

    fn around(store: Arc<dyn Store>, places: usize) -> Arc<Self> {
        Arc::new(Self {
            store,
            places: Semaphore::new(places),
            is_gone: AtomicBool::new(false),
            is_busy: AtomicBool::new(false),
            accepts: Semaphore::new(0),
            asked_to_quarantine: AtomicUsize::new(0),
            quarantinings: Semaphore::new(0),
            claims: AtomicUsize::new(0),
            claimed: [AtomicUsize::new(0), AtomicUsize::new(0)],
            renewals: AtomicUsize::new(0),
            writes: AtomicUsize::new(0),
            probes: AtomicUsize::new(0),
            overviews: AtomicUsize::new(0),
            overview_places: Semaphore::new(Semaphore::MAX_PERMITS),
            change_places: Semaphore::new(Semaphore::MAX_PERMITS),
            changes_left: AtomicUsize::new(usize::MAX),
            lists: AtomicUsize::new(0),
            reads: AtomicUsize::new(0),
            most_unproved: AtomicUsize::new(0),
            pruned: Mutex::default(),
        })
    }

    /// Waits until an accept has begun; each counts once.
    pub(crate) async fn accepting(&self) {
        soon(self.accepts.acquire()).await.unwrap().forget();
    }

    /// Waits until a request was, or was not, kept apart; each counts once.
    pub(crate) async fn quarantined(&self) {
        soon(self.quarantinings.acquire()).await.unwrap().forget();
    }

    pub(crate) fn pruned(&self) -> Vec<u64> {
        self.pruned.lock().unwrap().clone()
    }

    pub(crate) fn asked_to_quarantine(&self) -> usize {
        self.asked_to_quarantine.load(SeqCst)
    }

    /// Tells how many runs were claimed by claims alone, and how many in one step with accepts.
    pub(crate) fn claimed(&self) -> (usize, usize) {
        let [alone, with_accepts] = &self.claimed;
        (alone.load(SeqCst), with_accepts.load(SeqCst))
    }

    async fn pass(&self) -> Result<(), StoreError> {
        self.places.acquire().await.unwrap().forget();
        self.check()
    }

    fn check(&self) -> Result<(), StoreError> {
        if self.is_busy.load(SeqCst) {
            return Err(StoreError::Busy);
        }
        if self.is_gone.load(SeqCst) {
            return Err(StoreError::Unavailable("the disk is gone".into()));
        }
        Ok(())
    }
}

impl Store for Watched {
    fn accept(&self, entry: NewEntry) -> StoreFuture<'_, Accepted> {
        self.accepts.add_permits(1);
        Box::pin(async move {
            self.pass().await?;
            self.store.accept(entry).await
        })
    }

    fn accept_batch(&self, entries: Vec<NewEntry>) -> StoreFuture<'_, Vec<Accepted>> {
        self.accepts.add_permits(1);
        Box::pin(async move {
            self.pass().await?;
            self.store.accept_batch(entries).await
        })
    }

    fn claim(&self, request: ClaimRequest) -> StoreFuture<'_, Claims> {
        self.claims.fetch_add(1, SeqCst);
        Box::pin(async move {
            self.check()?;
            let claims = self.store.claim(request).await?;
            self.claimed[0].fetch_add(claims.claimed.len(), SeqCst);
            Ok(claims)
        })
    }

    fn accept_and_claim(
        &self,
        entry: NewEntry,
        request: ClaimRequest,
    ) -> StoreFuture<'_, (Accepted, Claims)> {
        self.accepts.add_permits(1);
        Box::pin(async move {
            self.pass().await?;
            let both = self.store.accept_and_claim(entry, request).await?;
            self.claimed[1].fetch_add(both.1.claimed.len(), SeqCst);
            Ok(both)
        })
    }

    fn renew(
        &self,
        leases: Vec<Lease>,
        now: SystemTime,
        lease: Duration,
    ) -> StoreFuture<'_, Vec<Lease>> {
        self.renewals.fetch_add(1, SeqCst);
        self.writes.fetch_add(1, SeqCst);
        self.store.renew(leases, now, lease)
    }

    fn settle(&self, settlement: Settlement) -> StoreFuture<'_, Settled> {
        self.writes.fetch_add(1, SeqCst);
        self.store.settle(settlement)
    }

    fn wait(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.store.wait()
    }

    fn change(&self, change: Change) -> StoreFuture<'_, u64> {
        self.writes.fetch_add(1, SeqCst);
        Box::pin(async move {
            match &change {
                Change::Probe => drop(self.probes.fetch_add(1, SeqCst)),
                Change::Quarantine { .. } => {
                    self.asked_to_quarantine.fetch_add(1, SeqCst);
                    self.pass().await?;
                }
                _ => {}
            }
            self.change_places.acquire().await.unwrap().forget();
            let less = self.changes_left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1));
            less.map_err(|_| StoreError::Unavailable("the disk is full".into()))?;
            self.check()?;
            let is_quarantine = matches!(change, Change::Quarantine { .. });
            let is_pruning = matches!(change, Change::Prune(_));
            let changed = self.store.change(change).await;
            if is_pruning && let Ok(rows) = &changed {
                self.pruned.lock().unwrap().push(*rows);
            }
            if is_quarantine {
                self.quarantinings.add_permits(1);
            }
            changed
        })
    }

    fn list(&self, filter: Filter, page: Page) -> StoreFuture<'_, Listing> {
        self.lists.fetch_add(1, SeqCst);
        self.store.list(filter, page)
    }

    fn read(&self, id: EntryId) -> StoreFuture<'_, Option<Record>> {
        self.reads.fetch_add(1, SeqCst);
        self.store.read(id)
    }

    fn overview(&self, days: RangeInclusive<Day>) -> StoreFuture<'_, (Overview, Vec<Usage>)> {
        self.overviews.fetch_add(1, SeqCst);
        Box::pin(async move {
            self.check()?;
            let overview = self.store.overview(days).await;
            self.overview_places.acquire().await.unwrap().forget();
            overview
        })
    }

    fn dead_runs(&self, at_most: usize) -> StoreFuture<'_, Vec<DeadRun>> {
        self.store.dead_runs(at_most)
    }

    fn newest(&self) -> StoreFuture<'_, Vec<Newest>> {
        self.store.newest()
    }

    fn quarantined(
        &self,
        endpoint: &str,
        first: usize,
        after: Option<Cursor>,
    ) -> StoreFuture<'_, Vec<(u64, Quarantined)>> {
        self.most_unproved.fetch_max(first, SeqCst);
        self.store.quarantined(endpoint, first, after)
    }
}
