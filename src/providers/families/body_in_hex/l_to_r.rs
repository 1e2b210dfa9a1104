//! Senders that sign the body alone, in hex, from l to r by name.

use std::time::Duration;

use http::StatusCode;

use super::super::WEBHOOK_CO;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, BroughtSecret, Grammar, Signature, When},
};

/// LaunchDarkly: `X-LD-Signature: <hex>`.
pub const LAUNCHDARKLY: Provider = Provider::new("launchdarkly")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-ld-signature"))
    .names_event_in(&[Field::Json("/kind")])
    .names_delivery_in(&[Field::Json("/_id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("one, after an answer that is not 2xx"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (LAUNCHDARKLY_EVENTS, &[Fact::EventName, Fact::DeliveryId]),
        (LAUNCHDARKLY_SIZES, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// Leat: `Signature: <hex>`.
pub const LEAT: Provider = Provider::new("leat")
    .documented_at("https://docs.leat.com/v3/webhooks")
    .signed_with(Signature::hmac_sha256("signature"))
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("five, at increasing intervals"));

/// Lemon Squeezy: `X-Signature: <hex>`. The event name is `/meta/event_name`.
pub const LEMON_SQUEEZY: Provider = Provider::new("lemon-squeezy")
    .documented_at("https://github.com/lmsqueezy/laravel")
    .signed_with(Signature::hmac_sha256("x-signature"))
    .names_event_in(&[Field::Json("/meta/event_name")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(5),
        Duration::from_secs(25),
        Duration::from_secs(125),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::DeliveryId, Fact::LongestBody])
    .sourced(&[(LEMON_SQUEEZY_PAGE, &[Fact::DeliveryId, Fact::LongestBody])]);

/// Logto: `logto-signature-sha-256: <hex>`.
pub const LOGTO: Provider = Provider::new("logto")
    .documented_at("https://docs.logto.io/developers/webhooks/secure-webhooks")
    .signed_with(Signature::hmac_sha256("logto-signature-sha-256"))
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to three after a 5xx"))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (LOGTO_PAGE, &[Fact::Answer, Fact::Retries, Fact::Handshake]),
        (LOGTO_PAGE_2, &[Fact::EventName, Fact::DeliveryId, Fact::LongestBody]),
    ]);

/// MailerLite: `Signature: <hex>`.
pub const MAILERLITE: Provider = Provider::new("mailerlite")
    .documented_at("https://www.npmjs.com/package/n8n-nodes-base")
    .signed_with(Signature::hmac_sha256("signature"))
    .holds_items_at(&["/events", ""])
    .names_event_in(&[Field::Json("/event"), Field::Json("/type")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(3))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(10),
        Duration::from_secs(100),
        Duration::from_secs(1000),
    ]))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (MAILERLITE_PAGE, &[Fact::EventName, Fact::DeliveryId]),
        (MAILERLITE_DOCS, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

const MAILERLITE_DOCS: &str = "https://developers.mailerlite.com/docs/webhooks";

/// Memberful: `X-Memberful-Webhook-Signature: <hex>`.
pub const MEMBERFUL: Provider = Provider::new("memberful")
    .documented_at("https://memberful.com/help/custom-development-and-api/webhook-event-reference/")
    .signed_with(Signature::hmac_sha256("x-memberful-webhook-signature"))
    .names_event_in(&[Field::Json("/event")])
    .sourced(&[(MEMBERFUL_PAGE, &[Fact::Proof, Fact::EventName])]);

/// Modern Treasury: `X-Signature: <hex>`.
///
/// Its name is `<topic>.<event>`, of the header `X-Topic` and `/event`: `payment_order.created`.
/// The header is not signed.
pub const MODERN_TREASURY: Provider = Provider::new("modern-treasury")
    .documented_at("https://www.npmjs.com/package/modern-treasury")
    .signed_with(Signature::hmac_sha256("x-signature"))
    .names_event_in(&[Field::Pair {
        first: &Field::Header("x-topic"),
        second: &Field::Json("/event"),
        separator: ".",
    }])
    .names_delivery_in(&[Field::Header("x-webhook-id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described("at later times with exponential backoff"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (MODERN_TREASURY_IDS, &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries]),
        (MODERN_TREASURY_HANDSHAKES, &[Fact::Handshake]),
    ]);

/// Mollie, next generation: `X-Mollie-Signature: sha256=<hex>`. Mollie's older webhooks are not
/// signed.
pub const MOLLIE: Provider = Provider::new("mollie")
    .documented_at("https://github.com/mollie/mollie-api-php/blob/master/docs/webhooks.md")
    .signed_with(
        Signature::hmac_sha256("x-mollie-signature").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(15))
    .retries_as(SenderRetries::Described("up to ten attempts over roughly 26 hours"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (MOLLIE_ANSWERS, &[Fact::Answer, Fact::Retries]),
        (MOLLIE_HANDSHAKES, &[Fact::Handshake]),
    ]);

/// Notch Pay: `x-notch-signature: <hex>`. The secret is the hash key.
pub const NOTCH_PAY: Provider = Provider::new("notch-pay")
    .documented_at("https://developer.notchpay.co/get-started/webhooks/verify")
    .signed_with(Signature::hmac_sha256("x-notch-signature"))
    .names_event_in(&[Field::Json("/type"), Field::Json("/event")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("several times, with increasing delays"))
    .sourced(&[(
        NOTCH_PAY_PAGE,
        &[Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Retries],
    )]);

const NOTCH_PAY_PAGE: &str = "https://developer.notchpay.co/api-reference/webhooks";

/// Notion: `X-Notion-Signature: sha256=<hex>`.
///
/// The secret is the verification token, which Notion sends to the endpoint in a first, unsigned
/// delivery. Read it there by hand, and enter it at Notion too.
pub const NOTION: Provider = Provider::new("notion")
    .documented_at("https://www.npmjs.com/package/@notionhq/client")
    .signed_with(
        Signature::hmac_sha256("x-notion-signature").written_as(Grammar::Prefix("sha256=")),
    )
    .brings_secret(&[BroughtSecret::new(
        Field::Json("/verification_token"),
        &[When::OnlyMembers(&["verification_token"])],
        Answer::empty(),
    )])
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .with_notes(&[
        "The first request brings the verification token, which is the secret, and is not signed. \
         Paste the token into Notion's page of the subscription.",
    ])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "up to 8 times with exponential backoff, the last about 24 hours after the event",
    ))
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(NOTION_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries])]);

