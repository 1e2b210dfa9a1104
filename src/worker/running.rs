//! Which runs a worker has in hand.

use std::{
    collections::HashMap,
    future::pending,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::{sync::oneshot, time::Instant};

use crate::inbox::Lease;

/// Which runs a worker has in hand, by their leases.
#[derive(Default)]
pub(super) struct Running(Mutex<HashMap<Lease, Held>>);

struct Held {
    /// The indexes of its endpoint and its handler.
    duty: (usize, usize),
    /// When the lease is certainly over; `None` is never.
    lease_ends: Option<Instant>,
    stop: Option<oneshot::Sender<Stop>>,
}

/// Why a handler is dropped in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Its lease is lost.
    Lost,
    /// The worker stops.
    GiveBack,
}

/// Tells a run when it is to be stopped.
pub(super) struct Stopped(oneshot::Receiver<Stop>);

/// How many runs each handler of each endpoint has.
pub(super) type Taken = HashMap<(usize, usize), usize>;

impl Running {
    /// Adds a run.
    pub(super) fn add(
        &self,
        lease: Lease,
        duty: (usize, usize),
        lease_ends: Option<Instant>,
    ) -> Stopped {
        let (stop, stopped) = oneshot::channel();
        self.lock().insert(lease, Held { duty, lease_ends, stop: Some(stop) });
        Stopped(stopped)
    }

    pub(super) fn remove(&self, lease: &Lease) {
        self.lock().remove(lease);
    }

    pub(super) fn taken(&self) -> Taken {
        let mut taken = Taken::new();
        for held in self.lock().values() {
            *taken.entry(held.duty).or_default() += 1;
        }
        taken
    }

    pub(super) fn leases(&self) -> Vec<Lease> {
        self.lock().keys().cloned().collect()
    }

    /// Notes that these leases last until then.
    pub(super) fn renewed(&self, leases: &[Lease], lease_ends: Option<Instant>) {
        let mut running = self.lock();
        for lease in leases {
            if let Some(held) = running.get_mut(lease) {
                held.lease_ends = lease_ends;
            }
        }
    }

    pub(super) fn stop_lost(&self, lost: &[Lease]) {
        let mut running = self.lock();
        for lease in lost {
            if let Some(held) = running.get_mut(lease) {
                held.stop(Stop::Lost);
            }
        }
    }

    /// Stops those whose leases are over by now.
    pub(super) fn stop_expired(&self, now: Instant) {
        let mut running = self.lock();
        let expired =
            running.values_mut().filter(|held| held.lease_ends.is_some_and(|at| at <= now));
        expired.for_each(|held| held.stop(Stop::Lost));
    }

    pub(super) fn give_back_all(&self) {
        self.lock().values_mut().for_each(|held| held.stop(Stop::GiveBack));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Lease, Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn stop(&mut self, why: Stop) {
        if let Some(stop) = self.stop.take() {
            // A run that has come to its end listens no more.
            let _ = stop.send(why);
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
