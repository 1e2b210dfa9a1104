//! Senders that sign the time and the body.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Grammar, Signature, TimeUnit},
};

/// Airwallex: `x-signature: <hex>` over `<time><body>`, without a window.
pub const AIRWALLEX: Provider = Provider::new("airwallex")
    .documented_at("https://www.airwallex.com/docs/developer-tools/webhooks/webhooks-overview")
    .signed_with(
        Signature::hmac_sha256("x-signature")
            .timestamp_in(Field::Header("x-timestamp"), TimeUnit::Milliseconds)
            .over("{timestamp}{body}"),
    )
    .retries_as(SenderRetries::Described("with exponential backoff for about three days"))
    .with_notes(&["Tests from the sandbox are signed with a key that they show themselves: \
         never trust it."])
    .names_event_in(&[Field::Json("/name")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

/// Billit: `Billit-Signature: t=<seconds>,s=<hex>` over `<time>.<body>`, without a window.
pub const BILLIT: Provider = Provider::new("billit")
    .documented_at("https://docs.billit.be/reference/webhook")
    .signed_with(
        Signature::hmac_sha256("billit-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "s" })
            .over("{timestamp}.{body}"),
    )
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])
    .sourced(&[(BILLIT_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

/// Buildkite: `X-Buildkite-Signature: timestamp=<seconds>,signature=<hex>` over `<time>.<body>`,
/// fresh within five minutes, as its documentation advises.
///
/// The event name is in a header that is not signed. Choose *signature* in the settings: a webhook
/// that shows its token is refused.
pub const BUILDKITE: Provider = Provider::new("buildkite")
    .documented_at(
        "https://github.com/buildkite/docs/blob/main/pages/apis/webhooks/_webhook_signature.md",
    )
    .signed_with(
        Signature::hmac_sha256("x-buildkite-signature")
            .written_as(Grammar::Fields {
                separator: ",",
                timestamp: "timestamp",
                signature: "signature",
            })
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .names_event_in(&[Field::Header("x-buildkite-event")])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[(
        "https://github.com/buildkite/docs/blob/main/pages/apis/webhooks/pipelines.md",
        &[
            Fact::EventName,
            Fact::DeliveryId,
            Fact::LongestBody,
            Fact::Answer,
            Fact::Retries,
            Fact::Handshake,
        ],
    )]);

/// Calendly: `Calendly-Webhook-Signature: t=<seconds>,v1=<hex>` over `<time>.<body>`, fresh within
/// three minutes.
pub const CALENDLY: Provider = Provider::new("calendly")
    .documented_at("https://developer.calendly.com/api-docs/4c305798a61d3-webhook-signatures")
    .signed_with(
        Signature::hmac_sha256("calendly-webhook-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(180)),
    )
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .waits_at_most(Duration::from_secs(15))
    .retries_as(SenderRetries::Described(
        "with exponential backoff for 24 hours; then the webhook is disabled",
    ))
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (CALENDLY_PAGE, &[Fact::Answer, Fact::Retries]),
        (
            "https://developer.calendly.com/api-docs/overview/webhooks/webhook-timeouts.md",
            &[Fact::LongestBody],
        ),
    ]);

/// Cashfree Payments: `x-webhook-signature: <base64>` over `<milliseconds><body>`, without a
/// window. The secret is the client secret.
pub const CASHFREE: Provider = Provider::new("cashfree")
    .documented_at("https://www.cashfree.com/docs/payments/online/webhooks/signature-verification")
    .signed_with(
        Signature::hmac_sha256("x-webhook-signature")
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("x-webhook-timestamp"), TimeUnit::Milliseconds)
            .over("{timestamp}{body}"),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Header("x-idempotency-header")])
    .sourced(&[(CASHFREE_PAGE, &[Fact::DeliveryId])]);

/// Crisp: `X-Crisp-Signature: <hex>` over `[<milliseconds>;<body>]`, without a window.
pub const CRISP: Provider = Provider::new("crisp")
    .documented_at("https://www.npmjs.com/package/crisp-api")
    .signed_with(
        Signature::hmac_sha256("x-crisp-signature")
            .timestamp_in(Field::Header("x-crisp-request-timestamp"), TimeUnit::Milliseconds)
            .over("[{timestamp};{body}]"),
    )
    .names_event_in(&[Field::Json("/event")]);

/// ElevenLabs: `ElevenLabs-Signature: t=<seconds>,v0=<hex>` over `<time>.<body>`, fresh within
/// thirty minutes.
pub const ELEVENLABS: Provider = Provider::new("elevenlabs")
    .documented_at("https://www.npmjs.com/package/@elevenlabs/elevenlabs-js")
    .signed_with(
        Signature::hmac_sha256("elevenlabs-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v0" })
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(1800)),
    )
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described(
        "off by default; of transcriptions up to five: at once, after 30 seconds, 2, \
         8 and 30 minutes",
    ))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (ELEVENLABS_PAGE, &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer]),
        ("https://elevenlabs.io/docs/eleven-api/resources/webhooks", &[Fact::Retries]),
        (ELEVENLABS_SETUP, &[Fact::Handshake]),
    ]);

