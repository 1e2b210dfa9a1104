//! The workers whose place another one has taken, while their last handlers run.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::{
    claimed_runs::ClaimedRuns,
    endpoint::EndpointConfig,
    room::{Loads, Position},
};

/// The workers before this one. What still runs of them counts to the limits of this one.
#[derive(Default)]
pub(super) struct Before(Mutex<Vec<WorkerRuns>>);

/// The runs of a worker, for the one that takes its place. They are gone once its last handler has ended.
#[derive(Clone)]
pub(crate) struct WorkerRuns {
    claimed: Weak<ClaimedRuns>,
    endpoints: Weak<[EndpointConfig]>,
    before: Weak<Before>,
}

impl Before {
    /// Takes the place of a worker, and of those before it. `claimed` are the runs of the new one.
    pub(super) fn follow(&self, runs: &WorkerRuns, claimed: &ClaimedRuns) {
        let of_last = runs.before.upgrade().map(|before| before.lock().clone());
        let mut workers = of_last.unwrap_or_default();
        workers.push(runs.clone());
        workers.retain(|worker| worker.claimed.strong_count() > 0);
        for before in workers.iter().filter_map(|worker| worker.claimed.upgrade()) {
            claimed.succeed(&before);
        }
        *self.lock() = workers;
    }

    /// Adds the handlers of earlier workers that run, as far as one of these endpoints has them too.
    pub(super) fn add_running(&self, endpoints: &[EndpointConfig], running: &mut Loads) {
        for worker in self.lock().iter() {
            worker.add_running(endpoints, running);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<WorkerRuns>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl WorkerRuns {
    pub(super) fn new(
        claimed: &Arc<ClaimedRuns>,
        endpoints: &Arc<[EndpointConfig]>,
        before: &Arc<Before>,
    ) -> Self {
        Self {
            claimed: Arc::downgrade(claimed),
            endpoints: Arc::downgrade(endpoints),
            before: Arc::downgrade(before),
        }
    }

    fn add_running(&self, endpoints: &[EndpointConfig], running: &mut Loads) {
        let Some((claimed, there)) = self.claimed.upgrade().zip(self.endpoints.upgrade()) else {
            return;
        };
        for (position, count) in claimed.all_running().iter() {
            if let Some(here) = same(endpoints, &there, position) {
                running.add_many(here, count);
            }
        }
    }
}

/// Finds the handler here that has the name of one there, at an endpoint of the same name.
fn same(here: &[EndpointConfig], there: &[EndpointConfig], position: Position) -> Option<Position> {
    let from = there.get(position.endpoint)?;
    let handler = &from.handlers.get(position.handler)?.name;
    let endpoint = here.iter().position(|one| one.name() == from.name())?;
    let handler = here[endpoint].handlers.iter().position(|one| one.name == *handler)?;
    Some(Position { endpoint, handler })
}
