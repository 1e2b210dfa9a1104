//! Senders that say beside the signature which of their keys they sign with. It has to be the configured one.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, AnswerValue, Encoding, Guard, Handshake, Requirement, Signature, When},
};

/// Ably, batched or enveloped webhooks: `X-Ably-Signature: <base64>`, with the name of the API key in
/// `X-Ably-Key`. The secret is the part of the API key behind its `:`, and the setting `key-name` the part
/// before it.
pub const ABLY: Provider = Provider::new("ably")
    .documented_at(ABLY_DOCS)
    .needs_settings(&[("key-name", "the part of the API key before its `:`")])
    .signed_with(
        Signature::hmac_sha256("x-ably-signature")
            .encoded(Encoding::Base64)
            .requires(&[Requirement::IsSetting(Field::Header("x-ably-key"), "key-name")]),
    )
    .holds_items_at(&["/items", ""])
    .names_event_in(&[Field::Json("/name"), Field::Json("/source")])
    .with_notes(&["Only batched and enveloped deliveries are signed."])
    .retries_as(SenderRetries::Described("after growing waits of up to a minute, for five minutes"))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Handshake]);

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
    .with_notes(&["`time_ms` in the body says when it was sent; the SDK for Python refuses it \
         after 300 s, that for Node.js never."])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(4))
    .retries_as(SenderRetries::Described("with exponential backoff for 5 minutes"))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (PUSHER_SIZES, &[Fact::LongestBody, Fact::Handshake]),
        (PUSHER_PAGE, &[Fact::Answer, Fact::Retries]),
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

const PUSHER_PAGE: &str =
    "https://docs.bird.com/pusher/channels/channels/webhooks/channels-webhook-timeouts-and-retries";

const ABLY_DOCS: &str = "https://github.com/ably/docs/blob/main/src/pages/docs/platform/integrations/webhooks/index.mdx";

const PUSHER_SIZES: &str =
    "https://github.com/pusher/docs/blob/main/channels/server-api/webhooks.md";
