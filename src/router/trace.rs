//! Log lines of the router.

use crate::{Delivery, Outcome, error_text::chain, log::log};

/// Logs the outcome of a handler, unless it is done.
pub(super) fn outcome(outcome: &Outcome, handler: &str, delivery: &Delivery) {
    match outcome {
        Outcome::Done => {}
        Outcome::Retry { error, .. } => log!(
            WARN,
            "handler failed, sender will retry",
            provider = delivery.provider(),
            event = delivery.event_name(),
            delivery = delivery.id(),
            handler = handler,
            error = error.as_deref().map(|error| chain(error)),
        ),
        Outcome::DeadLetter { reason } => log!(
            WARN,
            "dead letter: handler gave up",
            provider = delivery.provider(),
            event = delivery.event_name(),
            delivery = delivery.id(),
            handler = handler,
            reason = reason,
        ),
    }
}
