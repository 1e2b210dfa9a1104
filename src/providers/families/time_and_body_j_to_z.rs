//! Senders that sign the time and the body, from j on by name.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Grammar, KeyForm, Signature, TimeUnit},
};

/// Linear: `Linear-Signature: <hex>` over the body, whose `/webhookTimestamp` must be fresh within
/// a minute.
///
/// The event name is `/type`, what happened to it is `/action`. The delivery id is in a header that
/// is not signed.
pub const LINEAR: Provider = Provider::new("linear")
    .documented_at("https://www.npmjs.com/package/@linear/sdk")
    .signed_with(
        Signature::hmac_sha256("linear-signature")
            .timestamp_in(Field::Json("/webhookTimestamp"), TimeUnit::Milliseconds)
            .fresh_within(Duration::from_secs(60)),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Header("linear-delivery")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(60),
        Duration::from_secs(3600),
        Duration::from_secs(21600),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[("https://linear.app/developers/webhooks", &[Fact::LongestBody])]);

/// Mux: `Mux-Signature: t=<seconds>,v1=<hex>` over `<time>.<body>`, fresh within five minutes.
pub const MUX: Provider = Provider::new("mux")
    .documented_at("https://www.npmjs.com/package/@mux/mux-node")
    .signed_with(
        Signature::hmac_sha256("mux-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described("for 24 hours, with an increasing delay"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (MUX_DOCS, &[Fact::LongestBody]),
        (MUX_PAGE, &[Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// Paddle Billing: `Paddle-Signature: ts=<seconds>;h1=<hex>` over `<time>:<body>`, fresh within
/// five seconds: keep the clock right. The text of the secret is the key, `pdl_ntfset_` included.
pub const PADDLE: Provider = Provider::new("paddle")
    .documented_at("https://www.npmjs.com/package/@paddle/paddle-node-sdk")
    .signed_with(Signature::hmac_sha256("paddle-signature").written_as(Grammar::Fields { separator: ";", timestamp: "ts", signature: "h1" }).over("{timestamp}:{body}").fresh_within(Duration::from_secs(5)))
    .names_event_in(&[Field::Json("/event_type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .waits_at_most(Duration::from_secs(5))
    .with_notes(&["The official SDK for Node accepts any future time; here it is refused, as in the one for Python."])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("in live mode 60 over three days; in the sandbox three within 15 minutes"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(PADDLE_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

/// Retell AI: `X-Retell-Signature: v=<milliseconds>,d=<hex>` over `<body><time>`, fresh within five
/// minutes. The secret is the API key.
pub const RETELL: Provider = Provider::new("retell")
    .documented_at("https://www.npmjs.com/package/retell-sdk")
    .signed_with(
        Signature::hmac_sha256("x-retell-signature")
            .timestamp_in(Field::Header("x-retell-signature"), TimeUnit::Milliseconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "v", signature: "d" })
            .over("{body}{timestamp}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("up to three"))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        RETELL_DOCS,
        &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// Ripple Collections: `X-Webhook-Signature: t=<milliseconds>,v1=<hex>` over `<time>.<sha256 of the
/// body>`, without a window. The secret is base64.
pub const RIPPLE_COLLECTIONS: Provider = Provider::new("ripple-collections")
    .documented_at("https://docs.ripple.com/products/collections/guides/verifying-webhooks")
    .signed_with(
        Signature::hmac_sha256("x-webhook-signature")
            .key(KeyForm::Encoded(Encoding::Base64))
            .timestamp_in(Field::Header("x-webhook-signature"), TimeUnit::Milliseconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{sha256:body}"),
    );

/// Sanity, GROQ webhooks: `sanity-webhook-signature: t=<milliseconds>,v1=<base64url>` over
/// `<time>.<body>`, without a window.
///
/// The delivery id is in a header that is not signed.
pub const SANITY: Provider = Provider::new("sanity")
    .documented_at("https://www.npmjs.com/package/@sanity/webhook")
    .signed_with(
        Signature::hmac_sha256("sanity-webhook-signature")
            .encoded(Encoding::Base64Url)
            .timestamp_in(Field::Header("sanity-webhook-signature"), TimeUnit::Milliseconds)
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}"),
    )
    .names_delivery_in(&[Field::Header("idempotency-key")])
    .retries_as(SenderRetries::After(&[Duration::from_secs(30), Duration::from_secs(30)]))
    .names_event_in(&[Field::Header("sanity-operation")])
    .sourced(&[
        (SANITY_PAGE, &[Fact::EventName]),
        (
            "https://www.sanity.io/docs/changelog/50ec6abf-fe0c-475b-ae72-314148860132.md",
            &[Fact::Retries],
        ),
    ]);

/// Shippo: `Shippo-Auth-Signature: t=<seconds>,v1=<hex>` over `<time>.<body>`, without a window.
/// Shippo gives out the secret on request.
pub const SHIPPO: Provider = Provider::new("shippo")
    .documented_at("https://docs.goshippo.com/docs/tracking/webhooksecurity")
    .signed_with(
        Signature::hmac_sha256("shippo-auth-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}"),
    )
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(3))
    .retries_as(SenderRetries::Described("two, after a 408, a 429 or a 5xx"))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        ("https://www.npmjs.com/package/shippo", &[Fact::DeliveryId]),
        (SHIPPO_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// Sightengine: `Sightengine-Signature: t=<seconds>,v1=<hex>` over `<time>.<body>`, without a
/// window.
pub const SIGHTENGINE: Provider = Provider::new("sightengine")
    .documented_at("https://sightengine.com/docs/callback-signature")
    .signed_with(
        Signature::hmac_sha256("sightengine-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}"),
    );

/// Telnyx, second version of its API: `telnyx-signature-ed25519: <base64>` over `<seconds>|<body>`,
/// fresh within five minutes. The secret is the public key in base64.
pub const TELNYX: Provider = Provider::new("telnyx")
    .documented_at("https://www.npmjs.com/package/telnyx")
    .signed_with(
        Signature::ed25519("telnyx-signature-ed25519")
            .key(KeyForm::Encoded(Encoding::Base64))
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("telnyx-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}|{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_event_in(&[Field::Json("/data/event_type")])
    .names_delivery_in(&[Field::Json("/data/id")])
    .expects(StatusCode::OK)
    .sourced(&[(TELNYX_PAGE, &[Fact::Answer])]);

/// TikTok: `TikTok-Signature: t=<seconds>,s=<hex>` over `<time>.<body>`, fresh within five minutes.
/// The secret is the client secret.
pub const TIKTOK: Provider = Provider::new("tiktok")
    .documented_at("https://developers.tiktok.com/doc/webhooks-verification")
    .signed_with(
        Signature::hmac_sha256("tiktok-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "s" })
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("with exponential backoff for up to 72 hours"))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (TIKTOK_DOCS, &[Fact::DeliveryId]),
        (TIKTOK_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// Webflow: `x-webflow-signature: <hex>` over `<milliseconds>:<body>`, fresh within five minutes.
pub const WEBFLOW: Provider = Provider::new("webflow")
    .documented_at("https://www.npmjs.com/package/webflow-api")
    .signed_with(
        Signature::hmac_sha256("x-webflow-signature")
            .timestamp_in(Field::Header("x-webflow-timestamp"), TimeUnit::Milliseconds)
            .over("{timestamp}:{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_event_in(&[Field::Json("/triggerType")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(600),
        Duration::from_secs(600),
        Duration::from_secs(600),
    ]))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(WEBFLOW_DOCS, &[Fact::LongestBody, Fact::Answer, Fact::Retries])]);

/// Zendesk: `X-Zendesk-Webhook-Signature: <base64>` over `<time as in RFC 3339><body>`, without a
/// window. The text of the secret is the key, although it looks like base64.
///
/// Subscriptions to events have their name in `/type`; a trigger or an automation sends what its
/// author wrote.
pub const ZENDESK: Provider = Provider::new("zendesk")
    .documented_at("https://developer.zendesk.com/documentation/webhooks/verifying/")
    .signed_with(
        Signature::hmac_sha256("x-zendesk-webhook-signature")
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("x-zendesk-webhook-signature-timestamp"), TimeUnit::Rfc3339)
            .over("{timestamp}{body}"),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Header("x-zendesk-webhook-invocation-id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(12))
    .retries_as(SenderRetries::Described(
        "up to three after a 409, up to five after no answer, and one that `Retry-After` asks for",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(ZENDESK_DOCS, &[Fact::LongestBody]), (ZENDESK_PAGE, &[Fact::Retries])]);

const ZENDESK_DOCS: &str =
    "https://developer.zendesk.com/documentation/webhooks/anatomy-of-a-webhook-request";

const MUX_DOCS: &str = "https://mux.com/docs/core/listen-for-webhooks";

const RETELL_DOCS: &str = "https://docs.retellai.com/features/webhook-overview";

const SANITY_PAGE: &str = "https://www.sanity.io/docs/webhooks";

const SHIPPO_PAGE: &str = "https://docs.goshippo.com/docs/tracking/webhooks/";

const TELNYX_PAGE: &str =
    "https://developers.telnyx.com/api-reference/callbacks/number-order-status-update";

const TIKTOK_PAGE: &str = "https://developers.tiktok.com/doc/webhooks-overview";

const TIKTOK_DOCS: &str = "https://developers.tiktok.com/doc/webhooks-events";

const WEBFLOW_DOCS: &str = "https://developers.webflow.com/data/docs/working-with-webhooks";

const ZENDESK_PAGE: &str = "https://flueframework.com/docs/ecosystem/channels/zendesk/";

const PADDLE_PAGE: &str = "https://developer.paddle.com/webhooks/about/respond-to-webhooks";

const MUX_PAGE: &str = "https://docs.mux.com/docs/webhooks";
