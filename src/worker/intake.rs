//! Deliveries on their way into the store, past a worker that has room for them.

use std::sync::Arc;

use super::{offered::Places, shared::Shared};
use crate::inbox::{
    Accepted, ClaimRequest, Claims, Ended, NewEntry, Quota, Settlement, StoreError,
};

/// The way of deliveries into the store of a worker.
///
/// A worker that finds nothing more in the store offers its room to what comes in. So a delivery is kept and
/// claimed by one commit. While more waits than it has room for, it offers none, and claims many runs at a time.
pub(crate) struct Intake(Arc<Shared>);

impl Intake {
    pub(super) const fn new(shared: Arc<Shared>) -> Self {
        Self(shared)
    }

    /// Keeps a delivery, and claims its runs if there is room for them.
    pub(crate) async fn accept(&self, entry: NewEntry) -> Result<Accepted, StoreError> {
        let Some(places) = self.places(&entry) else {
            return self.0.store.accept(entry).await;
        };
        // A task of its own, so that a sender that goes away takes no claimed runs with it.
        let shared = Arc::clone(&self.0);
        let accepting = tokio::spawn(async move { accept(places, &shared, entry).await });
        accepting.await.unwrap_or_else(|error| Err(StoreError::Unavailable(error.into())))
    }

    /// Takes places for the runs of a delivery; but not after a jump of the clock: the worker would claim its own
    /// runs.
    fn places(&self, entry: &NewEntry) -> Option<Places> {
        let runs = entry.handlers.iter();
        let positions = runs.map(|run| self.0.position(&entry.endpoint, &run.handler));
        let positions: Vec<_> = positions.collect::<Option<_>>()?;
        self.0.offered.take(positions, |looked_at| !self.0.clock_has_jumped_since(looked_at))
    }
}

/// Keeps a delivery and claims its runs in one step.
async fn accept(places: Places, shared: &Shared, entry: NewEntry) -> Result<Accepted, StoreError> {
    let mut request = claim_of(&entry, shared);
    let held_until = shared.date(&mut request);
    let (accepted, claims) = shared.store.accept_and_claim(entry, request).await?;
    if let Err(unheard) = places.answer(claims, held_until) {
        release(shared, unheard).await;
    }
    Ok(accepted)
}

/// Returns the claim of as many runs as a delivery has.
fn claim_of(entry: &NewEntry, shared: &Shared) -> ClaimRequest {
    let at_most = entry.handlers.len();
    let handlers = entry.handlers.iter().map(|run| (Arc::clone(&run.handler), 1)).collect();
    let quota = Quota { endpoint: Arc::clone(&entry.endpoint), at_most, handlers };
    ClaimRequest { at_most, quotas: vec![quota], now: shared.now(), lease: shared.settings.lease }
}

/// Releases the runs of a claim whose worker has gone meanwhile.
async fn release(shared: &Shared, claims: Claims) {
    for claimed in claims.claimed {
        let ended = Ended::Released;
        let settlement = Settlement::new(claimed.lease, ended, shared.now(), claimed.context);
        // If this fails, the run is claimed again when the lease has expired.
        let _ = shared.store.settle(settlement).await;
    }
}
