//! The claim that a worker at rest offers to the next accept.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use tokio::{sync::oneshot, time::Instant};

use super::room::Room;
use crate::inbox::{ClaimRequest, Claims, StoreError};

/// The claim that a worker offers, until it is taken or withdrawn.
#[derive(Default)]
pub(super) struct Offered(Mutex<Option<Offer>>);

/// A claim to be made in one step with an accept.
pub(super) struct Offer {
    pub(super) request: ClaimRequest,
    pub(super) room: Room,
    /// The time of the offer, by both clocks.
    pub(super) at: (SystemTime, Instant),
    pub(super) answer: oneshot::Sender<Looked>,
}

/// The answer to a look into the store.
pub(super) struct Looked {
    /// The room that was asked for.
    pub(super) room: Room,
    /// The time until which the handlers may run, if the leases are not renewed.
    pub(super) held_until: Option<Instant>,
    pub(super) claims: Result<Claims, StoreError>,
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

    /// Takes the offer, if it still holds.
    pub(super) fn take_if(&self, holds: impl FnOnce(&Offer) -> bool) -> Option<Offer> {
        self.lock().take_if(|offer| holds(offer))
    }

    fn lock(&self) -> MutexGuard<'_, Option<Offer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
