//! Cargoson.

use crate::{Field, Provider, SenderRetries, scheme::Token};

/// Cargoson: neither proof nor envelope nor event names are published.
///
/// This expects a secret as the last path segment and the event name as the one before it:
/// `https://host/cargoson/<event>/<secret>`. What a first real delivery shows can be said instead
/// with [`Provider::signed_with`] and [`Provider::event_name`].
pub const CARGOSON: Provider = Provider::new("cargoson")
    .documented_at("https://www.cargoson.com/en/blog/what-are-webhooks-and-how-do-they-work")
    .token_in(Token::path_segment(0))
    .names_event_in(&[Field::PathSegment(1)])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&[
        "Known are three families: shipment status, new bookings, changed shipment details.",
        "Proof, event names, delivery id, retries and deadline are not published.",
    ]);
