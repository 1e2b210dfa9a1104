//! Settings of a worker.

use std::time::Duration;

use super::Retention;

/// Settings of a worker. The methods of [`Receiver`](crate::Receiver) set and explain them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WorkerSettings {
    /// The highest number of handlers that run at a time, over all endpoints.
    pub(crate) concurrency: usize,
    pub(crate) lease: Duration,
    pub(crate) poll_interval: Duration,
    pub(crate) retention: Retention,
    /// False if other processes run the handlers.
    pub(crate) is_at_work: bool,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self {
            concurrency: 64,
            lease: Duration::from_secs(60),
            poll_interval: Duration::from_secs(1),
            retention: Retention::new(),
            is_at_work: true,
        }
    }
}

/// The shortest pause between two polls.
pub(crate) const SHORTEST_PAUSE: Duration = Duration::from_millis(10);

/// A shorter lease would expire while the store is busy for a moment.
pub(crate) const SHORTEST_LEASE: Duration = Duration::from_secs(1);
