//! What is logged, with the feature `tracing`: names, ids and errors, never a body.

#[cfg(feature = "tracing")]
pub(super) use on::{outcome, undecodable};

#[cfg(not(feature = "tracing"))]
pub(super) use off::{outcome, undecodable};

#[cfg(feature = "tracing")]
mod on {
    use crate::{Delivery, Outcome, router::dispatch::Undecoded};

    pub(in super::super) fn outcome(outcome: &Outcome, handler: &str, delivery: &Delivery) {
        match outcome {
            Outcome::Done => {}
            Outcome::Retry { error, .. } => tracing::warn!(
                provider = delivery.provider(),
                event = delivery.event_name(),
                delivery = delivery.id(),
                handler,
                error = error.as_deref().map(|error| error as &dyn std::error::Error),
                "webhook is to be tried again"
            ),
            Outcome::DeadLetter { reason } => tracing::warn!(
                provider = delivery.provider(),
                event = delivery.event_name(),
                delivery = delivery.id(),
                handler,
                reason,
                "webhook is set aside"
            ),
        }
    }

    pub(in super::super) fn undecodable(provider: &'static str, error: &Undecoded) {
        let error: &dyn std::error::Error = error;
        tracing::warn!(provider, error, "webhook cannot be decoded");
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use crate::{Delivery, Outcome, router::dispatch::Undecoded};

    pub(in super::super) const fn outcome(_: &Outcome, _: &str, _: &Delivery) {}

    pub(in super::super) const fn undecodable(_: &'static str, _: &Undecoded) {}
}
