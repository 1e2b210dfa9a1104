//! The runs that a worker has claimed.

use std::{
    collections::HashMap,
    future::pending,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::{sync::oneshot, time::Instant};

use crate::inbox::Lease;

/// The runs that a worker has claimed, by their leases.
#[derive(Default)]
pub(super) struct Running(Mutex<HashMap<Lease, Claim>>);

struct Claim {
    position: Position,
    /// The time at which the lease has certainly expired; `None` is never.
    lease_ends: Option<Instant>,
    stop: Option<oneshot::Sender<Stop>>,
}

/// The handler of a run: the index of its endpoint, and its own index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Position {
    pub(super) endpoint: usize,
    pub(super) handler: usize,
}

/// The reason to drop a handler that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The lease is lost.
    LeaseLost,
    /// The worker shuts down, and releases the run.
    Release,
}

/// Tells a run when it is to be stopped.
pub(super) struct Stopped(oneshot::Receiver<Stop>);

/// The number of runs of each handler.
pub(super) type Counts = HashMap<Position, usize>;

impl Running {
    pub(super) fn add(
        &self,
        lease: Lease,
        position: Position,
        lease_ends: Option<Instant>,
    ) -> Stopped {
        let (stop, stopped) = oneshot::channel();
        self.lock().insert(lease, Claim { position, lease_ends, stop: Some(stop) });
        Stopped(stopped)
    }

    pub(super) fn remove(&self, lease: &Lease) {
        self.lock().remove(lease);
    }

    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts::new();
        for claim in self.lock().values() {
            *counts.entry(claim.position).or_default() += 1;
        }
        counts
    }

    pub(super) fn leases(&self) -> Vec<Lease> {
        self.lock().keys().cloned().collect()
    }

    /// Notes that these leases were renewed until that time.
    pub(super) fn renewed(&self, leases: &[Lease], lease_ends: Option<Instant>) {
        let mut running = self.lock();
        for lease in leases {
            if let Some(claim) = running.get_mut(lease) {
                claim.lease_ends = lease_ends;
            }
        }
    }

    /// Stops the runs of these leases, which are lost.
    pub(super) fn stop_lost(&self, lost: &[Lease]) {
        let mut running = self.lock();
        for lease in lost {
            if let Some(claim) = running.get_mut(lease) {
                claim.stop(Stop::LeaseLost);
            }
        }
    }

    /// Stops the runs whose leases have expired by now.
    pub(super) fn stop_expired(&self, now: Instant) {
        let mut running = self.lock();
        let expired =
            running.values_mut().filter(|claim| claim.lease_ends.is_some_and(|at| at <= now));
        expired.for_each(|claim| claim.stop(Stop::LeaseLost));
    }

    /// Stops all runs, and has them released.
    pub(super) fn release_all(&self) {
        self.lock().values_mut().for_each(|claim| claim.stop(Stop::Release));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Lease, Claim>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Claim {
    fn stop(&mut self, reason: Stop) {
        if let Some(stop) = self.stop.take() {
            // A run that has just ended no longer receives it.
            let _ = stop.send(reason);
        }
    }
}

impl Stopped {
    pub(super) async fn wait(self) -> Stop {
        match self.0.await {
            Ok(stop) => stop,
            Err(_) => pending().await,
        }
    }
}
