//! A worker that is driven by hand, one run after another.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::{
    Worker,
    attempt::{attempt, span_of},
    shared::Shared,
    start,
    task::Task,
};
use crate::{
    inbox::{ClaimRequest, Claimed, Claims, Handlers, StoreError},
    log::Instrument,
};

/// A worker that claims a run when it is asked, and brings it to its end. It has no loop: it waits
/// for no time, renews no lease and removes no old row.
pub(crate) struct WorkerByHand {
    shared: Arc<Shared>,
    handlers: Arc<Handlers>,
    has_started: bool,
    turn: usize,
}

/// The result of a step.
#[derive(Debug)]
pub(crate) enum Step {
    /// A run of this handler was tried.
    Tried(Arc<str>),
    /// Nothing is due. The next run is due in this time; `None` if none waits for a time.
    Idle(Option<Duration>),
}

impl Worker {
    /// Makes a worker that is driven by hand.
    pub(crate) fn by_hand(self) -> WorkerByHand {
        let Self { shared, handlers } = self;
        WorkerByHand { shared, handlers, has_started: false, turn: 0 }
    }
}

impl WorkerByHand {
    /// Claims the next run that is due, calls its handler, and settles the claim.
    pub(crate) async fn step(&mut self) -> Result<Step, StoreError> {
        self.start().await;
        let Some(request) = self.request() else { return Ok(Step::Idle(None)) };
        let Claims { claimed, next_due } = self.shared.store.claim(request).await?;
        Ok(match claimed.into_iter().next() {
            Some(claimed) => Step::Tried(self.attempt(claimed).await),
            None => Step::Idle(next_due.map(|due| self.until(due))),
        })
    }

    async fn start(&mut self) {
        if !self.has_started {
            start::start(&self.shared, &self.handlers).await;
            self.has_started = true;
        }
    }

    /// Returns what to ask the store for: one run. `None` if there is no handler.
    fn request(&mut self) -> Option<ClaimRequest> {
        let Shared { endpoints, settings, .. } = &*self.shared;
        let room = self.shared.slots();
        let request = room.request(endpoints, self.turn, self.shared.now(), settings.lease)?;
        self.turn = self.turn.wrapping_add(1);
        Some(ClaimRequest { at_most: 1, ..request })
    }

    async fn attempt(&self, claimed: Claimed) -> Arc<str> {
        let handler = Arc::clone(&claimed.lease.handler);
        let span = span_of(&claimed);
        if let Some(slot) = self.shared.slot(&claimed, None)
            && let Some(stopped) = slot.start()
        {
            attempt(Task::new(claimed, slot), stopped).instrument(span).await;
        }
        handler
    }

    fn until(&self, due: SystemTime) -> Duration {
        due.duration_since(self.shared.now()).unwrap_or_default()
    }
}
