//! The state that claims, attempts and renewals of a worker share.

use std::{sync::Arc, time::SystemTime};

use tokio::time::Instant;

use super::{
    WorkerSettings,
    capacity::Capacity,
    endpoint::{EndpointConfig, HandlerConfig},
    running::{Position, Running, Stopped},
};
use crate::{
    Clock,
    inbox::{Claimed, Lease, Store},
};

/// The state that claims, attempts and renewals of a worker share.
pub(super) struct Shared {
    pub(super) store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    pub(super) endpoints: Vec<EndpointConfig>,
    pub(super) settings: WorkerSettings,
    pub(super) running: Running,
}

impl Shared {
    pub(super) fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        endpoints: Vec<EndpointConfig>,
        settings: WorkerSettings,
    ) -> Self {
        Self { store, clock, endpoints, settings, running: Running::default() }
    }

    pub(super) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// Returns what the worker can take on beside what it has.
    pub(super) fn capacity(&self, turn: usize) -> Capacity {
        Capacity::beside(&self.running.counts(), &self.endpoints, self.settings.concurrency, turn)
    }

    /// Takes a slot for a claimed run, whose lease expires at that time if it is not renewed.
    /// `None` if no handler here could run it.
    pub(super) fn slot(
        self: &Arc<Self>,
        claimed: &Claimed,
        lease_ends: Option<Instant>,
    ) -> Option<(Slot, Stopped)> {
        let endpoint = self.endpoints.iter().position(|one| one.name == claimed.endpoint)?;
        let mut handlers = self.endpoints[endpoint].handlers.iter();
        let handler = handlers.position(|one| one.name == claimed.lease.handler)?;
        let (lease, position) = (claimed.lease.clone(), Position { endpoint, handler });
        let stopped = self.running.add(lease.clone(), position, lease_ends);
        Some((Slot { shared: Arc::clone(self), lease, position }, stopped))
    }
}

/// The slot that a run takes up in its worker. It is free again when this is dropped.
pub(super) struct Slot {
    pub(super) shared: Arc<Shared>,
    pub(super) lease: Lease,
    position: Position,
}

impl Slot {
    pub(super) fn endpoint(&self) -> &EndpointConfig {
        &self.shared.endpoints[self.position.endpoint]
    }

    pub(super) fn handler(&self) -> &HandlerConfig {
        &self.endpoint().handlers[self.position.handler]
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.shared.running.remove(&self.lease);
    }
}
