//! Rabbot.

use crate::{Field, Provider, SenderRetries, scheme::Token};

/// Rabbot: a token that the receiver hands out, by default as `Authorization: Bearer <token>`.
///
/// Method, headers and body of a call are composed by Rabbot's user, so the header can be another:
/// `RABBOT.token_in(Token::header("x-api-key"))`. Rabbot both tells (`POST`) and asks (`GET`). What
/// an event is follows from the path: the name is the last segment.
pub const RABBOT: Provider = Provider::new("rabbot")
    .documented_at(
        "https://helpcenter.rabbot.co/o-que-é-webhook-e-como-esse-recurso-pode-me-ajudar",
    )
    .token_in(Token::bearer())
    .also_delivers_with_get()
    .names_event_in(&[Field::PathSegment(0)])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&[
        "Bodies are composed by Rabbot's user; no envelope and no event names are published.",
        "Delivery id, retries, deadline and expected status are not published.",
        "A `GET` asks: its answer is read by Rabbot. Put an axum handler behind the layer.",
    ]);