/// Nylas, third version of its API: `X-Nylas-Signature: <hex>`.
pub const NYLAS: Provider = Provider::new("nylas")
    .documented_at("https://developer.nylas.com/docs/v3/webhooks/")
    .signed_with(Signature::hmac_sha256("x-nylas-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .with_notes(&[
        "A compressed delivery is signed as it is sent: compressed.",
        "A notification on a message is at most 1 MB; the others have no such limit.",
    ])
    .answers_handshakes(super::super::handshakes::CHALLENGE)
    .retries_as(SenderRetries::Described(
        "two with exponential backoff, the last 10 to 20 minutes after the first attempt",
    ))
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(NYLAS_PAGE, &[Fact::LongestBody, Fact::Retries, Fact::Handshake])]);

/// Onfido: `X-SHA2-Signature: <hex>`.
pub const ONFIDO: Provider = Provider::new("onfido")
    .documented_at("https://www.npmjs.com/package/@onfido/api")
    .signed_with(Signature::hmac_sha256("x-sha2-signature"))
    .names_event_in(&[Field::Json("/payload/action")])
    .has_none_of(&[Fact::DeliveryId]);

/// PlanetScale: `X-PlanetScale-Signature: <hex>`.
pub const PLANETSCALE: Provider = Provider::new("planetscale")
    .documented_at(PLANETSCALE_DOCS)
    .signed_with(Signature::hmac_sha256("x-planetscale-signature"))
    .names_event_in(&[Field::Json("/event")])
    .with_notes(&["The first delivery is the event `webhook.test`."])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(2))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .sourced(&[
        ("https://planetscale.com/docs/reference/webhook-events", &[Fact::DeliveryId]),
        (PLANETSCALE_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// Razorpay: `X-Razorpay-Signature: <hex>`. The secret is the one of the webhook, not the one of
/// the API key.
///
/// The delivery id is in a header that is not signed.
pub const RAZORPAY: Provider = Provider::new("razorpay")
    .documented_at("https://www.npmjs.com/package/razorpay")
    .signed_with(Signature::hmac_sha256("x-razorpay-signature"))
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Header("x-razorpay-event-id")])
    .retries_as(SenderRetries::Described(
        "with exponential backoff for 24 hours; then the webhook is disabled",
    ))
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .has_none_of(&[Fact::Handshake])
    .sourced(&[(
        "https://github.com/razorpay/markdown-docs/blob/master/webhooks/best-practices.md",
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )])
    .does_not_publish(&[Fact::LongestBody]);

const LOGTO_PAGE: &str =
    "https://github.com/logto-io/docs/blob/master/docs/developers/webhooks/configure-webhooks.mdx";
const LOGTO_PAGE_2: &str =
    "https://github.com/logto-io/docs/blob/master/docs/developers/webhooks/request.mdx";

const LEMON_SQUEEZY_PAGE: &str = "https://docs.lemonsqueezy.com/help/webhooks/webhook-requests";

const NYLAS_PAGE: &str = "https://developer.nylas.com/docs/v3/notifications/";

const PLANETSCALE_PAGE: &str = "https://planetscale.com/docs/api/webhooks";

const NOTION_PAGE: &str = "https://developers.notion.com/reference/webhooks-events-delivery";

const LAUNCHDARKLY_EVENTS: &str =
    "https://github.com/launchdarkly/api-client-python/blob/main/docs/AuditLogEntryRep.md";

const LAUNCHDARKLY_SIZES: &str = "https://github.com/launchdarkly/LaunchDarkly-Docs/blob/main/src/content/topics/integrations/webhooks.mdx";

const MOLLIE_ANSWERS: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/mollie-webhooks/references/setup.md";

const MOLLIE_HANDSHAKES: &str =
    "https://github.com/mollie/mollie-api-php/blob/master/docs/recipes/webhooks/create-webhook.md";

const MODERN_TREASURY_IDS: &str = "https://docs.moderntreasury.com/reference/webhooks";

const MODERN_TREASURY_HANDSHAKES: &str =
    "https://docs.moderntreasury.com/platform/docs/webhook-endpoint-best-practices";

const MAILERLITE_PAGE: &str = "https://developers.mailerlite.com/docs/webhooks.html";

const PLANETSCALE_DOCS: &str =
    "https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/planetscale.ts";

const MEMBERFUL_PAGE: &str = "https://pypi.org/project/memberful/";
