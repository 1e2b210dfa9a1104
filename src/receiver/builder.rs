//! The builder.

use std::{fmt, sync::Arc, time::Duration};

use super::{InboxEndpoint, ReceiverError, open};
use crate::{
    Clock, SystemClock,
    inbox::Store,
    worker::{Retention, WorkerSettings},
};

/// Keeps deliveries, answers their senders, and runs their handlers: see the [module](super).
#[must_use]
pub struct Receiver {
    pub(super) store: Arc<dyn Store>,
    pub(super) clock: Arc<dyn Clock>,
    /// Each with its path.
    pub(super) endpoints: Vec<(String, InboxEndpoint)>,
    pub(super) merged: axum::Router,
    pub(super) worker: WorkerSettings,
    pub(super) limits: Limits,
}

/// The limits of a receiver.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) in_flight: usize,
    pub(super) connections: usize,
    pub(super) header_timeout: Duration,
    pub(super) drain: Duration,
}

impl Receiver {
    /// Opens the store of a URL: `sqlite:<path>` with the feature `sqlite`, or `memory:`, which is
    /// gone with the process.
    ///
    /// # Errors
    ///
    /// Fails if the URL names no store that this build knows, or if the store cannot be opened.
    pub async fn open(url: &str) -> Result<Self, ReceiverError> {
        Ok(Self::new(open::store(url).await?))
    }

    /// Starts with a store.
    pub fn new(store: Arc<dyn Store>) -> Self {
        let limits = Limits {
            in_flight: 512,
            connections: 1024,
            header_timeout: Duration::from_secs(10),
            drain: Duration::from_secs(25),
        };
        Self {
            store,
            clock: Arc::new(SystemClock),
            endpoints: Vec::new(),
            merged: axum::Router::new(),
            worker: WorkerSettings::default(),
            limits,
        }
    }

    /// Takes the deliveries to `path`, and to whatever lies below it.
    pub fn endpoint(
        mut self,
        path: impl Into<String>,
        inbox_endpoint: impl Into<InboxEndpoint>,
    ) -> Self {
        self.endpoints.push((path.into(), inbox_endpoint.into()));
        self
    }

    /// Serves other pages too.
    ///
    /// Its routes must not be among those of the endpoints and the health pages: axum panics at
    /// start-up then.
    pub fn merge(mut self, pages: axum::Router) -> Self {
        self.merged = self.merged.merge(pages);
        self
    }

    /// Sets how many handlers run at a time, of all endpoints. The default is 64.
    pub fn concurrency(mut self, at_most: usize) -> Self {
        self.worker.concurrency = at_most;
        self
    }

    /// Sets how long after the death of a worker its runs are taken over: one second at least. The
    /// default is one minute.
    ///
    /// A lease is renewed after each third of it, so that a handler may take longer.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.worker.lease = lease;
        self
    }

    /// Sets how long it takes at most to notice what another process put into the store: ten
    /// milliseconds at least. The default is one second.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.worker.poll_interval = interval;
        self
    }

    /// Sets how long the inbox keeps what is no longer needed.
    pub fn retention(mut self, retention: Retention) -> Self {
        self.worker.retention = retention;
        self
    }

    /// Sets how many requests to endpoints are answered at a time; more are refused with 503 and
    /// `Retry-After`. The default is 512.
    ///
    /// Each request may have a body in memory, before anything about it is proved. All of them take
    /// up at most this number times the longest body that the endpoints read: with the default
    /// limits that is 1 GiB, and 12.5 GiB for GitHub and GitLab, whose bodies may be 25 MiB long.
    /// If that is too much, lower this number or the endpoint's
    /// [`body_limit`](crate::EventRouter::body_limit).
    pub fn max_in_flight(mut self, at_most: usize) -> Self {
        self.limits.in_flight = at_most;
        self
    }

    /// Sets how many connections there are at a time; more wait to be accepted. The default is
    /// 1024.
    pub fn max_connections(mut self, at_most: usize) -> Self {
        self.limits.connections = at_most;
        self
    }

    /// Sets how long a connection may take to send the head of its next request; it is closed after
    /// that. The default is ten seconds.
    pub fn header_timeout(mut self, timeout: Duration) -> Self {
        self.limits.header_timeout = timeout;
        self
    }

    /// Sets how long open requests and running handlers have to come to an end at shutdown. The
    /// default is 25 seconds, since many a system kills what has not ended after 30.
    pub fn drain_timeout(mut self, timeout: Duration) -> Self {
        self.limits.drain = timeout;
        self
    }

    /// Sets the clock of the inbox and its workers. The default is [`SystemClock`].
    ///
    /// Signed times are held against the clock of their
    /// [endpoint](crate::EventRouter::clock), which also tells when a delivery came.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver")
            .field("store", &self.store)
            .field("endpoints", &self.endpoints)
            .field("worker", &self.worker)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
