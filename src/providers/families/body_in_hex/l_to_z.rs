//! Senders that sign the body alone, in hex: L to Z.

use std::time::Duration;

use http::StatusCode;

use super::super::WEBHOOK_CO;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, AnswerValue, Encoding, Grammar, KeyForm, Signature},
};

/// LaunchDarkly: `X-LD-Signature: <hex>`.
pub const LAUNCHDARKLY: Provider = Provider::new("launchdarkly")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-ld-signature"));

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
    .has_none_of(&[Fact::Handshake]);

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
        (Fact::Answer, LOGTO_PAGE),
        (Fact::Retries, LOGTO_PAGE),
        (Fact::Handshake, LOGTO_PAGE),
        (Fact::EventName, LOGTO_PAGE_2),
        (Fact::DeliveryId, LOGTO_PAGE_2),
        (Fact::LongestBody, LOGTO_PAGE_2),
    ]);

/// MailerLite: `Signature: <hex>`.
pub const MAILERLITE: Provider = Provider::new("mailerlite")
    .documented_at("https://www.npmjs.com/package/n8n-nodes-base")
    .signed_with(Signature::hmac_sha256("signature"));

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
    }]);

/// Mollie, next generation: `X-Mollie-Signature: sha256=<hex>`. Mollie's older webhooks are not
/// signed.
pub const MOLLIE: Provider = Provider::new("mollie")
    .documented_at("https://github.com/mollie/mollie-api-php/blob/master/docs/webhooks.md")
    .signed_with(
        Signature::hmac_sha256("x-mollie-signature").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")]);

/// Notch Pay: `x-notch-signature: <hex>`. The secret is the hash key.
pub const NOTCH_PAY: Provider = Provider::new("notch-pay")
    .documented_at("https://developer.notchpay.co/get-started/webhooks/verify")
    .signed_with(Signature::hmac_sha256("x-notch-signature"));

/// Notion: `X-Notion-Signature: sha256=<hex>`.
///
/// The secret is the verification token, which Notion sends to the endpoint in a first, unsigned
/// delivery. Read it there by hand, and enter it at Notion too.
pub const NOTION: Provider = Provider::new("notion")
    .documented_at("https://www.npmjs.com/package/@notionhq/client")
    .signed_with(
        Signature::hmac_sha256("x-notion-signature").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .with_notes(&[
        "The first delivery, with the verification token, is not signed, and is refused.",
    ]);

/// Nylas, third version of its API: `X-Nylas-Signature: <hex>`.
pub const NYLAS: Provider = Provider::new("nylas")
    .documented_at("https://developer.nylas.com/docs/v3/webhooks/")
    .signed_with(Signature::hmac_sha256("x-nylas-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .with_notes(&["A compressed delivery is signed as it is sent: compressed."])
    .answers_handshakes(super::super::handshakes::CHALLENGE);

/// Onfido: `X-SHA2-Signature: <hex>`.
pub const ONFIDO: Provider = Provider::new("onfido")
    .documented_at("https://www.npmjs.com/package/@onfido/api")
    .signed_with(Signature::hmac_sha256("x-sha2-signature"))
    .names_event_in(&[Field::Json("/payload/action")]);

/// PlanetScale: `X-PlanetScale-Signature: <hex>`.
pub const PLANETSCALE: Provider = Provider::new("planetscale")
    .documented_at("https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/planetscale.ts")
    .signed_with(Signature::hmac_sha256("x-planetscale-signature"))
    .names_event_in(&[Field::Json("/event")])
    .has_none_of(&[Fact::DeliveryId])
    .with_notes(&["The first delivery is the event `webhook.test`."]);

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
    .sourced(&[
        (
            Fact::LongestBody,
            "https://github.com/razorpay/markdown-docs/blob/master/webhooks/best-practices.md",
        ),
        (
            Fact::Answer,
            "https://github.com/razorpay/markdown-docs/blob/master/webhooks/best-practices.md",
        ),
        (
            Fact::Retries,
            "https://github.com/razorpay/markdown-docs/blob/master/webhooks/best-practices.md",
        ),
        (
            Fact::Handshake,
            "https://github.com/razorpay/markdown-docs/blob/master/webhooks/best-practices.md",
        ),
    ])
    .does_not_publish(&[Fact::LongestBody]);

/// Sendbird: `X-Sendbird-Signature: <hex>`.
pub const SENDBIRD: Provider = Provider::new("sendbird")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-sendbird-signature"));

/// Sentry, integration platform: `Sentry-Hook-Signature: <hex>`. The secret is the client secret of
/// the integration.
///
/// Its name is `<resource>.<action>`, of the header `Sentry-Hook-Resource` and `/action`. The
/// header is not signed.
pub const SENTRY: Provider = Provider::new("sentry")
    .documented_at("https://github.com/getsentry/integration-platform-example")
    .signed_with(Signature::hmac_sha256("sentry-hook-signature"))
    .names_event_in(&[Field::Pair {
        first: &Field::Header("sentry-hook-resource"),
        second: &Field::Json("/action"),
        separator: ".",
    }])
    .names_delivery_in(&[Field::Header("request-id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(1))
    .has_none_of(&[Fact::Handshake])
    .retries_as(SenderRetries::Never)
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (Fact::DeliveryId, SENTRY_PAGE),
        (Fact::LongestBody, SENTRY_PAGE),
        (Fact::Answer, SENTRY_PAGE),
        (Fact::Retries, SENTRY_PAGE),
        (Fact::Handshake, SENTRY_PAGE),
    ]);

/// Smartcar: `SC-Signature: <hex>`.
pub const SMARTCAR: Provider = Provider::new("smartcar")
    .documented_at("https://www.npmjs.com/package/smartcar")
    .signed_with(Signature::hmac_sha256("sc-signature"))
    .names_event_in(&[Field::Json("/eventType")])
    .names_delivery_in(&[Field::Json("/eventId")]);

/// SonarQube: `X-Sonar-Webhook-HMAC-SHA256: <hex>`.
///
/// A delivery says that an analysis is complete; its name is always `analysis`.
pub const SONARQUBE: Provider = Provider::new("sonarqube")
    .documented_at("https://docs.sonarsource.com/sonarqube-server/2026.3/project-administration/integrations/webhooks")
    .signed_with(Signature::hmac_sha256("x-sonar-webhook-hmac-sha256"))
    .waits_at_most(Duration::from_secs(10))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .names_event_in(&[Field::Fixed("analysis")]);

/// Squarespace: `Squarespace-Signature: <hex>`. The secret is hex.
pub const SQUARESPACE: Provider =
    Provider::new("squarespace").documented_at(WEBHOOK_CO).signed_with(
        Signature::hmac_sha256("squarespace-signature").key(KeyForm::Encoded(Encoding::Hex)),
    );

/// Stream (GetStream): `X-Signature: <hex>`. The delivery id is in a header that is not signed.
pub const STREAM: Provider = Provider::new("stream")
    .documented_at("https://www.npmjs.com/package/stream-chat")
    .signed_with(Signature::hmac_sha256("x-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Header("x-webhook-id")])
    .expects(StatusCode::OK)
    .sourced(&[(Fact::Answer, STREAM_PAGE)]);

/// Sumsub: `X-Payload-Digest: <hex>`. Choose SHA-256 in the settings.
pub const SUMSUB: Provider = Provider::new("sumsub")
    .documented_at("https://docs.sumsub.com/docs/webhook-manager")
    .signed_with(Signature::hmac_sha256("x-payload-digest"))
    .names_event_in(&[Field::Json("/type")])
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described(
        "after 5 minutes, 1 hour, 5 hours and 18 hours; those of applicant actions sooner",
    ))
    .with_notes(&[
        "The header `x-payload-digest-alg` names the hash; another one than SHA-256 is refused.",
    ])
    .has_none_of(&[Fact::Handshake]);

/// Trigger.dev: `x-trigger-signature-hmacsha256: <hex>`.
pub const TRIGGER_DEV: Provider = Provider::new("trigger-dev")
    .documented_at("https://www.npmjs.com/package/@trigger.dev/sdk")
    .signed_with(Signature::hmac_sha256("x-trigger-signature-hmacsha256"));

/// Vercel: `x-vercel-signature: <hex>`, with SHA-1.
pub const VERCEL: Provider = Provider::new("vercel")
    .documented_at("https://trigger.dev/docs/webhooks/providers/vercel")
    .signed_with(Signature::hmac_sha1("x-vercel-signature"));

/// Vercel Blob, upload callbacks: `X-Vercel-Signature: <hex>`. The secret is the read-write token.
pub const VERCEL_BLOB: Provider = Provider::new("vercel-blob")
    .documented_at("https://www.npmjs.com/package/@vercel/blob")
    .signed_with(Signature::hmac_sha256("x-vercel-signature"))
    .names_event_in(&[Field::Json("/type")])
    .answers_with(Answer::json(&[
        ("type", AnswerValue::Plain(Field::Json("/type"))),
        ("response", AnswerValue::Fixed("ok")),
    ]))
    .with_notes(&["Callbacks of presigned uploads are signed with Ed25519, and are refused here."]);

/// Viber: `X-Viber-Content-Signature: <hex>`. The secret is the token of the bot.
pub const VIBER: Provider = Provider::new("viber")
    .documented_at("https://www.npmjs.com/package/viber-bot")
    .signed_with(Signature::hmac_sha256("x-viber-content-signature"))
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Json("/message_token")])
    .has_none_of(&[Fact::Handshake]);

const LOGTO_PAGE: &str =
    "https://github.com/logto-io/docs/blob/master/docs/developers/webhooks/configure-webhooks.mdx";
const LOGTO_PAGE_2: &str =
    "https://github.com/logto-io/docs/blob/master/docs/developers/webhooks/request.mdx";
const SENTRY_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/sentry-webhooks/references/overview.md";
const STREAM_PAGE: &str = "https://getstream.io/video/docs/api/webhooks/overview.md";
