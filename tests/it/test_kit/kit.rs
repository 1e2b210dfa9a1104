//! A shop in a test, whose handler fails as often as it is told.

use std::{sync::Arc, time::Duration};

use hookport::{
    InboxEndpoint, Outcome, Receiver,
    extract::{Attempt, State},
    inbox::OrderingKey,
    router::RetryPolicy,
    stores::MemoryStore,
    testing::{HandClock, TestReceiver},
};

use crate::kit::{Log, Order, Shop, router};

/// A log of calls, and the number of the attempt that succeeds.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) log: Log,
    pub(crate) succeeds_at: u32,
}

/// Fails until its attempt has the number that it is told.
pub(crate) async fn ship(
    order: Order,
    State(told): State<Told>,
    attempt: Attempt,
) -> Result<(), Outcome> {
    told.log.note(format!("{} attempt {}", order.id, attempt.number()));
    if attempt.number() < told.succeeds_at {
        return Err(Outcome::retry("no parcel left"));
    }
    Ok(())
}

/// A shop that ships at this attempt.
pub(crate) fn ships_at(succeeds_at: u32, log: &Log) -> InboxEndpoint {
    let told = Told { log: log.clone(), succeeds_at };
    let shop = router().on(Shop::PAID, ship).with_state(told);
    let retries = RetryPolicy::exponential().starting_at(Duration::from_secs(60)).at_most(3);
    InboxEndpoint::new(shop).retries(retries)
}

/// The same, which ships one order of a number at a time.
pub(crate) fn ordered(endpoint: InboxEndpoint) -> InboxEndpoint {
    endpoint.ordered_by(OrderingKey::field(hookport::Field::Json("/data/id")))
}

pub(crate) fn in_memory(endpoint: InboxEndpoint) -> TestReceiver {
    let receiver = Receiver::new(Arc::new(MemoryStore::new())).endpoint("/shop", endpoint);
    TestReceiver::new(receiver, HandClock::new(1_700_000_000))
}
