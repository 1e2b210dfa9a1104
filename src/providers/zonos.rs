//! Zonos.

use crate::{Field, Provider, SenderRetries, scheme::Token};

/// Zonos: the body is the result of a GraphQL query and names no event, so each webhook gets a path
/// of its own: `https://host/zonos/ORDER_CREATED/<secret>`.
///
/// A webhook at Zonos has a secret, but Zonos does not publish its signature. This constant expects
/// a secret as the last path segment and the type as the one before it. If a real delivery shows a
/// signature, replace that with [`Provider::signed_with`].
pub const ZONOS: Provider = Provider::new("zonos")
    .documented_at("https://zonos.com/docs/account/webhooks")
    .token_in(Token::path_segment(0))
    .names_event_in(&[Field::PathSegment(1)])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&[
        "Signature header and algorithm are not published, though each webhook has a secret.",
        "Delivery id, retries and deadline are not published.",
    ]);