const ELEVENLABS_SETUP: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/elevenlabs-webhooks/references/setup.md";

/// Emailit: `X-Emailit-Signature: <hex>` over `<seconds>.<body>`, fresh within five minutes. The
/// text of the secret is the key, `whsec_` included.
pub const EMAILIT: Provider = Provider::new("emailit")
    .documented_at("https://emailit.com/docs/webhooks/request-signature.md")
    .signed_with(
        Signature::hmac_sha256("x-emailit-signature")
            .timestamp_in(Field::Header("x-emailit-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(300)),
    )
    .with_notes(&["Each retry is signed again."])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "after 5 minutes, 30 minutes, 2 hours and 5 hours, then every 12 hours, up to \
         eleven attempts",
    ))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        ("https://emailit.com/docs/webhooks/", &[Fact::EventName]),
        (EMAILIT_IDS, &[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake]),
        (EMAILIT_PAGE, &[Fact::Answer, Fact::Retries]),
    ]);

const EMAILIT_IDS: &str = "https://emailit.com/docs/webhooks/webhook-requests/";

/// HubSpot, third version: `X-HubSpot-Signature-v3: <base64>` over
/// `<method><url><body><milliseconds>`, fresh within five minutes. The secret is the client secret
/// of the app.
///
/// A request holds many events. Their `/eventId` is not unique, as the documentation says, and
/// `/attemptNumber` is new in each attempt. A repeated event is the same in `/eventId`,
/// `/subscriptionId`, the ids of its objects and `/occurredAt`.
pub const HUBSPOT_V3: Provider = Provider::new("hubspot-v3")
    .documented_at("https://www.npmjs.com/package/@hubspot/api-client")
    .signed_with(
        Signature::hmac_sha256("x-hubspot-signature-v3")
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("x-hubspot-request-timestamp"), TimeUnit::Milliseconds)
            .over("{method}{url}{body}{timestamp}")
            .fresh_within(Duration::from_secs(300)),
    )
    .holds_items_at(&[""])
    .names_event_in(&[Field::Json("/subscriptionType")])
    .names_delivery_in(&[Field::Json("/eventId")])
    .deduplicated_by(HUBSPOT_KEY)
    .also_delivers_with_get()
    .with_notes(&["HubSpot decodes some percent-encoded characters of the URL before it signs: \
         register a URL that has none."])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described("ten over 24 hours"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (HUBSPOT_V3_PAGE, &[Fact::DeliveryId]),
        (HUBSPOT_V3_SIZES, &[Fact::LongestBody]),
        (HUBSPOT_V3_SETUP, &[Fact::Handshake]),
    ]);

const HUBSPOT_V3_PAGE: &str = "https://developers.hubspot.com/docs/apps/legacy-apps/public-apps/create-generic-webhook-subscriptions";

const HUBSPOT_V3_SIZES: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/hubspot-webhooks/references/overview.md";

const HUBSPOT_V3_SETUP: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/hubspot-webhooks/references/setup.md";

/// The values that are the same in a repeated event of `HubSpot` only.
pub(super) const HUBSPOT_KEY: &[Field] = &[
    Field::Json("/eventId"),
    Field::Json("/subscriptionId"),
    Field::Json("/objectId"),
    Field::Json("/fromObjectId"),
    Field::Json("/toObjectId"),
    Field::Json("/occurredAt"),
];

