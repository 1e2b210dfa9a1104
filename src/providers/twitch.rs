//! Twitch EventSub.

use std::time::Duration;

use crate::{
    Field, Provider, SenderRetries,
    scheme::{Grammar, Guard, Handshake, HandshakeReply, Part, Signature, TimeUnit, When},
};

/// Twitch EventSub: `Twitch-Eventsub-Message-Signature: sha256=<hex>` over
/// `<message id><timestamp><body>`, fresh within ten minutes.
///
/// The callback verification is answered if it is signed. A revocation has the event name
/// `revocation`; the revoked subscription is in the body, at `/subscription`.
pub const TWITCH: Provider = Provider::new("twitch")
    .documented_at("https://dev.twitch.tv/docs/eventsub/handling-webhook-events/")
    .signed_with(
        Signature::hmac_sha256("twitch-eventsub-message-signature")
            .written_as(Grammar::Prefix("sha256="))
            .timestamp_in(Field::Header("twitch-eventsub-message-timestamp"), TimeUnit::Rfc3339)
            .over(&[
                Part::Field(Field::Header("twitch-eventsub-message-id")),
                Part::Timestamp,
                Part::Body,
            ])
            .fresh_within(Duration::from_secs(10 * 60)),
    )
    .names_event_in(&[
        Field::Only { at: &Field::Header("twitch-eventsub-message-type"), text: "revocation" },
        Field::Header("twitch-eventsub-subscription-type"),
    ])
    .names_delivery_in(&[Field::Header("twitch-eventsub-message-id")])
    .answers_handshakes(&[Handshake::new(
        Guard::Verified,
        &[When::Is(Field::Header("twitch-eventsub-message-type"), "webhook_callback_verification")],
        HandshakeReply::Echo(Field::Json("/challenge")),
    )])
    .retries_as(SenderRetries::Unknown)
    .also_sends(&[("x-hub-signature", "the signature of Twitch's retired webhooks")])
    .with_mismatch_hint("each subscription of Twitch has the secret that it was created with")
    .with_notes(&["The headers with event name and message type are not signed."]);
