//! Whether the process lives, and whether it can take deliveries.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};

use axum::{Router, routing::get};
use http::StatusCode;
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

use crate::inbox::{Change, Store};

/// What the health pages tell.
pub(super) struct Health {
    store: Arc<dyn Store>,
    drains: AtomicBool,
    /// When the store was asked last, and whether it took the write.
    last: Mutex<Option<(Instant, bool)>>,
}

impl Health {
    pub(super) fn new(store: Arc<dyn Store>) -> Self {
        Self { store, drains: AtomicBool::new(false), last: Mutex::new(None) }
    }

    /// The pages.
    pub(super) fn pages(self: &Arc<Self>) -> Router {
        let health = Arc::clone(self);
        let ready = move || {
            let health = Arc::clone(&health);
            async move { health.ready().await }
        };
        Router::new().route(LIVE, get(async || "live\n")).route(READY, get(ready))
    }

    /// Says that no more deliveries are taken.
    pub(super) fn drain(&self) {
        self.drains.store(true, SeqCst);
    }

    async fn ready(&self) -> (StatusCode, &'static str) {
        if self.drains.load(SeqCst) {
            return (StatusCode::SERVICE_UNAVAILABLE, "shutting down\n");
        }
        if self.store_takes_a_write().await {
            (StatusCode::OK, "ready\n")
        } else {
            (StatusCode::SERVICE_UNAVAILABLE, "store is unavailable\n")
        }
    }

    /// Asks the store, but no more than once a second, however many ask here.
    async fn store_takes_a_write(&self) -> bool {
        let mut last = self.last.lock().await;
        if let Some((asked_at, taken)) = *last
            && asked_at.elapsed() < ASK_EVERY
        {
            return taken;
        }
        let asked = timeout(ANSWERS_WITHIN, self.store.change(Change::Probe)).await;
        let taken = matches!(asked, Ok(Ok(_)));
        *last = Some((Instant::now(), taken));
        taken
    }
}

pub(super) const LIVE: &str = "/livez";
pub(super) const READY: &str = "/readyz";

const ASK_EVERY: Duration = Duration::from_secs(1);

const ANSWERS_WITHIN: Duration = Duration::from_secs(5);
