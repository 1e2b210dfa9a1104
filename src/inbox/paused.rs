//! The paused endpoints, known without a read of the store for each request.

use std::{
    collections::HashSet,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::{Day, Store, StoreError};
use crate::Clock;

/// The paused endpoints, as of about a second ago.
pub(crate) struct Paused {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    endpoints: HashSet<Arc<str>>,
    read_at: Option<Instant>,
    reading: bool,
    /// Goes up with each change made here: what was read before it is out of date.
    changes: u64,
}

impl Paused {
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock, known: Mutex::default() }
    }

    /// Returns true if an endpoint is paused. Only the first call waits for the store; later ones
    /// are told what is known, and let it be read again meanwhile.
    ///
    /// # Errors
    ///
    /// Fails if the store has never been read, and cannot be.
    pub(crate) async fn has(self: &Arc<Self>, endpoint: &str) -> Result<bool, StoreError> {
        if self.known().read_at.is_none() {
            self.read().await?;
        } else if self.is_due() {
            let this = Arc::clone(self);
            tokio::spawn(async move { this.read_again().await });
        }
        Ok(self.known().endpoints.contains(endpoint))
    }

    /// Notes what this process has changed.
    pub(super) fn note(&self, endpoint: &Arc<str>, paused: bool) {
        let mut known = self.known();
        known.changes += 1;
        if paused {
            known.endpoints.insert(Arc::clone(endpoint));
        } else {
            known.endpoints.remove(endpoint);
        }
    }

    /// Returns true to one caller if it is time to read.
    fn is_due(&self) -> bool {
        let mut known = self.known();
        let due = known.read_at.is_none_or(|read_at| read_at.elapsed() >= READ_EVERY);
        due && !mem::replace(&mut known.reading, true)
    }

    async fn read_again(&self) {
        // What is known stays known while the store cannot be read.
        let _ = self.read().await;
        let mut known = self.known();
        known.read_at = Some(Instant::now());
        known.reading = false;
    }

    async fn read(&self) -> Result<(), StoreError> {
        let changes = self.known().changes;
        let today = Day::of(self.clock.now());
        let (overview, _) = self.store.overview(today..=today).await?;
        let mut known = self.known();
        known.read_at = Some(Instant::now());
        if known.changes == changes {
            known.endpoints = overview.paused.into_iter().collect();
        }
        Ok(())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const READ_EVERY: Duration = Duration::from_secs(1);
