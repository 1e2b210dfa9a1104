//! Slack.

use std::time::Duration;

use crate::{
    Field, Provider, SenderRetries,
    scheme::{Grammar, Guard, Handshake, HandshakeReply, Part, Signature, TimeUnit, When},
};

/// Slack: `X-Slack-Signature: v0=<hex>` over `v0:<timestamp>:<body>`, fresh within five minutes.
///
/// Events are JSON, interactions hold JSON in the form field `payload`, and slash commands are
/// plain forms: their event name is the command. `url_verification` is answered if it is signed.
/// The certificate check of a slash command (`ssl_check=1`) has no signature: it gets an empty 200,
/// as from Slack's own SDKs.
pub const SLACK: Provider = Provider::new("slack")
    .documented_at("https://docs.slack.dev/authentication/verifying-requests-from-slack")
    .signed_with(
        Signature::hmac_sha256("x-slack-signature")
            .written_as(Grammar::Prefix("v0="))
            .timestamp_in(Field::Header("x-slack-request-timestamp"), TimeUnit::Seconds)
            .over(&[Part::Text("v0:"), Part::Timestamp, Part::Text(":"), Part::Body])
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Form("command"), Field::Json("/event/type"), Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .holds_json_in_form_field("payload")
    .answers_handshakes(&[
        Handshake::new(
            Guard::Verified,
            &[When::Is(Field::Json("/type"), "url_verification")],
            HandshakeReply::Echo(Field::Json("/challenge")),
        ),
        Handshake::new(
            Guard::Anyone,
            &[When::OnlyFields(&["ssl_check", "token"]), When::Is(Field::Form("ssl_check"), "1")],
            HandshakeReply::Fixed {
                status: 200,
                content_type: "text/plain; charset=utf-8",
                body: "",
            },
        ),
    ])
    .waits_at_most(Duration::from_secs(3))
    .retries_as(SenderRetries::After(&[
        Duration::ZERO,
        Duration::from_secs(60),
        Duration::from_secs(5 * 60),
    ]))
    .with_mismatch_hint(
        "Slack signs with the signing secret under `Basic Information`; verification token, client \
         secret and bot tokens are others",
    )
    .with_notes(&["Slash commands and interactions have no delivery id."]);
