//! Calls the handlers of stored deliveries.
//!
//! A [`Worker`] claims runs under a lease, calls their handlers, and records the results in the
//! store. The store wakes it, as do the end of a handler, where more runs are waiting than it could
//! claim, and the time at which the next run is due. It polls without such a reason once in a
//! [`poll_interval`](crate::Receiver::poll_interval), for what other processes put into the same
//! store. A worker with nothing to do makes no other call than this. The accepts of its receiver claim
//! for it, as long as it has room: see [`Store::accept_and_claim`].
//!
//! # Results of an attempt
//!
//! | the handler | the run |
//! |---|---|
//! | is done | is done, for good |
//! | returns an error, panics, or takes too long | is retried, or dead if that was the last attempt |
//! | asks for a [retry after a while](crate::Outcome::retry_after) | the same; it waits at least that long |
//! | gives up with a [dead letter](crate::Outcome::dead_letter) | is dead at once, with the reason |
//! | cannot be called: the payload is not what its type says, or no such handler is there | is dead at once, with the reason |
//! | would get a delivery older than one that it has handled | is stale, or the handler is called and told so by [`Stale`](crate::extract::Stale) |
//!
//! A dead run stays, with the error of each attempt, until a person replays it. Errors are stored
//! and logged as the chain of their causes, 2 KiB at most: whatever a handler puts into its errors
//! can be read there.
//!
//! # Leases
//!
//! A claim lasts for the [lease](crate::Receiver::lease), and is renewed while its handler runs. If
//! the worker dies, another one claims the run when the lease has expired. A worker that finds its
//! lease lost drops the handler in the middle, and the store refuses its result: a handler can have
//! begun twice, and is done once. A run whose workers die each time is dead when its attempts are
//! used up, and not run again.
//!
//! A worker that cannot renew a lease drops the handler before its end: a tenth of the lease before,
//! and a second at most. After that the handler is not called any more, also where its process stood
//! still. A handler that is in the middle of a call then, as one that blocks its thread, goes on until
//! its next `.await`, and may overlap with the next attempt.
//!
//! # Concurrency
//!
//! A worker runs no more at a time than its [concurrency](crate::Receiver::concurrency), than that
//! of the endpoint, and than [that of the handler](crate::router::HandlerPolicy::concurrency).
//! Endpoints, and the handlers of each, take turns at being served first.
//!
//! The next handler starts when one has ended, not when its result is recorded: so that it need not
//! wait for the disk. There are 256 results at most on their way to the store; with more, no
//! handler is started.
//!
//! A worker claims ahead: beside the runs that it can start, as many as handlers have ended within
//! the last second, up to the limits above. They wait in memory, under a lease that is renewed, and
//! are in the state `running` meanwhile. One that is not started within a second is given back, as
//! if it had not been claimed. So quick handlers need not wait for a claim, slow ones keep nothing
//! from other processes, and a pause or a cancellation has its effect on a run that waits within a
//! second.
//!
//! # Shutdown
//!
//! A worker that is told to stop claims nothing more, releases the runs that it has not started, and
//! lets its handlers end. Handlers that have not ended in time are dropped, and their runs released
//! too: the next worker claims them at once, and the attempt does not count.
//!
//! # Failures of the store
//!
//! Each call is retried after a pause that grows to five seconds. The result of an attempt is sent
//! again for as long as a lease lasts; after that another worker claims the run, and the handler is
//! called once more.
//!
//! [`telemetry`](crate::telemetry) lists all that can be watched of this.

mod attempt;
mod backoff;
mod before;
mod believed;
#[cfg(feature = "testing")]
mod by_hand;
mod claim_loop;
mod claimed_runs;
mod ended;
mod endpoint;
mod intake;
mod lease;
mod log;
mod offered;
mod prune;
mod retention;
mod room;
mod schedule;
mod settings;
mod settle;
mod shared;
mod start;
mod task;
#[cfg(all(test, feature = "macros", feature = "testing"))]
mod tests;
mod waiting;

use std::{fmt, pin::pin, sync::Arc, time::Duration};

use tokio::{runtime::Handle, time::sleep};

#[cfg(feature = "testing")]
pub(crate) use by_hand::{Step, WorkerByHand};
pub use retention::Retention;
pub(crate) use settings::{SHORTEST_LEASE, SHORTEST_PAUSE, WorkerSettings};

pub(crate) use self::{before::WorkerRuns, endpoint::EndpointConfig, intake::Intake};
use self::{claim_loop::ClaimLoop, shared::Shared};
use crate::{
    Clock,
    inbox::{Handlers, Store},
};

/// Calls the handlers of what a store keeps: see the [module](self).
///
/// [`Receiver::serve`](crate::Receiver::serve) runs one. Who takes the receiver
/// [apart](crate::Receiver::into_parts) runs it beside the server, and stops it after the server:
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
#[doc = include_str!("../receiver/example.txt")]
/// use std::time::Duration;
/// use hookport::{Receiver, testing::deliver};
/// use tokio::sync::oneshot;
///
/// let parts = Receiver::open("memory:").await?.endpoint("/github", github()).into_parts();
/// let (stop, stopped) = oneshot::channel::<()>();
/// let until = async { drop(stopped.await) };
/// let worker = tokio::spawn(parts.worker.run(until, Duration::from_secs(25)));
///
/// assert_eq!(deliver(&parts.app, push("d1")?).await.status(), 200);
///
/// drop(stop); // when the server has answered its last request
/// let drained = worker.await?;
/// assert_eq!((drained.released, drained.left), (0, 0));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
#[must_use]
pub struct Worker {
    shared: Arc<Shared>,
    handlers: Arc<Handlers>,
}

