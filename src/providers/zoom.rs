//! Zoom.

use std::time::Duration;

use crate::{
    Field, Provider, SenderRetries,
    scheme::{
        Encoding, Grammar, Guard, Handshake, HandshakeReply, Hash, Part, Signature, TimeUnit, When,
    },
};

/// Zoom: `x-zm-signature: v0=<hex>` over `v0:<timestamp>:<body>`.
///
/// `endpoint.url_validation` asks for the HMAC of a token with the signing secret. It is answered
/// only if it is signed itself and the token is plain: otherwise the answer would sign for anyone.
pub const ZOOM: Provider = Provider::new("zoom")
    .documented_at("https://developers.zoom.us/docs/api/webhooks/")
    .signed_with(
        Signature::hmac_sha256("x-zm-signature")
            .written_as(Grammar::Prefix("v0="))
            .timestamp_in(Field::Header("x-zm-request-timestamp"), TimeUnit::Seconds)
            .over(&[Part::Text("v0:"), Part::Timestamp, Part::Text(":"), Part::Body])
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Json("/event")])
    .answers_handshakes(&[Handshake::new(
        Guard::Verified,
        &[When::Is(Field::Json("/event"), "endpoint.url_validation")],
        HandshakeReply::Hmac {
            challenge: Field::Json("/payload/plainToken"),
            echo: "plainToken",
            mac: "encryptedToken",
            hash: Hash::Sha256,
            encoding: Encoding::Hex,
        },
    )])
    .waits_at_most(Duration::from_secs(3))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(5 * 60),
        Duration::from_secs(20 * 60),
        Duration::from_secs(60 * 60),
    ]))
    .also_sends(&[("authorization", "the retired verification token")])
    .with_mismatch_hint(
        "Zoom signs with the secret token of the app, not with its client secret or the retired \
         verification token",
    )
    .with_notes(&[
        "Zoom states no tolerance; five minutes are the choice of hookport.",
        "There is no delivery id.",
    ]);
