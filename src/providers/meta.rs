//! Meta: Facebook, Messenger, Instagram, WhatsApp.

use crate::{
    Field, Provider, SenderRetries,
    scheme::{Grammar, Guard, Handshake, HandshakeReply, Signature, When},
};

/// Meta (Facebook, Messenger, Instagram, WhatsApp Cloud API): `X-Hub-Signature-256: sha256=<hex>`
/// over the body, keyed with the app secret.
///
/// The subscription handshake is a `GET` that shows another secret, the
/// [`verify_token`](crate::Source::verify_token).
pub const META: Provider = Provider::new("meta")
    .documented_at("https://developers.facebook.com/docs/graph-api/webhooks/getting-started/")
    .signed_with(
        Signature::hmac_sha256("x-hub-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/object")])
    .answers_handshakes(&[Handshake::new(
        Guard::VerifyToken(Field::Query("hub.verify_token")),
        &[When::Is(Field::Query("hub.mode"), "subscribe")],
        HandshakeReply::Echo(Field::Query("hub.challenge")),
    )])
    .sends_at_most(3 * 1024 * 1024)
    .retries_as(SenderRetries::Unknown)
    .also_sends(&[("x-hub-signature", "the older signature with SHA-1, which is not accepted")])
    .with_mismatch_hint(
        "Meta signs with the app secret of the app, and signs JSON whose characters beyond ASCII \
         are `\\u` escapes in lower case",
    )
    .with_notes(&[
        "One delivery may hold up to 1000 updates under `/entry`; there is no delivery id.",
        "The longest body is the limit in the documentation of WhatsApp, 3 MB.",
        "WhatsApp messages have ids of their own at `/entry/*/changes/*/value/messages/*/id`.",
    ]);
