//! Routal.

use crate::{Field, Provider, SenderRetries, scheme::Token};

/// Routal (formerly SmartMonkey Planner): nothing is signed and no header tells the call.
///
/// The only secret there can be is in the URL that is registered at Routal, so this expects it as
/// the last path segment: `https://host/routal/<secret>`. The event *type* lies in `event_id`,
/// which is no id.
pub const ROUTAL: Provider = Provider::new("routal")
    .documented_at("https://developers.routal.com/docs/webhooks")
    .token_in(Token::path_segment(0))
    .names_event_in(&[Field::Json("/event_id")])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&[
        "Retries, deadline and expected status are not published.",
        "There is no delivery id: `event_id` is the event type.",
    ]);
