//! The workers whose place another one has taken, while their last handlers run.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use super::{
    endpoint::EndpointConfig,
    room::{Loads, Position},
    shared::Shared,
};

/// The workers before this one. What still runs of them counts to the limits of this one.
#[derive(Default)]
pub(super) struct Before(Mutex<Vec<Weak<Shared>>>);

/// The runs of a worker, for the one that takes its place.
#[derive(Clone)]
pub(crate) struct WorkerRuns(pub(super) Weak<Shared>);

impl Before {
    /// Takes the place of a worker, and of those before it.
    pub(super) fn follow(&self, runs: &WorkerRuns, follower: &Shared) {
        let Some(last) = runs.0.upgrade() else { return };
        let mut workers = mem::take(&mut *last.before.lock());
        workers.retain(|worker| worker.strong_count() > 0);
        workers.push(Weak::clone(&runs.0));
        for worker in workers.iter().filter_map(Weak::upgrade) {
            follower.claimed.succeed(&worker.claimed);
        }
        *self.lock() = workers;
    }

    /// Returns the handlers of earlier workers that run, as far as one of these endpoints has them too.
    pub(super) fn running(&self, endpoints: &[EndpointConfig]) -> Loads {
        let mut running = Loads::default();
        for worker in self.lock().iter().filter_map(Weak::upgrade) {
            for (position, count) in worker.claimed.all_running().iter() {
                if let Some(here) = same(endpoints, &worker.endpoints, position) {
                    running.add_many(here, count);
                }
            }
        }
        running
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Weak<Shared>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl WorkerRuns {
    pub(super) fn of(shared: &Arc<Shared>) -> Self {
        Self(Arc::downgrade(shared))
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
