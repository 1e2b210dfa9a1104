//! Runs the handlers of what the inbox keeps.
//!
//! A [`Worker`] claims runs under a lease, calls their handlers, and tells the store what came of
//! it. It is woken by the store, by the end of its own runs, and by the time at which the next run
//! is due; it asks without a reason only once in a [`poll_interval`](crate::Receiver::poll_interval),
//! for what other processes put into the same store.
//!
//! # What becomes of an attempt
//!
//! | the handler | the run |
//! |---|---|
//! | is done | is done, for good |
//! | returns an error, panics, or takes too long | is tried again, or dead if that was the last attempt |
//! | asks to be [tried again after a while](crate::Outcome::retry_after) | the same; it waits at least that long |
//! | [sets it aside](crate::Outcome::dead_letter) | is dead at once, with the reason |
//! | cannot be called: the payload is not what its type says, or no such handler is there | is dead at once, with the reason |
//! | would be given something that is older than what it was done with | is stale, or runs and is told so by [`Stale`](crate::extract::Stale) |
//!
//! What is dead stays, with the error of each attempt, until a person replays it. Errors are kept
//! and logged as the chain of their causes, 2 KiB at most: what a handler puts into its errors can
//! be read there.
//!
//! # Leases
//!
//! A claim lasts for the [lease](crate::Receiver::lease), and is renewed while its handler runs. If
//! the worker dies, another one takes the run over when the lease has run out. A worker that finds
//! its lease lost drops the handler in the middle, and the store refuses what came of it: a handler
//! can have begun twice, and is done once. A run whose workers die each time is dead when its
//! attempts are used up, and not run again.
//!
//! # How much at a time
//!
//! A worker runs no more at a time than its [concurrency](crate::Receiver::concurrency), than that of
//! the endpoint, and than [that of the handler](crate::router::HandlerPolicy::concurrency).
//! Endpoints, and the handlers of each, take turns at being served first.
//!
//! # Shutdown
//!
//! A worker that is told to stop claims nothing more and lets its handlers end. Those that have not
//! ended in time are dropped, and their runs given back: whoever claims next has them at once, and
//! the attempt does not count.
//!
//! # The store fails
//!
//! Each call is tried again after a pause that grows to five seconds. What a handler came to is told
//! again for as long as a lease lasts; after that the run is taken over, and the handler runs once
//! more.
//!
//! What can be watched of all this is listed in [`telemetry`](crate::telemetry).

mod attempt;
mod backoff;
mod call;
mod crew;
mod lease;
mod log;
mod post;
mod prune;
mod retention;
mod room;
mod running;
mod settings;
mod settle;
#[cfg(all(test, feature = "macros", feature = "testing"))]
mod tests;
mod workshop;

use std::{fmt, sync::Arc, time::Duration};

pub use retention::Retention;
pub(crate) use settings::{SHORTEST_LEASE, SHORTEST_PAUSE, WorkerSettings};

use self::{crew::Crew, workshop::Workshop};
use crate::{
    Clock,
    inbox::Store,
    router::{Hosted, RetryPolicy},
};

/// Runs the handlers of what a store keeps: see the [module](self).
#[must_use]
pub struct Worker {
    workshop: Arc<Workshop>,
}

/// An endpoint as a worker serves it. Its handlers have names of their own.
pub(crate) struct Served {
    pub(crate) name: Arc<str>,
    pub(crate) hosted: Arc<dyn Hosted>,
    /// Those of a handler that has none of its own.
    pub(crate) retries: RetryPolicy,
    /// How many runs of all its handlers one worker has at a time.
    pub(crate) concurrency: usize,
    /// Whether handlers are called with what is stale.
    pub(crate) runs_stale: bool,
}

/// What a worker had in hand when it was told to stop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drained {
    /// Runs that ended in time.
    pub finished: usize,
    /// Runs that were given back.
    pub given_back: usize,
    /// Runs that could not be given back, or whose end the store did not take: they are taken over
    /// when their leases run out.
    pub left: usize,
}

impl Worker {
    pub(crate) fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        served: Vec<Served>,
        settings: WorkerSettings,
    ) -> Self {
        Self { workshop: Arc::new(Workshop::new(store, clock, served, settings)) }
    }

    /// Works until `shutdown` ends, then lets what runs end within `drain`, and gives back the rest.
    ///
    /// Giving back takes five seconds at most. Dropping the future drops what runs in the middle;
    /// it is taken over when its leases run out.
    pub async fn run(self, shutdown: impl Future<Output = ()>, drain: Duration) -> Drained {
        let Self { workshop } = self;
        tokio::select! {
            drained = Crew::new(Arc::clone(&workshop)).work(shutdown, drain) => drained,
            never = lease::renew_forever(&workshop) => match never {},
            never = prune::prune_forever(&workshop) => match never {},
        }
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoints: Vec<_> = self.workshop.posts.iter().map(|post| &post.name).collect();
        f.debug_struct("Worker")
            .field("endpoints", &endpoints)
            .field("settings", &self.workshop.settings)
            .finish_non_exhaustive()
    }
}
