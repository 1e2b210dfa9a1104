//! The endpoints of one configuration at work, until those of another one take their place.

#[cfg(feature = "tls")]
use std::convert::Infallible;
use std::{sync::Arc, time::Duration};

use tokio::{
    runtime::Handle,
    sync::watch,
    task::{JoinError, JoinSet},
    time::{sleep, timeout},
};

use super::{
    app::App, door::stopped, health::Health, open_requests::OpenRequests, parts::Assembled,
    quarantine::Quarantine, tally::Tallies,
};
use crate::{
    log::log,
    worker::{Drained, WorkerRuns},
};

/// The worker of one configuration, and what its endpoints have to write before they end.
pub(super) struct Generation {
    health: Arc<Health>,
    quarantine: Arc<Quarantine>,
    tallies: Arc<Tallies>,
    requests: OpenRequests,
    drain: Duration,
    runs: WorkerRuns,
    stop: watch::Sender<bool>,
    // Sets, since what is in them ends when this is dropped.
    working: JoinSet<Drained>,
    #[cfg(feature = "tls")]
    following: JoinSet<Infallible>,
}

/// The end of a worker. It ends before it is told to if it panics.
pub(super) type Ended = Option<Result<Drained, JoinError>>;

impl Generation {
    /// Starts the worker on `own` threads. Returns what connections are to serve.
    ///
    /// When it is stopped, its handlers may run on until the process is `closing`, and for the time to
    /// drain from then on.
    pub(super) fn start(
        assembled: Assembled,
        own: &Handle,
        handlers: Handle,
        closing: watch::Receiver<bool>,
    ) -> (Self, App) {
        let Assembled { app, worker, limits, health, shared, requests, .. } = assembled;
        let (stop, stopping) = watch::channel(false);
        let runs = worker.runs();
        let limit = async move {
            stopped(closing).await;
            sleep(limits.drain).await;
        };
        let mut working = JoinSet::new();
        working.spawn_on(worker.run_on(handlers, stopped(stopping), limit), own);
        #[cfg(feature = "tls")]
        let mut following = JoinSet::new();
        #[cfg(feature = "tls")]
        if let Some(tls) = app.tls.clone() {
            following.spawn_on(tls.follow(), own);
        }
        let generation = Self {
            health,
            quarantine: Arc::clone(&shared.quarantine),
            tallies: Arc::clone(&shared.tallies),
            requests,
            drain: limits.drain,
            runs,
            stop,
            working,
            #[cfg(feature = "tls")]
            following,
        };
        (generation, app)
    }

    /// Returns the runs of the worker, for the one that takes its place.
    pub(super) const fn runs(&self) -> &WorkerRuns {
        &self.runs
    }

    /// Waits for the worker to end.
    pub(super) async fn worker_ended(&mut self) -> Ended {
        self.working.join_next().await
    }

    /// Says that no more is taken, and claims nothing more.
    pub(super) fn stop(&self) {
        self.health.drain();
        let _ = self.stop.send(true);
    }

    /// Ends after another one has taken its place: open requests are answered, and handlers end.
    pub(super) async fn retire(mut self) -> Ended {
        let _ = self.stop.send(true);
        #[cfg(feature = "tls")]
        self.following.abort_all();
        let _ = timeout(self.drain, self.requests.closed()).await;
        let ended = self.end(None).await;
        if let Some(Err(error)) = &ended {
            log!(ERROR, "worker of a replaced receiver has failed", error = error.to_string());
        }
        ended
    }

    /// Waits for the worker, unless it has ended early, and writes the last counts.
    pub(super) async fn end(mut self, early: Ended) -> Ended {
        let ended = match early {
            None => self.working.join_next().await,
            early => early,
        };
        self.quarantine.settle().await;
        let _ = timeout(FLUSH_WITHIN, self.tallies.flush()).await;
        ended
    }
}

const FLUSH_WITHIN: Duration = Duration::from_secs(2);
