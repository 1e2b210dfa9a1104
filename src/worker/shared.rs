//! The state that claims, attempts and renewals of a worker share.

use std::{sync::Arc, time::SystemTime};

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
    inbox::{CLOCK_SLACK, Claimed, Lease, Store},
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

    /// Takes a claimed run, whose lease expires at that time if it is not renewed. `None` if no
    /// handler here could run it.
    pub(super) fn slot(
        self: &Arc<Self>,
        claimed: &Claimed,
        lease_ends: Option<Instant>,
    ) -> Option<Slot> {
        let endpoint = self.endpoints.iter().position(|one| *one.name() == claimed.endpoint)?;
        let mut handlers = self.endpoints[endpoint].handlers.iter();
        let handler = handlers.position(|one| one.name == claimed.lease.handler)?;
        let (lease, position) = (claimed.lease.clone(), Position { endpoint, handler });
        self.claimed.add(lease.clone(), position, lease_ends);
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

    /// Takes up a slot; `None` if the lease is lost, or if another worker has taken the place of this one.
    pub(super) fn start(&self) -> Option<Stopped> {
        self.shared.claimed.start(&self.lease)
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
