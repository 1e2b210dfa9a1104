//! The runs that a worker can take on.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::{
    endpoint::{EndpointConfig, HandlerConfig},
    running::{Counts, Position},
};
use crate::inbox::{ClaimRequest, Quota};

/// The runs that a worker can take on.
#[derive(Debug)]
pub(super) struct Capacity {
    free: usize,
    quotas: Vec<Quota>,
    /// True if a handler has no capacity left, so that the end of a run makes a difference.
    pub(super) is_short: bool,
}

impl Capacity {
    /// Returns the capacity that is left beside what runs. Who is served first changes with each
    /// turn.
    pub(super) fn beside(
        running: &Counts,
        endpoints: &[EndpointConfig],
        concurrency: usize,
        turn: usize,
    ) -> Self {
        let free = concurrency.saturating_sub(running.values().sum());
        let turn_of_handlers = turn / endpoints.len().max(1);
        let quotas: Vec<_> = rotated(endpoints, turn)
            .filter_map(|(index, endpoint)| quota(running, index, endpoint, turn_of_handlers))
            .collect();
        let with_capacity: usize = quotas.iter().map(|quota| quota.handlers.len()).sum();
        let handlers: usize = endpoints.iter().map(|endpoint| endpoint.handlers.len()).sum();
        Self { free, quotas, is_short: free == 0 || with_capacity < handlers }
    }

    /// Returns what to ask a store for; `None` if there is no capacity.
    pub(super) fn request(self, now: SystemTime, lease: Duration) -> Option<ClaimRequest> {
        let Self { free, quotas, .. } = self;
        let at_most = free.min(BATCH);
        (free > 0 && !quotas.is_empty()).then_some(ClaimRequest { at_most, quotas, now, lease })
    }
}

fn quota(running: &Counts, index: usize, endpoint: &EndpointConfig, turn: usize) -> Option<Quota> {
    let count =
        |handler| running.get(&Position { endpoint: index, handler }).copied().unwrap_or_default();
    let in_all = (0..endpoint.handlers.len()).map(count).sum();
    let at_most = endpoint.concurrency.saturating_sub(in_all);
    let free = |(index, handler): (usize, &HandlerConfig)| {
        let free = endpoint.concurrency_of(handler).saturating_sub(count(index)).min(at_most);
        (free > 0).then(|| (Arc::clone(&handler.name), free))
    };
    let handlers: Vec<_> = rotated(&endpoint.handlers, turn).filter_map(free).collect();
    let endpoint = Arc::clone(&endpoint.name);
    (!handlers.is_empty()).then_some(Quota { endpoint, at_most, handlers })
}

/// Returns all of them with their indexes, beginning at another one each turn.
fn rotated<T>(all: &[T], turn: usize) -> impl Iterator<Item = (usize, &T)> {
    let first = turn.checked_rem(all.len()).unwrap_or_default();
    all.iter().enumerate().cycle().skip(first).take(all.len())
}

/// The highest number of runs that are claimed in one step of the store.
const BATCH: usize = 128;
