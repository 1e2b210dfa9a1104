//! Discord.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Field, Provider, SenderRetries,
    scheme::{Guard, Handshake, HandshakeReply, Part, Signature, TimeUnit, When},
};

/// Discord interactions and webhook events: `X-Signature-Ed25519: <hex>` over `<timestamp><body>`.
///
/// The secret is the application's public key in hex. Both kinds of PING are answered if they are
/// signed. Discord also sends wrong signatures on purpose and expects a 401 for them.
pub const DISCORD: Provider = Provider::new("discord")
    .documented_at("https://discord.com/developers/docs/events/webhook-events")
    .signed_with(
        Signature::ed25519("x-signature-ed25519")
            .timestamp_in(Field::Header("x-signature-timestamp"), TimeUnit::Seconds)
            .over(&[Part::Timestamp, Part::Body])
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[
        Field::Json("/event/type"),
        Field::Pair {
            first: &Field::Json("/type"),
            second: &Field::Json("/data/name"),
            separator: ".",
        },
    ])
    .names_delivery_in(&[Field::Json("/id")])
    .answers_handshakes(&[
        Handshake::new(
            Guard::Verified,
            &[When::Is(Field::Json("/type"), "1"), When::Absent(Field::Json("/event/type"))],
            HandshakeReply::Fixed {
                status: 200,
                content_type: "application/json",
                body: r#"{"type":1}"#,
            },
        ),
        Handshake::new(
            Guard::Verified,
            &[When::Is(Field::Json("/type"), "0")],
            HandshakeReply::Fixed { status: 204, content_type: "application/json", body: "" },
        ),
    ])
    .expects(StatusCode::NO_CONTENT)
    .waits_at_most(Duration::from_secs(3))
    .retries_as(SenderRetries::Described("webhook events with backoff for up to 10 minutes"))
    .with_mismatch_hint(
        "Discord sends wrong signatures on purpose while it checks the endpoint, and wants a 401 \
         for them; the key is the application's public key",
    )
    .with_notes(&[
        "Discord sends wrong signatures on purpose, now and then, and expects a 401 for them.",
        "Discord states no tolerance; five minutes are the choice of hookport.",
        "An interaction expects an answer of its own: let its handler return a `Reply`.",
        "Webhook events have no delivery id; that of an interaction is its `id`.",
    ]);
