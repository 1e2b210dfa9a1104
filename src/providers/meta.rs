//! Meta: Facebook, Messenger, Instagram, WhatsApp.

use super::{Provider, Retries};
use crate::{
    Value,
    verify::{Grammar, Guard, Handshake, Reply, Signature, When},
};

/// Meta (Facebook, Messenger, Instagram, WhatsApp Cloud API): `X-Hub-Signature-256: sha256=<hex>`
/// over the body, keyed with the app secret.
///
/// The subscription handshake is a `GET` guarded by another secret,
/// [`verify_token`](crate::Source::verify_token).
pub const META: Provider = Provider::new("meta")
    .docs("https://developers.facebook.com/docs/graph-api/webhooks/getting-started/")
    .signed_with(
        Signature::hmac_sha256("x-hub-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .event_name(&[Value::Json("/object")])
    .handshakes(&[Handshake::new(
        Guard::VerifyToken(Value::Query("hub.verify_token")),
        &[When::Is(Value::Query("hub.mode"), "subscribe")],
        Reply::Echo(Value::Query("hub.challenge")),
    )])
    .retries(Retries::Unknown)
    .notes(&[
        "One delivery may hold up to 1000 updates under `/entry`; there is no delivery id.",
        "WhatsApp messages carry an id of their own at `/entry/*/changes/*/value/messages/*/id`.",
    ]);
