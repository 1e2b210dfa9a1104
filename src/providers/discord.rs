//! Discord.

use std::time::Duration;

use http::StatusCode;

use super::{Provider, Retries};
use crate::{
    Value,
    verify::{Guard, Handshake, Part, Reply, Signature, TimeUnit, When},
};

/// Discord interactions and webhook events: `X-Signature-Ed25519: <hex>` over `<timestamp><body>`.
///
/// The secret is the application's public key in hex. Both kinds of PING are answered when they are
/// signed; Discord also sends wrong signatures on purpose and wants a 401 for them.
pub const DISCORD: Provider = Provider::new("discord")
    .docs("https://discord.com/developers/docs/events/webhook-events")
    .signed_with(
        Signature::ed25519("x-signature-ed25519")
            .timestamp_in(Value::Header("x-signature-timestamp"), TimeUnit::Seconds)
            .over(&[Part::Timestamp, Part::Body])
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .event_name(&[Value::Json("/event/type"), Value::Json("/type")])
    .delivery_id(&[Value::Json("/id")])
    .handshakes(&[
        Handshake::new(
            Guard::Verified,
            &[When::Is(Value::Json("/type"), "1"), When::Absent(Value::Json("/event/type"))],
            Reply::Fixed { status: 200, content_type: "application/json", body: r#"{"type":1}"# },
        ),
        Handshake::new(
            Guard::Verified,
            &[When::Is(Value::Json("/type"), "0")],
            Reply::Fixed { status: 204, content_type: "application/json", body: "" },
        ),
    ])
    .expects(StatusCode::NO_CONTENT)
    .deadline(Duration::from_secs(3))
    .retries(Retries::Described("webhook events with backoff for up to 10 minutes"))
    .notes(&[
        "The tolerance of five minutes is hookport's: Discord states none.",
        "An interaction wants an answer of its own: put an axum handler behind the layer.",
        "Webhook events carry no delivery id; an interaction's is its `id`.",
    ]);
