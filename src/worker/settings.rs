//! How a worker works.

use std::time::Duration;

use super::Retention;

/// How a [`Worker`](super::Worker) works.
///
/// ```
/// use std::time::Duration;
/// use hookport::worker::{Retention, WorkerSettings};
///
/// let day = Duration::from_secs(24 * 60 * 60);
/// let settings = WorkerSettings::new()
///     .concurrency(16)
///     .lease(Duration::from_secs(30))
///     .retention(Retention::new().keep_done(14 * day));
/// # drop(settings);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct WorkerSettings {
    pub(super) concurrency: usize,
    pub(super) lease: Duration,
    pub(super) poll_interval: Duration,
    pub(super) retention: Retention,
}

impl WorkerSettings {
    /// Starts with 64 runs at a time, leases of a minute, and a look for the work of other
    /// processes once a second.
    pub const fn new() -> Self {
        Self {
            concurrency: 64,
            lease: Duration::from_secs(60),
            poll_interval: Duration::from_secs(1),
            retention: Retention::new(),
        }
    }

    /// Sets how many handlers run at a time, of all endpoints; one at least.
    pub fn concurrency(mut self, at_most: usize) -> Self {
        self.concurrency = at_most.max(1);
        self
    }

    /// Sets how long after the death of a worker its runs are taken over; one second at least.
    ///
    /// A lease is renewed after each third of it, so that a handler may take longer.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease.max(Duration::from_secs(1));
        self
    }

    /// Sets how long it takes at most to notice what another process put into the store; ten
    /// milliseconds at least.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval.max(SHORTEST_PAUSE);
        self
    }

    /// Sets how long the inbox keeps what is no longer needed.
    pub const fn retention(mut self, retention: Retention) -> Self {
        self.retention = retention;
        self
    }
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self::new()
    }
}

/// Between two looks that are without reason.
pub(super) const SHORTEST_PAUSE: Duration = Duration::from_millis(10);
