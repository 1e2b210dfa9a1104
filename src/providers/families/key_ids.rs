//! Senders that say beside the signature which of their keys they sign with. It has to be the configured one.

use crate::{
    Field, Provider, SenderRetries,
    scheme::{Answer, AnswerValue, Encoding, Guard, Handshake, Requirement, Signature, When},
};

/// Ably, batched or enveloped webhooks: `X-Ably-Signature: <base64>`, with the name of the API key in
/// `X-Ably-Key`. The secret is the part of the API key behind its `:`, and the setting `key-name` the part
/// before it.
pub const ABLY: Provider = Provider::new("ably")
    .documented_at("https://github.com/ably/docs/blob/main/src/pages/docs/platform/integrations/webhooks/index.mdx")
    .needs_settings(&[("key-name", "the part of the API key before its `:`")])
    .signed_with(
        Signature::hmac_sha256("x-ably-signature")
            .encoded(Encoding::Base64)
            .requires(&[Requirement::IsSetting(Field::Header("x-ably-key"), "key-name")]),
    )
    .names_event_in(&[Field::Fixed("items")])
    .retries_as(SenderRetries::Described("after growing waits of up to a minute, for five minutes"))
    .with_notes(&["Only batched and enveloped deliveries are signed."]);

/// Pusher Channels: `X-Pusher-Signature: <hex>`, with the key of the app in `X-Pusher-Key`.
///
/// A request holds many events, without ids.
pub const PUSHER: Provider = Provider::new("pusher")
    .documented_at("https://www.npmjs.com/package/pusher")
    .needs_settings(&[("app-key", "the key of the Pusher app, shown beside its secret")])
    .signed_with(
        Signature::hmac_sha256("x-pusher-signature")
            .requires(&[Requirement::IsSetting(Field::Header("x-pusher-key"), "app-key")]),
    )
    .holds_items_at(&["/events"])
    .names_event_in(&[Field::Json("/name")])
    .with_notes(&[
        "`time_ms` in the body says when it was sent; the SDK for Python refuses it after 300 s, that for Node.js never.",
    ]);

/// Worldline Connect (Global Collect): `X-GCS-Signature: <base64>`, with the id of the key in `X-GCS-KeyId`.
pub const WORLDLINE_CONNECT: Provider = Provider::new("worldline-connect")
    .documented_at(
        "https://docs.connect.worldline-solutions.com/documentation/webhooks/event-structure/",
    )
    .needs_settings(&[("key-id", "the id of the webhook key, shown beside its secret")])
    .signed_with(
        Signature::hmac_sha256("x-gcs-signature")
            .encoded(Encoding::Base64)
            .requires(&[Requirement::IsSetting(Field::Header("x-gcs-keyid"), "key-id")]),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .answers_handshakes(&[Handshake::new(
        Guard::Anyone,
        &[When::Method("GET"), When::Present(ENDPOINT_VERIFICATION)],
        Answer::text(AnswerValue::Text(ENDPOINT_VERIFICATION)),
    )]);

const ENDPOINT_VERIFICATION: Field = Field::Header("x-gcs-webhooks-endpoint-verification");
