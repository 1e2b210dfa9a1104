//! Deliveries on their way into the store, past a worker that may be at rest.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use tokio::{sync::oneshot, time::Instant};

use super::{claim_loop::Looked, room::Room, shared::Shared};
use crate::inbox::{Accepted, ClaimRequest, Ended, NewEntry, Settlement, StoreError};

/// Keeps deliveries in the store of a worker.
///
/// A worker at rest offers a claim, which is made in one step with the next accept. So a delivery
/// that comes then is kept and claimed by one commit. While a worker has much to do it offers none,
/// and claims many runs at a time.
pub(crate) struct Intake(Arc<Shared>);

/// The claim that a worker offers, until it is taken or withdrawn.
#[derive(Default)]
pub(super) struct Offered(Mutex<Option<Offer>>);

/// A claim to be made in one step with an accept.
pub(super) struct Offer {
    request: ClaimRequest,
    room: Room,
    /// The time of the offer, by both clocks.
    at: (SystemTime, Instant),
    answer: oneshot::Sender<Looked>,
}

impl Intake {
    pub(super) const fn new(shared: Arc<Shared>) -> Self {
        Self(shared)
    }

    /// Keeps a delivery, and makes the claim that is offered.
    pub(crate) async fn accept(&self, entry: NewEntry) -> Result<Accepted, StoreError> {
        let Some(offer) = self.0.offered.take(&self.0) else {
            return self.0.store.accept(entry).await;
        };
        // A task of its own, so that a sender that goes away takes no claimed runs with it.
        let shared = Arc::clone(&self.0);
        let accepting = tokio::spawn(async move { offer.make(&shared, entry).await });
        accepting.await.unwrap_or_else(|error| Err(StoreError::Unavailable(error.into())))
    }
}

impl Offered {
    /// Offers a claim. The answer comes when it has been made.
    pub(super) fn offer(
        &self,
        request: ClaimRequest,
        room: Room,
        at: (SystemTime, Instant),
    ) -> oneshot::Receiver<Looked> {
        let (answer, answered) = oneshot::channel();
        *self.lock() = Some(Offer { request, room, at, answer });
        answered
    }

    /// Takes an offer back; returns false if there is none, or if it is being made.
    pub(super) fn withdraw(&self) -> bool {
        self.lock().take().is_some()
    }

    /// Takes the offer, but not after a jump of the clock: the worker would claim its own runs.
    fn take(&self, shared: &Shared) -> Option<Offer> {
        self.lock().take_if(|offer| !shared.clock_has_jumped_since(offer.at))
    }

    fn lock(&self) -> MutexGuard<'_, Option<Offer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Offer {
    async fn make(self, shared: &Shared, entry: NewEntry) -> Result<Accepted, StoreError> {
        let Self { mut request, room, answer, .. } = self;
        request.now = shared.now();
        let lease_ends = Instant::now().checked_add(shared.settings.lease);
        let (accepted, claims) = shared.store.accept_and_claim(entry, request).await?;
        if let Err(unheard) = answer.send(Looked { room, lease_ends, claims: Ok(claims) }) {
            release(shared, unheard).await;
        }
        Ok(accepted)
    }
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
