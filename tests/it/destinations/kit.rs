//! A destination that notes what it gets.

use std::sync::Arc;

use hookport::{
    Delivery, Outcome, Receiver,
    destinations::{DeliveryAttempt, Destination, DestinationFuture, Destinations},
    stores::MemoryStore,
};

use crate::kit::{Log, Running, acme};

#[derive(Debug, Clone, Default)]
pub(super) struct Noted(pub(super) Log);

impl Destination for Noted {
    fn deliver<'a>(
        &'a self,
        delivery: &'a Delivery,
        attempt: &'a DeliveryAttempt,
    ) -> DestinationFuture<'a> {
        Box::pin(async {
            let name = delivery.event_name().unwrap_or("none");
            self.0.note(format!("{}/{} {name}", attempt.endpoint(), attempt.destination()));
            Outcome::Done
        })
    }
}

pub(super) fn shop() -> Destinations {
    Destinations::new(acme())
}

pub(super) fn start(destinations: Destinations) -> Running {
    let store = Arc::new(MemoryStore::new());
    Running::start(Receiver::new(store).endpoint("/shop", destinations.for_inbox()))
}