/// The runs that a worker had claimed when it was told to stop.
///
/// A line for the log of a deployment. None of these runs is lost: what is released can be claimed
/// at once, and what is left as soon as its lease has expired.
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::{future::pending, sync::Arc, time::Duration};
/// use hookport::{EventRouter, Receiver, WebhookEvent, providers};
/// use hookport::{extract::State, testing::{Signer, deliver}};
/// use tokio::sync::Notify;
///
/// #[derive(WebhookEvent)]
/// enum GitHubEvent {
///     #[event("push")]
///     Pushed(serde_json::Value),
/// }
///
/// /// Waits for a service that never answers.
/// async fn on_push(_: serde_json::Value, State(entered): State<Arc<Notify>>) {
///     entered.notify_one();
///     pending().await
/// }
///
/// let entered = Arc::new(Notify::new());
/// let github = EventRouter::new(providers::GITHUB.secret("made-up"))
///     .on(GitHubEvent::PUSHED, on_push)
///     .with_state(entered.clone());
/// let parts = Receiver::open("memory:").await?.endpoint("/github", github).into_parts();
/// # let signer = Signer::new(providers::GITHUB, "made-up").url("http://localhost/github");
/// # let push = signer.event("push").sign("{}")?;
/// deliver(&parts.app, push).await;
///
/// let drained = parts.worker.run(entered.notified(), Duration::ZERO).await;
/// assert_eq!((drained.finished, drained.released, drained.left), (0, 1, 0));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drained {
    /// Runs that ended in time, whatever their result.
    pub finished: usize,
    /// Runs that were released. Their handlers were dropped in the middle, or had not been started,
    /// and the attempts do not count.
    pub released: usize,
    /// Runs that could not be released, or whose result the store did not record: another worker
    /// claims them when their leases have expired.
    pub left: usize,
}

impl Drained {
    /// Returns the sums of two workers.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            finished: self.finished + other.finished,
            released: self.released + other.released,
            left: self.left + other.left,
        }
    }
}

impl Worker {
    pub(crate) fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        handlers: Arc<Handlers>,
        endpoints: Vec<EndpointConfig>,
        settings: WorkerSettings,
    ) -> Self {
        Self { shared: Arc::new(Shared::new(store, clock, endpoints, settings)), handlers }
    }

    /// Returns the way by which deliveries come into the store.
    pub(crate) fn intake(&self) -> Intake {
        Intake::new(Arc::clone(&self.shared))
    }

    /// Returns the runs of this worker, for the one that takes its place.
    pub(crate) fn runs(&self) -> WorkerRuns {
        let Shared { claimed, endpoints, before, .. } = &*self.shared;
        WorkerRuns::new(claimed, endpoints, before)
    }

    /// Takes the place of a worker: the handlers of that one that still run count to the limits of this one.
    pub(crate) fn follow(&self, runs: &WorkerRuns) {
        self.shared.before.follow(runs, &self.shared.claimed);
    }

    /// Works until `shutdown` ends, then lets handlers end within `drain`, and releases the rest.
    ///
    /// That of a process that [only accepts](crate::receiver::Role::Receiver) just waits.
    ///
    /// It needs a tokio runtime with its timer on, and spawns a task for each run. A store that
    /// fails does not end it: it logs, waits and asks again. If `shutdown` has ended at the start,
    /// nothing is claimed.
    ///
    /// Releasing takes five seconds at most. Dropping the future drops handlers in the middle;
    /// another worker claims their runs when the leases have expired.
    /// Handlers that block their thread hold up the worker, where there is no other thread: leases
    /// are not renewed meanwhile. [`Receiver::serve`](crate::Receiver::serve) has threads of its own
    /// for what is not a handler.
    pub async fn run(self, shutdown: impl Future<Output = ()>, drain: Duration) -> Drained {
        self.run_on(Handle::current(), shutdown, async { sleep(drain).await }).await
    }

    /// Works on this runtime, and calls the handlers on another one. After `shutdown`, handlers may run
    /// until `limit` ends, which is not waited for before.
    pub(crate) async fn run_on(
        self,
        runtime_of_handlers: Handle,
        shutdown: impl Future<Output = ()>,
        limit: impl Future<Output = ()>,
    ) -> Drained {
        let Self { shared, handlers } = self;
        let mut shutdown = pin!(shutdown);
        if !shared.settings.is_at_work {
            shutdown.await;
            return Drained::default();
        }
        tokio::select! {
            biased;
            () = &mut shutdown => return Drained::default(),
            () = start::start(&shared, &handlers) => {}
        }
        let claim_loop = ClaimLoop::new(Arc::clone(&shared), runtime_of_handlers);
        tokio::select! {
            drained = claim_loop.run(shutdown, limit) => drained,
            never = lease::renew_forever(&shared) => match never {},
            never = lease::stop_at_lease_ends(&shared) => match never {},
            never = prune::prune_forever(&shared, &handlers) => match never {},
        }
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoints: Vec<_> = self.shared.endpoints.iter().map(EndpointConfig::name).collect();
        f.debug_struct("Worker")
            .field("endpoints", &endpoints)
            .field("settings", &self.shared.settings)
            .finish_non_exhaustive()
    }
}
