//! Xero.

use std::time::Duration;

use crate::{
    Field, Provider, SenderRetries,
    scheme::{Encoding, Signature},
};

/// Xero: `x-xero-signature: <base64>` over the body.
///
/// The check of the "intent to receive" sends deliveries without events, some with wrong signatures
/// on purpose. It expects a 200 or a 401 with an empty body, as every delivery gets it here.
pub const XERO: Provider = Provider::new("xero")
    .documented_at(
        "https://developer.xero.com/documentation/guides/webhooks/configuring-your-server",
    )
    .signed_with(Signature::hmac_sha256("x-xero-signature").encoded(Encoding::Base64))
    .names_event_in(&[Field::Fixed("events")])
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described(
        "with decreasing frequency for 24 hours; then the subscription is disabled",
    ))
    .with_mismatch_hint(
        "Xero sends wrong signatures on purpose while it checks the intent to receive, and wants a \
         401 for them",
    )
    .with_notes(&[
        "A delivery holds a list of events; the event name is always `events`.",
        "The answer must have no body and set no cookie.",
        "While Xero checks the intent to receive, it sends wrong signatures on purpose and expects a 401.",
    ]);
