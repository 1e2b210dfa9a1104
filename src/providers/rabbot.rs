//! Rabbot.

use crate::{Field, Provider, SenderRetries, scheme::Token};

/// Rabbot: a token that the receiver hands out, by default as `Authorization: Bearer <token>`.
///
/// Rabbot's user composes method, headers and body of a call, so the token may lie in another
/// header:
/// `RABBOT.token_in(Token::header("x-api-key"))`. Rabbot reports events with `POST` and asks for
/// data with `GET`. The event name is the last segment of the path.
pub const RABBOT: Provider = Provider::new("rabbot")
    .documented_at(
        "https://helpcenter.rabbot.co/o-que-é-webhook-e-como-esse-recurso-pode-me-ajudar",
    )
    .token_in(Token::bearer())
    .also_delivers_with_get()
    .names_event_in(&[Field::PathSegment(0)])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&[
        "Rabbot's user composes the bodies; no envelope and no event names are published.",
        "Delivery id, retries, deadline and expected status are not published.",
        "Rabbot reads the answer to a `GET`: put an axum handler behind the layer.",
    ]);
