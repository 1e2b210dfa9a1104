//! Deliveries on their way into the store, past a worker that may be at rest.

use std::sync::Arc;

use super::{
    offered::{Looked, Offer},
    shared::Shared,
};
use crate::inbox::{Accepted, Ended, NewEntry, Settlement, StoreError};

/// Keeps deliveries in the store of a worker.
///
/// A worker at rest offers a claim, which is made in one step with the next accept. So a delivery
/// that comes then is kept and claimed by one commit. While a worker has much to do it offers none,
/// and claims many runs at a time.
pub(crate) struct Intake(Arc<Shared>);

impl Intake {
    pub(super) const fn new(shared: Arc<Shared>) -> Self {
        Self(shared)
    }

    /// Keeps a delivery, and makes the claim that is offered.
    pub(crate) async fn accept(&self, entry: NewEntry) -> Result<Accepted, StoreError> {
        let Some(offer) = take(&self.0) else {
            return self.0.store.accept(entry).await;
        };
        // A task of its own, so that a sender that goes away takes no claimed runs with it.
        let shared = Arc::clone(&self.0);
        let accepting = tokio::spawn(async move { make(offer, &shared, entry).await });
        accepting.await.unwrap_or_else(|error| Err(StoreError::Unavailable(error.into())))
    }
}

/// Takes the offer, but not after a jump of the clock: the worker would claim its own runs.
fn take(shared: &Shared) -> Option<Offer> {
    shared.offered.take_if(|offer| !shared.clock_has_jumped_since(offer.at))
}

/// Keeps a delivery and makes the claim in one step.
async fn make(offer: Offer, shared: &Shared, entry: NewEntry) -> Result<Accepted, StoreError> {
    let Offer { mut request, room, answer, .. } = offer;
    let held_until = shared.date(&mut request);
    let (accepted, claims) = shared.store.accept_and_claim(entry, request).await?;
    if let Err(unheard) = answer.send(Looked { room, held_until, claims: Ok(claims) }) {
        release(shared, unheard).await;
    }
    Ok(accepted)
}

/// Releases the runs of a claim whose worker has gone meanwhile.
async fn release(shared: &Shared, looked: Looked) {
    for claimed in looked.claims.into_iter().flat_map(|claims| claims.claimed) {
        let ended = Ended::Released;
        let settlement = Settlement::new(claimed.lease, ended, shared.now(), claimed.context);
        // If this fails, the run is claimed again when the lease has expired.
        let _ = shared.store.settle(settlement).await;
    }
}
