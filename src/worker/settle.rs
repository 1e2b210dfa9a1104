//! Telling the store what came of an attempt.

use tokio::time::{Instant, sleep};

use super::{backoff::Backoff, call::Call, log, workshop::Place};
use crate::{
    error_text::chain,
    inbox::{Ended, Settled, Settlement, StoreError},
};

/// What became of a run that a worker had in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// The store has what came of it.
    Ended,
    /// Another worker can have it at once.
    GivenBack,
    /// It is taken over when its lease runs out, if it was not already.
    Left,
}

/// Settles a claim. While the store fails it is asked again for as long as a lease lasts: by then
/// the lease is over. Also tells what was settled, since a transaction can fail at the end.
pub(super) async fn settle(
    mut settlement: Settlement,
    call: &Call,
    place: &Place,
) -> (Fate, Ended) {
    let give_up = Instant::now().checked_add(place.workshop.settings.lease);
    let mut backoff = Backoff::default();
    loop {
        match place.workshop.store.settle(settlement.clone()).await {
            Ok(Settled::Kept) => return (fate(&settlement.ended), settlement.ended),
            Ok(Settled::LeaseLost) => return (Fate::Left, settlement.ended),
            Err(error @ StoreError::Transaction(_)) if settlement.ended == Ended::Done => {
                settlement.ended = call.failed(chain(&error), place);
            }
            Err(error) if give_up.is_some_and(|at| at <= Instant::now()) => {
                log::not_recorded(&error, call, place);
                return (Fate::Left, settlement.ended);
            }
            Err(_) => sleep(backoff.next_pause()).await,
        }
    }
}

fn fate(ended: &Ended) -> Fate {
    if *ended == Ended::GivenBack { Fate::GivenBack } else { Fate::Ended }
}
