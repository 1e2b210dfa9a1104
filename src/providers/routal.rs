//! Routal.

use crate::{Field, Provider, SenderRetries, scheme::Token};

/// Routal (formerly SmartMonkey Planner): it signs nothing and sends no header of its own.
///
/// Only the URL that is registered at Routal can hold a secret, so this constant expects it as the
/// last path segment: `https://host/routal/<secret>`. The member `event_id` holds the event *type*,
/// no id.
pub const ROUTAL: Provider = Provider::new("routal")
    .documented_at("https://developers.routal.com/docs/webhooks")
    .token_in(Token::path_segment(0))
    .names_event_in(&[Field::Json("/event_id")])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&[
        "Retries, deadline and expected status are not published.",
        "There is no delivery id: `event_id` is the event type.",
    ]);
