//! The state that claims, attempts and renewals of a worker share.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::time::Instant;

use super::{
    WorkerSettings,
    before::Before,
    claimed_runs::{ClaimedRuns, Stopped},
    endpoint::{EndpointConfig, HandlerConfig},
    offered::Offered,
    room::{Position, Room},
};
use crate::{
    Clock,
    inbox::{CLOCK_SLACK, ClaimRequest, Claimed, Lease, Store},
};

/// The state that claims, attempts and renewals of a worker share.
pub(super) struct Shared {
    pub(super) store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    pub(super) endpoints: Arc<[EndpointConfig]>,
    pub(super) settings: WorkerSettings,
    pub(super) claimed: Arc<ClaimedRuns>,
    pub(super) offered: Offered,
    pub(super) before: Arc<Before>,
}

impl Shared {
    pub(super) fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        endpoints: Vec<EndpointConfig>,
        settings: WorkerSettings,
    ) -> Self {
        Self {
            store,
            clock,
            endpoints: endpoints.into(),
            settings,
            claimed: Arc::new(ClaimedRuns::new()),
            offered: Offered::default(),
            before: Arc::default(),
        }
    }

    pub(super) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// Returns the time until which handlers may run under a lease that is asked for after this.
    ///
    /// It is before the end of the lease, so that a handler that is told to stop is gone by then.
    pub(super) fn held_until(&self) -> Option<Instant> {
        let lease = self.settings.lease;
        Instant::now().checked_add(lease.saturating_sub((lease / 10).min(LONGEST_MARGIN)))
    }

    /// Sets the time of a claim that is about to be made, and returns the time until which the handlers of
    /// what it claims may run.
    pub(super) fn date(&self, request: &mut ClaimRequest) -> Option<Instant> {
        let held_until = self.held_until();
        request.now = self.now();
        held_until
    }

    /// Returns true if the clock has moved much more than the time that has passed since then, by
    /// both clocks, or much less: as it does when it is set, and when the machine was asleep.
    pub(super) fn clock_has_jumped_since(&self, (at, by): (SystemTime, Instant)) -> bool {
        let passed = by.elapsed();
        self.now().duration_since(at).map_or(true, |moved| {
            moved > passed + self.settings.lease / 3 || moved + CLOCK_SLACK / 2 < passed
        })
    }

    /// Returns the slots that are free.
    pub(super) fn slots(&self) -> Room {
        self.claimed.running().map_or_else(Room::default, |mut running| {
            self.before.add_running(&self.endpoints, &mut running);
            Room::to_start(&self.endpoints, self.settings.concurrency, &running)
        })
    }

    /// Returns the room for what can be claimed beside what is claimed.
    pub(super) fn room_to_claim(&self) -> Room {
        let Some((mut claimed, ended)) = self.claimed.claimed_and_ended() else {
            return Room::default();
        };
        self.before.add_running(&self.endpoints, &mut claimed);
        Room::to_claim(&self.endpoints, self.settings.concurrency, &claimed, &ended)
    }

    /// Returns the position of a handler; `None` if it is not here.
    pub(super) fn position(&self, endpoint: &Arc<str>, handler: &Arc<str>) -> Option<Position> {
        let endpoint = self.endpoints.iter().position(|one| one.name() == endpoint)?;
        let mut handlers = self.endpoints[endpoint].handlers.iter();
        let handler = handlers.position(|one| one.name == *handler)?;
        Some(Position { endpoint, handler })
    }

    /// Takes a claimed run, whose handler may run until that time if its lease is not renewed. `None` if no
    /// handler here could run it.
    pub(super) fn slot(
        self: &Arc<Self>,
        claimed: &Claimed,
        held_until: Option<Instant>,
    ) -> Option<Slot> {
        let position = self.position(&claimed.endpoint, &claimed.lease.handler)?;
        let lease = claimed.lease.clone();
        self.claimed.add(lease.clone(), position, held_until);
        Some(Slot { shared: Arc::clone(self), lease, position })
    }
}

/// The place of a claimed run in its worker: it waits for a slot, then has one, and is without it
/// while it is settled. The worker forgets the run when this is dropped.
pub(super) struct Slot {
    pub(super) shared: Arc<Shared>,
    pub(super) lease: Lease,
    position: Position,
}

impl Slot {
    pub(super) const fn position(&self) -> Position {
        self.position
    }

    /// Takes up a slot; `None` if the lease is lost or about to end, or if another worker has taken the place
    /// of this one.
    pub(super) fn start(&self) -> Option<Stopped> {
        self.shared.claimed.start(&self.lease)
    }

    /// Returns true if the handler may run at this moment.
    pub(super) fn is_held(&self) -> bool {
        self.shared.claimed.holds(&self.lease)
    }

    /// Leaves the slot to others. Returns false if the run has waited for it, and its lease is lost.
    pub(super) fn settle(&self) -> bool {
        self.shared.claimed.settle(&self.lease)
    }

    pub(super) fn endpoint(&self) -> &EndpointConfig {
        &self.shared.endpoints[self.position.endpoint]
    }

    pub(super) fn handler(&self) -> &HandlerConfig {
        &self.endpoint().handlers[self.position.handler]
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.shared.claimed.remove(&self.lease);
    }
}

/// Handlers are stopped a tenth of a lease before it ends, and this at most. In that time their tasks learn
/// of it and drop them. It is also for clocks that differ a little, by which another worker finds the lease
/// expired.
const LONGEST_MARGIN: Duration = Duration::from_secs(1);
