//! The room that a worker offers to what comes in.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use tokio::{sync::mpsc, time::Instant};

use super::room::{Loads, Position, Room};
use crate::inbox::Claims;

/// The room of a worker for runs that are claimed by the accepts of their deliveries.
#[derive(Clone, Default)]
pub(super) struct Offered(Arc<Mutex<Offers>>);

#[derive(Default)]
pub(super) struct Offers {
    /// `None` while nothing is offered.
    open: Option<Offer>,
    taken: Loads,
}

struct Offer {
    room: Room,
    looked_at: (SystemTime, Instant),
    answers: mpsc::UnboundedSender<HandedOver>,
}

/// The result of an accept that had places.
pub(super) struct HandedOver {
    /// The time until which the handlers may run, if the leases are not renewed.
    pub(super) held_until: Option<Instant>,
    /// `None` if the accept has failed.
    pub(super) claims: Option<Claims>,
    /// The places, which are free once the worker has taken the claims over.
    pub(super) places: TakenPlaces,
}

/// Places for the runs of a delivery, until its accept has ended.
pub(super) struct Places {
    /// `None` once they are handed over.
    taken: Option<TakenPlaces>,
    answers: mpsc::UnboundedSender<HandedOver>,
}

/// Places that nobody else gets until this is dropped.
pub(super) struct TakenPlaces {
    offered: Offered,
    positions: Vec<Position>,
}

impl Offered {
    /// Offers nothing any more.
    pub(super) fn withdraw(&self) {
        let open = self.lock().open.take();
        // Without the lock: what waits in the channel may go with it, and gives its places back.
        drop(open);
    }

    /// Takes a place for a run of each of these handlers, if all are offered and the offer still holds. `holds`
    /// gets the time of the worker's last look into the store, by both clocks.
    pub(super) fn take(
        &self,
        positions: Vec<Position>,
        holds: impl FnOnce((SystemTime, Instant)) -> bool,
    ) -> Option<Places> {
        let mut offers = self.lock();
        let offer = offers.open.as_mut().filter(|offer| holds(offer.looked_at))?;
        if !offer.room.take_all(&positions) {
            return None;
        }
        let answers = offer.answers.clone();
        for position in &positions {
            offers.taken.add(*position);
        }
        Some(Places { taken: Some(TakenPlaces { offered: self.clone(), positions }), answers })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Offers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Offers {
    /// Returns the places that are taken.
    pub(super) const fn taken(&self) -> &Loads {
        &self.taken
    }

    /// Offers this room, in place of what was offered before.
    pub(super) fn offer(
        &mut self,
        room: Room,
        looked_at: (SystemTime, Instant),
        answers: &mpsc::UnboundedSender<HandedOver>,
    ) {
        self.open = Some(Offer { room, looked_at, answers: answers.clone() });
    }
}

impl Places {
    /// Hands over what was claimed. Returns it if the worker has gone meanwhile.
    pub(super) fn answer(
        mut self,
        claims: Claims,
        held_until: Option<Instant>,
    ) -> Result<(), Claims> {
        let unheard = self.hand_over(held_until, Some(claims));
        unheard.map_or(Ok(()), |unheard| Err(unheard.claims.unwrap_or_default()))
    }

    /// Hands over the places, with what was claimed. Returns it if nobody is there.
    fn hand_over(
        &mut self,
        held_until: Option<Instant>,
        claims: Option<Claims>,
    ) -> Option<HandedOver> {
        let places = self.taken.take()?;
        let sent = self.answers.send(HandedOver { held_until, claims, places });
        sent.err().map(|unheard| unheard.0)
    }
}

impl Drop for Places {
    fn drop(&mut self) {
        self.hand_over(None, None);
    }
}

impl Drop for TakenPlaces {
    fn drop(&mut self) {
        let mut offers = self.offered.lock();
        for position in &self.positions {
            offers.taken.subtract(*position);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_taken_until_its_run_was_taken_over() {
        let place = Position { endpoint: 0, handler: 0 };
        let (offered, (answers, mut handed_over)) = (Offered::default(), mpsc::unbounded_channel());
        let looked_at = (SystemTime::UNIX_EPOCH, Instant::now());
        let taken = || offered.lock().taken().in_all();

        for claims in [Some(Claims::default()), None] {
            offered.lock().offer(Room::at_one_endpoint(1, &[1]), looked_at, &answers);
            let places = offered.take(vec![place], |_| true).unwrap();
            assert!(offered.take(vec![place], |_| true).is_none());
            match claims {
                Some(claims) => places.answer(claims, None).unwrap(),
                None => drop(places),
            }
            assert_eq!(taken(), 1);

            drop(handed_over.try_recv().unwrap());
            assert_eq!(taken(), 0);
        }
    }
}
