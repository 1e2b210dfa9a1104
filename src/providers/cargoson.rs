//! Cargoson.

use crate::{Field, Provider, SenderRetries, scheme::Token};

/// Cargoson: it publishes neither proof nor envelope nor event names.
///
/// This constant expects a secret as the last path segment and the event name as the one before it:
/// `https://host/cargoson/<event>/<secret>`. If a first real delivery shows more, replace that with
/// [`Provider::signed_with`] and [`Provider::names_event_in`].
pub const CARGOSON: Provider = Provider::new("cargoson")
    .documented_at("https://www.cargoson.com/en/blog/what-are-webhooks-and-how-do-they-work")
    .token_in(Token::path_segment(0))
    .names_event_in(&[Field::PathSegment(1)])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&[
        "Three families of events are known: shipment status, new bookings, changed shipment details.",
        "Proof, event names, delivery id, retries and deadline are not published.",
    ]);
