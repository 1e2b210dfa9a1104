//! Senders that sign the time and the body, and show the time in a header of its own.

use std::time::Duration;

use super::WEBHOOK_CO;
use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Grammar, KeyForm, Signature, TimeUnit},
};

/// Airship: `X-UA-Signature: <hex>` over `<seconds>:<body>`, without a window.
pub const AIRSHIP: Provider = Provider::new("airship").documented_at(WEBHOOK_CO).signed_with(
    Signature::hmac_sha256("x-ua-signature")
        .timestamp_in(Field::Header("x-ua-timestamp"), TimeUnit::Seconds)
        .over("{timestamp}:{body}"),
);

/// Finch: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS), under `Finch-Signature`,
/// `Finch-Timestamp` and `Finch-Event-Id`. The secret is base64.
pub const FINCH: Provider = Provider::new("finch")
    .documented_at(WEBHOOK_CO)
    .signed_with(
        Signature::hmac_sha256("finch-signature")
            .key(KeyForm::Encoded(Encoding::Base64))
            .written_as(Grammar::Versions("v1"))
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("finch-timestamp"), TimeUnit::Seconds)
            .over("{header:finch-event-id}.{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_delivery_in(&[Field::Header("finch-event-id")])
    .names_event_in(&[Field::Json("/event_type")])
    .sourced(&[(Fact::EventName, "https://developer.tryfinch.com/developer-resources/Webhooks")]);

/// Flashpay: `X-Webhook-Signature: <hex>` over `<seconds>.<body>`, fresh within 5 minutes.
pub const FLASHPAY: Provider = Provider::new("flashpay")
    .documented_at("https://developer.flashpayweb.com/doc-1806195")
    .signed_with(
        Signature::hmac_sha256("x-webhook-signature")
            .timestamp_in(Field::Header("x-webhook-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .retries_as(SenderRetries::Described("three times"));

/// Frame.io: `X-Frameio-Signature: v0=<hex>` over `v0:<seconds>:<body>`, without a window.
pub const FRAME_IO: Provider = Provider::new("frame-io")
    .documented_at("https://developer.frame.io/platform/v2/webhooks-overview")
    .signed_with(
        Signature::hmac_sha256("x-frameio-signature")
            .written_as(Grammar::Prefix("v0="))
            .timestamp_in(Field::Header("x-frameio-request-timestamp"), TimeUnit::Seconds)
            .over("v0:{timestamp}:{body}"),
    )
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .sourced(&[(Fact::Answer, "https://next.developer.frame.io/platform/v2/webhooks-overview")]);

/// `MLflow`, model registry: `X-MLflow-Signature: v1,<base64>` over `<delivery
/// id>.<seconds>.<body>`, without a window. The text of the secret is the key.
pub const MLFLOW: Provider = Provider::new("mlflow")
    .documented_at("https://pypi.org/project/mlflow-skinny/")
    .signed_with(
        Signature::hmac_sha256("x-mlflow-signature")
            .written_as(Grammar::Prefix("v1,"))
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("x-mlflow-timestamp"), TimeUnit::Seconds)
            .over("{header:x-mlflow-delivery-id}.{timestamp}.{body}"),
    )
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/entity"),
        second: &Field::Json("/action"),
        separator: ".",
    }])
    .names_delivery_in(&[Field::Header("x-mlflow-delivery-id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::Described(
        "three with exponential backoff from 1 second, after 429, 500, 502, 503, 504 or \
         no answer; the number is a setting",
    ))
    .has_none_of(&[Fact::LongestBody, Fact::Handshake]);

/// Sinch, Conversation API: `x-sinch-webhook-signature: <base64>` over `<body>.<nonce>.<seconds>`,
/// without a window.
///
/// Verification and voice callbacks are signed in another way.
pub const SINCH_CONVERSATION: Provider = Provider::new("sinch-conversation")
    .documented_at("https://developers.sinch.com/docs/conversation/callbacks")
    .signed_with(
        Signature::hmac_sha256("x-sinch-webhook-signature")
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("x-sinch-webhook-signature-timestamp"), TimeUnit::Seconds)
            .over("{body}.{header:x-sinch-webhook-signature-nonce}.{timestamp}"),
    )
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[(Fact::DeliveryId, SINCH_CONVERSATION_PAGE)]);

/// Subtotal: `X-Subtotal-Signature: <hex>` over `<seconds>.<body>`, without a window.
pub const SUBTOTAL: Provider = Provider::new("subtotal")
    .documented_at("https://www.subtotal.com/docs/webhooks/verifying-signatures")
    .signed_with(
        Signature::hmac_sha256("x-subtotal-signature")
            .timestamp_in(Field::Header("x-subtotal-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}.{body}"),
    )
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("up to five more attempts over about 17 hours 35 minutes"))
    .sourced(&[(Fact::Answer, SUBTOTAL_PAGE), (Fact::Retries, SUBTOTAL_PAGE)]);

/// Xobni: `X-Xobni-Signature: sha256=<hex>` over `<seconds>.<body>`, without a window. Event name
/// and delivery id are in headers that are not signed.
pub const XOBNI: Provider = Provider::new("xobni")
    .documented_at("https://www.xobni.ai/docs/webhooks/security")
    .signed_with(
        Signature::hmac_sha256("x-xobni-signature")
            .written_as(Grammar::Prefix("sha256="))
            .timestamp_in(Field::Header("x-xobni-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}.{body}"),
    )
    .names_event_in(&[Field::Header("x-xobni-event")])
    .names_delivery_in(&[Field::Header("x-xobni-delivery")]);

/// Chatwoot: `X-Chatwoot-Signature: sha256=<hex>` over `<time>.<body>`, without a window. The unit
/// of the time is not published.
pub const CHATWOOT: Provider = Provider::new("chatwoot")
    .documented_at("https://developers.chatwoot.com/api-reference/webhooks/add-a-webhook")
    .signed_with(
        Signature::hmac_sha256("x-chatwoot-signature")
            .written_as(Grammar::Prefix("sha256="))
            .timestamp_in(Field::Header("x-chatwoot-timestamp"), TimeUnit::SecondsOrMilliseconds)
            .over("{timestamp}.{body}"),
    );

/// Daily: `X-Webhook-Signature: <base64>` over `<time>.<body>`, without a window. The unit of the
/// time is not published. The secret is base64.
pub const DAILY: Provider = Provider::new("daily")
    .documented_at("https://docs.daily.co/reference/rest-api/webhooks")
    .signed_with(
        Signature::hmac_sha256("x-webhook-signature")
            .key(KeyForm::Encoded(Encoding::Base64))
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("x-webhook-timestamp"), TimeUnit::SecondsOrMilliseconds)
            .over("{timestamp}.{body}"),
    );

/// Front, application webhooks: `X-Front-Signature: <base64>` over `<milliseconds>:<body>`, without
/// a window.
pub const FRONT: Provider = Provider::new("front")
    .documented_at("https://dev.frontapp.com/docs/application-webhooks")
    .signed_with(
        Signature::hmac_sha256("x-front-signature")
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("x-front-request-timestamp"), TimeUnit::Milliseconds)
            .over("{timestamp}:{body}"),
    )
    .names_event_in(&[Field::Json("/type")])
    .answers_handshakes(super::handshakes::SYNC);

const SUBTOTAL_PAGE: &str = "https://www.subtotal.com/docs/webhooks/delivery-and-retries";

const SINCH_CONVERSATION_PAGE: &str =
    "https://github.com/sinch/docs/blob/master/docs/conversation/conversation-callbacks.md";
