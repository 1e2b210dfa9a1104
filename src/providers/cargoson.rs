//! Cargoson.

use super::{Provider, Retries};
use crate::{Value, verify::Token};

/// Cargoson: neither proof nor envelope nor event names are published.
///
/// This expects a secret as the last path segment and the event name as the one before it:
/// `https://host/cargoson/<event>/<secret>`. What a first real delivery shows can be said instead
/// with [`Provider::signed_with`] and [`Provider::event_name`].
pub const CARGOSON: Provider = Provider::new("cargoson")
    .docs("https://www.cargoson.com/en/blog/what-are-webhooks-and-how-do-they-work")
    .token_in(Token::path_segment(0))
    .event_name(&[Value::PathSegment(1)])
    .retries(Retries::Unknown)
    .notes(&[
        "Known are three families: shipment status, new bookings, changed shipment details.",
        "Proof, event names, delivery id, retries and deadline are not published.",
    ]);
