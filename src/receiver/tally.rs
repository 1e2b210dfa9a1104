//! Counting what is turned away, without a write for each request.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};

use tokio::time::sleep;

use crate::{
    Clock,
    inbox::{Change, Day, Store, Tally},
};

/// Counts of refused requests that are not in the store yet.
///
/// It is written some seconds after the first one, in a task that ends with that. A process that is
/// killed loses the counts of these seconds.
pub(super) struct Tallies {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    waiting: Mutex<BTreeMap<(Day, Arc<str>), Tally>>,
    is_scheduled: AtomicBool,
}

impl Tallies {
    pub(super) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock, waiting: Mutex::default(), is_scheduled: AtomicBool::new(false) }
    }

    /// Counts a request that was turned away because there were too many.
    pub(super) fn limited(self: &Arc<Self>, endpoint: &Arc<str>) {
        self.add(endpoint, |tally| tally.limited += 1);
    }

    /// Counts a request that was not proved, or not whole.
    pub(super) fn refused(self: &Arc<Self>, endpoint: &Arc<str>) {
        self.add(endpoint, |tally| tally.refused += 1);
    }

    /// Writes what is waiting. What the store does not take waits on.
    pub(super) async fn flush(&self) {
        loop {
            let next = self.waiting().pop_first();
            let Some(((day, endpoint), tally)) = next else {
                return;
            };
            let change = Change::Count { day, endpoint: Arc::clone(&endpoint), tally };
            if self.store.change(change).await.is_err() {
                self.put_back(day, endpoint, tally);
                return;
            }
        }
    }

    fn add(self: &Arc<Self>, endpoint: &Arc<str>, count: impl FnOnce(&mut Tally)) {
        let day = Day::of(self.clock.now());
        count(self.waiting().entry((day, Arc::clone(endpoint))).or_default());
        if !self.is_scheduled.swap(true, SeqCst) {
            tokio::spawn(Arc::clone(self).flush_later());
        }
    }

    async fn flush_later(self: Arc<Self>) {
        loop {
            sleep(FLUSH_AFTER).await;
            self.flush().await;
            self.is_scheduled.store(false, SeqCst);
            // What was added before that line has scheduled nothing.
            if self.waiting().is_empty() || self.is_scheduled.swap(true, SeqCst) {
                return;
            }
        }
    }

    fn put_back(&self, day: Day, endpoint: Arc<str>, tally: Tally) {
        let mut waiting = self.waiting();
        // A clock that jumps while the store is gone makes many days.
        if waiting.len() < MOST_WAITING {
            *waiting.entry((day, endpoint)).or_default() += tally;
        }
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<(Day, Arc<str>), Tally>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const FLUSH_AFTER: Duration = Duration::from_secs(5);

const MOST_WAITING: usize = 10_000;
