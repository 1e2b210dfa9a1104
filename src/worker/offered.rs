//! The room that a worker offers to what comes in.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use tokio::{sync::mpsc, time::Instant};

use super::room::{Loads, Position, Room};
use crate::inbox::Claims;

/// The room of a worker for runs that are claimed by the accepts of their deliveries.
#[derive(Default)]
pub(super) struct Offered(Arc<Mutex<Offers>>);

#[derive(Default)]
struct Offers {
    /// `None` while nothing is offered.
    open: Option<Offer>,
    /// The places that were taken, and whose accepts have not ended.
    taken: Loads,
}

struct Offer {
    room: Room,
    /// The time of the offer, by both clocks.
    at: (SystemTime, Instant),
    answers: mpsc::UnboundedSender<HandedOver>,
}

/// The result of an accept that had a place.
pub(super) struct HandedOver {
    /// The time until which the handlers may run, if the leases are not renewed.
    pub(super) held_until: Option<Instant>,
    /// `None` if the accept has failed.
    pub(super) claims: Option<Claims>,
}

/// Places for the runs of a delivery, until its accept has ended.
pub(super) struct Places {
    offers: Arc<Mutex<Offers>>,
    positions: Vec<Position>,
    answers: mpsc::UnboundedSender<HandedOver>,
    is_answered: bool,
}

impl Offered {
    /// Offers this room, in place of what was offered before.
    pub(super) fn offer(
        &self,
        room: Room,
        at: (SystemTime, Instant),
        answers: &mpsc::UnboundedSender<HandedOver>,
    ) {
        self.lock().open = Some(Offer { room, at, answers: answers.clone() });
    }

    /// Offers nothing any more.
    pub(super) fn withdraw(&self) {
        self.lock().open = None;
    }

    /// Returns the places whose accepts have not ended.
    pub(super) fn taken(&self) -> Loads {
        self.lock().taken.clone()
    }

    /// Takes a place for a run of each of these handlers, if all are offered and the offer still holds.
    pub(super) fn take(
        &self,
        positions: Vec<Position>,
        holds: impl FnOnce((SystemTime, Instant)) -> bool,
    ) -> Option<Places> {
        let mut offers = self.lock();
        let offer = offers.open.as_mut().filter(|offer| holds(offer.at))?;
        if !offer.room.take_all(&positions) {
            return None;
        }
        let answers = offer.answers.clone();
        for position in &positions {
            offers.taken.add(*position);
        }
        Some(Places { offers: Arc::clone(&self.0), positions, answers, is_answered: false })
    }

    fn lock(&self) -> MutexGuard<'_, Offers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Places {
    /// Hands over what was claimed. Returns it if the worker has gone meanwhile.
    pub(super) fn answer(mut self, handed_over: HandedOver) -> Result<(), HandedOver> {
        self.is_answered = true;
        self.answers.send(handed_over).map_err(|unheard| unheard.0)
    }
}

impl Drop for Places {
    fn drop(&mut self) {
        let mut offers = self.offers.lock().unwrap_or_else(PoisonError::into_inner);
        for position in &self.positions {
            offers.taken.subtract(*position);
        }
        drop(offers);
        if !self.is_answered {
            let _ = self.answers.send(HandedOver { held_until: None, claims: None });
        }
    }
}
