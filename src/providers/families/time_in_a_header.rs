//! Senders that sign the time and the body, and show the time in a header of its own.

use std::time::Duration;

use super::{HOOKDECK_NOTES, WEBHOOK_CO};
use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{
        Answer, AnswerValue, Encoding, Grammar, Guard, Handshake, KeyForm, Signature, TimeUnit,
        When,
    },
};

/// Airship: `X-UA-Signature: <hex>` over `<seconds>:<body>`, without a window.
pub const AIRSHIP: Provider = Provider::new("airship").documented_at(WEBHOOK_CO).signed_with(
    Signature::hmac_sha256("x-ua-signature")
        .timestamp_in(Field::Header("x-ua-timestamp"), TimeUnit::Seconds)
        .over("{timestamp}:{body}"),
);

/// Akeneo PIM, its older Events API: `X-Akeneo-Request-Signature: <hex>` over `<seconds>.<body>`,
/// fresh within 5 minutes.
pub const AKENEO: Provider = Provider::new("akeneo")
    .documented_at(AKENEO_DOCS)
    .signed_with(
        Signature::hmac_sha256("x-akeneo-request-signature")
            .timestamp_in(Field::Header("x-akeneo-request-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .holds_items_at(&["/events"])
    .names_event_in(&[Field::Json("/action")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_millis(500))
    .with_notes(&["A request holds up to ten events."])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries, Fact::Handshake])
    .sourced(&[
        (AKENEO_EVENTS, &[Fact::EventName, Fact::DeliveryId, Fact::Retries, Fact::Handshake]),
        (AKENEO_SIZES, &[Fact::LongestBody, Fact::Answer]),
    ]);

/// Faundit: `X-Faundit-Signature-Next: <hex>` over `v1:<time>:<body>`, without a window. The unit
/// of the time is not published.
pub const FAUNDIT: Provider = Provider::new("faundit")
    .documented_at("https://faundit.gitbook.io/faundit-api-v2/webhooks")
    .signed_with(
        Signature::hmac_sha256("x-faundit-signature-next")
            .timestamp_in(Field::Header("x-faundit-timestamp"), TimeUnit::SecondsOrMilliseconds)
            .over("v1:{timestamp}:{body}"),
    )
    .also_sends(&[(
        "x-faundit-signature",
        "the older signature of the time alone, which is not accepted",
    )])
    .names_event_in(&[Field::Json("/event-type")])
    .sourced(&[(HOOKDECK_NOTES, &[Fact::Proof, Fact::EventName])]);

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
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(5),
        Duration::from_secs(300),
        Duration::from_secs(1800),
        Duration::from_secs(7200),
        Duration::from_secs(18_000),
        Duration::from_secs(36_000),
        Duration::from_secs(36_000),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        ("https://developer.tryfinch.com/developer-resources/Webhooks", &[Fact::EventName]),
        (FINCH_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

const FINCH_PAGE: &str =
    "https://github.com/Finch-API/finch-docs/blob/main/docs/Development-Guides/Webhooks.md";

/// Flashpay: `X-Webhook-Signature: <hex>` over `<seconds>.<body>`, fresh within 5 minutes.
pub const FLASHPAY: Provider = Provider::new("flashpay")
    .documented_at("https://developer.flashpayweb.com/doc-1806195")
    .signed_with(
        Signature::hmac_sha256("x-webhook-signature")
            .timestamp_in(Field::Header("x-webhook-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .retries_as(SenderRetries::Described("three times"))
    .with_notes(&["The body is the payment, whose `id` is that of the payment."])
    .has_none_of(&[Fact::EventName, Fact::DeliveryId]);

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
    .sourced(&[("https://next.developer.frame.io/platform/v2/webhooks-overview", &[Fact::Answer])]);

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

/// Oura: `X-Oura-Signature: <hex>` in upper case over `<time><body>`, without a window. The unit of
/// the time is not published. The secret is the client secret.
///
/// Oura asks with a `GET` that shows the [verify token](crate::Source::verify_token) of the
/// subscription.
pub const OURA: Provider = Provider::new("oura")
    .documented_at("https://cloud.ouraring.com/v2/docs#tag/Webhook-Subscription-Routes")
    .signed_with(
        Signature::hmac_sha256("x-oura-signature")
            .timestamp_in(Field::Header("x-oura-timestamp"), TimeUnit::SecondsOrMilliseconds)
            .over("{timestamp}{body}"),
    )
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/data_type"),
        second: &Field::Json("/event_type"),
        separator: ".",
    }])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("ten, after a 4xx, a 5xx or no answer"))
    .answers_handshakes(&[Handshake::new(
        Guard::VerifyToken(Field::Query("verification_token")),
        &[When::Present(Field::Query("challenge"))],
        Answer::json(&[("challenge", AnswerValue::Text(Field::Query("challenge")))]),
    )])
    .with_notes(&["410 ends the subscription."])
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[(
        HOOKDECK_NOTES,
        &[
            Fact::Proof,
            Fact::EventName,
            Fact::DeliveryId,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Port, actions: `X-Port-Signature: v1,<base64>` over `<seconds>.<body>`, without a window. The
/// secret is the client secret of the organization.
///
/// Choose the method POST: an action may have another one.
pub const PORT: Provider = Provider::new("port")
    .documented_at(PORT_DOCS)
    .signed_with(
        Signature::hmac_sha256("x-port-signature")
            .written_as(Grammar::Prefix("v1,"))
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("x-port-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}.{body}"),
    )
    .expects(StatusCode::OK)
    .with_notes(&[
        "The operator writes the body. Of a synchronous action the answer is the result: \
         let the handler return a `Reply`.",
    ])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .sourced(&[(PORT_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

/// Pylon: `Pylon-Webhook-Signature: hs256=<hex>` over `<seconds>.<body>`, without a window.
pub const PYLON: Provider = Provider::new("pylon")
    .documented_at("https://getpylon.com/developers/guides/using-webhooks/")
    .signed_with(
        Signature::hmac_sha256("pylon-webhook-signature")
            .written_as(Grammar::Prefix("hs256="))
            .timestamp_in(Field::Header("pylon-webhook-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}.{body}"),
    )
    .retries_as(SenderRetries::Described(
        "up to five attempts with exponential backoff over about 31 hours; seven days of \
         failures disable the webhook",
    ))
    .sourced(&[(HOOKDECK_NOTES, &[Fact::Proof, Fact::Retries])]);

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
    .sourced(&[(SINCH_CONVERSATION_PAGE, &[Fact::DeliveryId])]);

/// Statsig: `X-Statsig-Signature: v0=<hex>` over `v0:<milliseconds>:<body>`, without a
/// window. A request holds many events.
pub const STATSIG: Provider = Provider::new("statsig")
    .documented_at(STATSIG_DOCS)
    .signed_with(
        Signature::hmac_sha256("x-statsig-signature")
            .written_as(Grammar::Prefix("v0="))
            .timestamp_in(Field::Header("x-statsig-request-timestamp"), TimeUnit::Milliseconds)
            .over("v0:{timestamp}:{body}"),
    )
    .holds_items_at(&["/data", ""])
    .names_event_in(&[Field::Json("/eventName")])
    .names_delivery_in(&[Field::Json("/timeUUID")])
    .with_notes(&["A change of the configuration has no id."])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])
    .sourced(&[(STATSIG_EVENTS, &[Fact::EventName, Fact::DeliveryId])]);

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
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (SUBTOTAL_DOCS, &[Fact::EventName, Fact::DeliveryId]),
        (SUBTOTAL_SETUP, &[Fact::LongestBody, Fact::Handshake]),
        (SUBTOTAL_PAGE, &[Fact::Answer, Fact::Retries]),
    ]);

const SUBTOTAL_SETUP: &str = "https://www.subtotal.com/docs/webhooks/configuration";

const SUBTOTAL_DOCS: &str = "https://docs.subtotal.com/docs/webhooks/webhooks";

/// Walmart Marketplace: `WM_SEC.SIGNATURE: <base64>` over method, path with query, seconds and the
/// SHA-256 of the body in hex, one a line; fresh within 5 minutes.
pub const WALMART: Provider = Provider::new("walmart")
    .documented_at("https://developer.walmart.com/us-marketplace/docs/security-and-authenticity")
    .signed_with(
        Signature::hmac_sha256("wm_sec.signature")
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("wm_sec.timestamp"), TimeUnit::Seconds)
            .over("{method}\n{path-and-query}\n{timestamp}\n{sha256:body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(3))
    .sourced(&[(HOOKDECK_NOTES, &[Fact::Proof, Fact::Answer])]);

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
    .names_delivery_in(&[Field::Header("x-xobni-delivery")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("up to three attempts, about 1, 5 and 15 minutes apart"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(XOBNI_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

const XOBNI_PAGE: &str = "https://www.xobni.ai/docs/webhooks";

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
    )
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "none by default, and three failures stop the webhook; or up to five with \
         exponential backoff, at most 15 minutes apart",
    ))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .answers_handshakes(super::handshakes::TEST)
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(DAILY_PAGE, &[Fact::EventName, Fact::DeliveryId])]);

const DAILY_PAGE: &str =
    "https://docs.daily.co/reference/rest-api/webhooks/events/recording-ready-to-download";

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

/// Zero Hash: `X-ZH-Hook-Signature: <hex>` over `<body><milliseconds>`, fresh within 5 minutes.
/// Event name and delivery id are in headers that are not signed.
pub const ZERO_HASH: Provider = Provider::new("zero-hash")
    .documented_at("https://docs.zerohash.com/reference/webhook-security")
    .signed_with(
        Signature::hmac_sha256("x-zh-hook-signature")
            .timestamp_in(Field::Header("x-zh-hook-timestamp"), TimeUnit::Milliseconds)
            .over("{body}{timestamp}")
            .fresh_within(Duration::from_secs(300)),
    )
    .also_sends(&[(
        "x-zh-hook-signature-256",
        "the older signature without the time, which is not accepted",
    )])
    .names_event_in(&[Field::Header("x-zh-hook-payload-type")])
    .names_delivery_in(&[Field::Header("x-zh-hook-notification-id")])
    .has_none_of(&[Fact::Handshake])
    .sourced(&[(
        HOOKDECK_NOTES,
        &[Fact::Proof, Fact::EventName, Fact::DeliveryId, Fact::Handshake],
    )]);

const SUBTOTAL_PAGE: &str = "https://www.subtotal.com/docs/webhooks/delivery-and-retries";

const SINCH_CONVERSATION_PAGE: &str =
    "https://github.com/sinch/docs/blob/master/docs/conversation/conversation-callbacks.md";

const AKENEO_DOCS: &str = "https://github.com/akeneo/pim-api-docs/blob/1cf3673a05c1b5a5cbfa5b45463ffdb5d6c09714/content/events-api/security.md";

const AKENEO_EVENTS: &str = "https://github.com/akeneo/pim-api-docs/blob/012190c3e65601d7e26c3976be3c7ed38b917f8f/content/events-api/subscription.md";

const AKENEO_SIZES: &str = "https://github.com/akeneo/pim-api-docs/blob/10c48e8a04e09bcf9b45077dce23612c3b274411/content/events-api/limits-and-scalability.md";

const PORT_DOCS: &str = "https://github.com/port-labs/port-docs/blob/aead2d93344a32fe3c13c043f7099ed9bcbbab08/docs/actions-and-automations/setup-backend/webhook/signature-verification.md";

const PORT_PAGE: &str = "https://github.com/port-labs/port-docs/blob/100b5e96ef20e6fc06f7a069dc2e0dd554b292a3/docs/actions-and-automations/setup-backend/webhook/webhook.md";

const STATSIG_DOCS: &str = "https://github.com/statsig-io/docs/blob/12b5043ecd9c9914d9068155949e51ba278b0c06/docs/integrations/event_webhook.mdx";

const STATSIG_EVENTS: &str = "https://github.com/statsig-io/docs/blob/2aa7293a273c2839d5f0f1890010b5e057f780bd/docs/integrations/snippets/integration_event_formats.mdx";
