//! Keeping what was not proved, without letting its sender wait for the disk.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::Semaphore,
    time::{Instant, timeout},
};

use crate::{
    error_text::chain,
    inbox::{Change, Quarantined, Store},
    log::log,
};

/// Writes unproved requests beside the requests that are answered: a few at a time. More are not
/// kept, since a flood must neither fill the memory nor hold up what is genuine.
pub(super) struct Quarantine {
    store: Arc<dyn Store>,
    writers: Arc<Semaphore>,
    /// Endpoints whose quarantine was found full, and until when it is taken to be.
    full_until: Mutex<HashMap<Arc<str>, Instant>>,
}

impl Quarantine {
    pub(super) fn new(store: Arc<dyn Store>) -> Self {
        let writers = Arc::new(Semaphore::new(MOST_WRITERS as usize));
        Self { store, writers, full_until: Mutex::default() }
    }

    /// Keeps a request if there are fewer than `at_most` of its endpoint.
    pub(super) fn keep(self: &Arc<Self>, unproved: Quarantined, at_most: u64) {
        if at_most == 0 || self.is_full(&unproved.endpoint) {
            return;
        }
        let Ok(writer) = Arc::clone(&self.writers).try_acquire_owned() else {
            return;
        };
        let this = Arc::clone(self);
        tokio::spawn(async move {
            this.write(unproved, at_most).await;
            drop(writer);
        });
    }

    /// Waits, but not for long, until what is being written is written.
    pub(super) async fn settle(&self) {
        let _ = timeout(SETTLE_WITHIN, self.writers.acquire_many(MOST_WRITERS)).await;
    }

    async fn write(&self, unproved: Quarantined, at_most: u64) {
        let endpoint = Arc::clone(&unproved.endpoint);
        match self.store.change(Change::Quarantine { unproved, at_most }).await {
            Ok(0) => self.note_full(endpoint),
            Ok(_) => {}
            Err(error) => log!(
                WARN,
                "refused request not quarantined",
                endpoint = &*endpoint,
                error = chain(&error),
            ),
        }
    }

    fn is_full(&self, endpoint: &str) -> bool {
        let full_until = self.full_until.lock().unwrap_or_else(PoisonError::into_inner);
        full_until.get(endpoint).is_some_and(|until| Instant::now() < *until)
    }

    fn note_full(&self, endpoint: Arc<str>) {
        let mut full_until = self.full_until.lock().unwrap_or_else(PoisonError::into_inner);
        full_until.insert(endpoint, Instant::now() + ASK_AGAIN_AFTER);
    }
}

/// Each holds a request in memory.
const MOST_WRITERS: u32 = 16;

const ASK_AGAIN_AFTER: Duration = Duration::from_secs(1);

const SETTLE_WITHIN: Duration = Duration::from_secs(1);
