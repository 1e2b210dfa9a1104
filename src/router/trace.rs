//! Log lines of the router.

use std::error::Error;

use crate::{
    Delivery, Field, Outcome, Provider,
    error_text::{bounded, chain},
    log::log,
    request::Input,
};

/// Logs the outcome of a handler, unless it is done. `endpoint` is called only if somebody listens.
pub(super) fn outcome<'a>(
    outcome: &Outcome,
    handler: &str,
    delivery: &Delivery,
    endpoint: impl Fn() -> Option<&'a str>,
) {
    match outcome {
        Outcome::Done => {}
        Outcome::Retry { error, .. } => log!(
            WARN,
            "handler failed, sender will retry",
            provider = delivery.provider(),
            endpoint = endpoint(),
            event = delivery.event_name(),
            delivery = delivery.id(),
            tenant = delivery.tenant(),
            handler = handler,
            error = error.as_deref().map(|error| chain(error)),
        ),
        Outcome::DeadLetter { reason } => log!(
            WARN,
            "dead letter: handler gave up",
            provider = delivery.provider(),
            endpoint = endpoint(),
            event = delivery.event_name(),
            delivery = delivery.id(),
            tenant = delivery.tenant(),
            handler = handler,
            reason = reason,
        ),
    }
}

/// Logs a delivery without a handler.
pub(super) fn unhandled(delivery: &Delivery, endpoint: Option<&str>) {
    log!(
        WARN,
        "webhook unhandled, further ones of this event are not logged for an hour",
        provider = delivery.provider(),
        endpoint = endpoint,
        event = delivery.event_name(),
        delivery = delivery.id(),
        tenant = delivery.tenant(),
    );
}

/// Logs a proved request that is not an event of the enum, with its event, its id and its tenant.
pub(super) fn undecodable(
    error: &(dyn Error + 'static),
    provider: &Provider,
    endpoint: Option<&str>,
    [event, delivery, tenant]: [Option<&str>; 3],
) {
    log!(
        WARN,
        "webhook undecodable",
        provider = provider.name(),
        endpoint = endpoint,
        event = event,
        delivery = delivery,
        tenant = tenant,
        error = chain(error),
    );
}

/// Returns the text at one of these places, of a request whose event is not known.
pub(super) fn text_at(places: &[Field], input: &Input<'_>) -> Option<String> {
    places.iter().find_map(|field| field.find_in(input).ok().flatten()).map(Into::into)
}

/// Logs the failure of a function that makes replies.
pub(super) fn no_reply(
    outcome: &Outcome,
    function: &str,
    delivery: &Delivery,
    endpoint: Option<&str>,
) {
    let error = match outcome {
        Outcome::Done => None,
        Outcome::Retry { error, .. } => error.as_deref().map(|error| chain(error)),
        Outcome::DeadLetter { reason } => Some(bounded(reason)),
    };
    log!(
        WARN,
        "reply failed, sender gets the answer without it",
        provider = delivery.provider(),
        endpoint = endpoint,
        event = delivery.event_name(),
        delivery = delivery.id(),
        tenant = delivery.tenant(),
        handler = function,
        error = error,
    );
}