/// Iron: `webhook-signature: v1=<hex>` over `<seconds><body>`, without a window.
///
/// The headers have the names of Standard Webhooks, the scheme is another one. `webhook-id` is new
/// in each attempt, so it is no delivery id.
pub const IRON: Provider = Provider::new("iron")
    .documented_at(IRON_DOCS)
    .signed_with(
        Signature::hmac_sha256("webhook-signature")
            .written_as(Grammar::Prefix("v1="))
            .timestamp_in(Field::Header("webhook-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}{body}"),
    )
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries, Fact::Handshake])
    .sourced(&[(
        IRON_PAGE,
        &[Fact::EventName, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

const IRON_PAGE: &str = "https://docs.iron.xyz/reference-sandbox/webhooks/dispatches-an-event-notification-to-a-configured-webhook-endpoint";

const IRON_DOCS: &str = "https://docs.iron.xyz/reference-2026-07-01/webhooks/dispatches-an-event-notification-to-a-configured-webhook-endpoint";

/// Customer.io, reporting: `X-CIO-Signature: <hex>` over `v0:<seconds>:<body>`, without a window.
///
/// The event name is `/metric`, what it is about is `/object_type`.
pub const CUSTOMER_IO: Provider = Provider::new("customer-io")
    .documented_at("https://docs.customer.io/api/webhooks")
    .signed_with(
        Signature::hmac_sha256("x-cio-signature")
            .timestamp_in(Field::Header("x-cio-timestamp"), TimeUnit::Seconds)
            .over("v0:{timestamp}:{body}"),
    )
    .names_event_in(&[Field::Json("/metric")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(4))
    .retries_as(SenderRetries::Described(
        "with exponential backoff over seven days; the next deliveries wait meanwhile",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(CUSTOMER_IO_PAGE, &[Fact::LongestBody, Fact::Retries, Fact::Handshake])]);

const CUSTOMER_IO_PAGE: &str = "https://docs.customer.io/integrations/api/webhooks";

/// DOKU, without SNAP: `Signature: HMACSHA256=<base64>` over client, request, time, path and the hash of
/// the body, without a window.
pub const DOKU: Provider = Provider::new("doku")
    .documented_at(DOKU_DOCS)
    .signed_with(
        Signature::hmac_sha256("signature")
            .written_as(Grammar::Prefix("HMACSHA256="))
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("request-timestamp"), TimeUnit::Rfc3339)
            .over("Client-Id:{header:client-id}\nRequest-Id:{header:request-id}\nRequest-Timestamp:{timestamp}\nRequest-Target:{path-and-query}\nDigest:{sha256-base64:body}"),
    )
    .names_delivery_in(&[Field::Header("request-id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(1800),
        Duration::from_secs(19_800),
        Duration::from_secs(41_400),
    ]))
    .with_notes(&[
        "No field names the event: `service.id` and `transaction.status` tell what \
         happened.",
    ])
    .has_none_of(&[Fact::EventName])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(DOKU_PAGE, &[Fact::EventName]), (DOKU_SIZES, &[Fact::LongestBody, Fact::Handshake]), (DOKU_ANSWERS, &[Fact::Answer, Fact::Retries])]);

const DOKU_PAGE: &str = "https://dashboard.doku.com/docs/docs/http-notification/http-notification/";

const DOKU_SIZES: &str =
    "https://developers.doku.com/getting-started-with-doku-api/notification/best-practice";

const DOKU_ANSWERS: &str =
    "https://developers.doku.com/getting-started-with-doku-api/notification/retry-notification";

const DOKU_DOCS: &str = "https://developers.doku.com/getting-started-with-doku-api/signature-component/signature-component-from-request-header";

/// Extend: `x-extend-request-signature: <hex>` over `v0:<seconds>:<body>`, without a window.
pub const EXTEND: Provider = Provider::new("extend")
    .documented_at("https://docs.extend.app/api-reference/webhooks")
    .signed_with(
        Signature::hmac_sha256("x-extend-request-signature")
            .timestamp_in(Field::Header("x-extend-request-timestamp"), TimeUnit::Seconds)
            .over("v0:{timestamp}:{body}"),
    )
    .names_event_in(&[Field::Json("/eventType")])
    .names_delivery_in(&[Field::Json("/eventId")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .sourced(&[
        (EXTEND_PAGE, &[Fact::EventName, Fact::DeliveryId]),
        ("https://docs.extend.ai/webhooks/best-practices.md", &[Fact::Answer]),
    ]);

const EXTEND_PAGE: &str = "https://extend-eb-casing.mintlify.app/api-reference/webhooks/webhooks";

const ELEVENLABS_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/elevenlabs-webhooks/references/overview.md";

const CALENDLY_PAGE: &str =
    "https://developer.calendly.com/api-docs/overview/webhooks/webhook-errors";
const EMAILIT_PAGE: &str = "https://emailit.com/docs/changelog/2026-09-27-webhook-tools/";

const CASHFREE_PAGE: &str =
    "https://cashfreepayments-d00050e9.mintlify.dev/docs/payments/online/webhooks/overview";

const BILLIT_PAGE: &str = "https://docs.billit.be/docs/webhooks";
