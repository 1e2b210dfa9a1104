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
    .signed_with(Signature::hmac_sha256("x-ld-signature"))
    .names_event_in(&[Field::Json("/kind")])
    .names_delivery_in(&[Field::Json("/_id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("one, after an answer that is not 2xx"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (Fact::EventName, LAUNCHDARKLY_EVENTS),
        (Fact::DeliveryId, LAUNCHDARKLY_EVENTS),
        (Fact::LongestBody, LAUNCHDARKLY_SIZES),
        (Fact::Answer, LAUNCHDARKLY_SIZES),
        (Fact::Retries, LAUNCHDARKLY_SIZES),
        (Fact::Handshake, LAUNCHDARKLY_SIZES),
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
    .sourced(&[(Fact::DeliveryId, LEMON_SQUEEZY_PAGE), (Fact::LongestBody, LEMON_SQUEEZY_PAGE)]);

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
    .signed_with(Signature::hmac_sha256("signature"))
    .names_event_in(&[Field::Json("/event"), Field::Json("/type")])
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[(Fact::EventName, MAILERLITE_PAGE), (Fact::DeliveryId, MAILERLITE_PAGE)]);

/// Memberful: `X-Memberful-Webhook-Signature: <hex>`.
pub const MEMBERFUL: Provider = Provider::new("memberful")
    .documented_at("https://memberful.com/help/custom-development-and-api/webhook-event-reference/")
    .signed_with(Signature::hmac_sha256("x-memberful-webhook-signature"))
    .names_event_in(&[Field::Json("/event")])
    .sourced(&[(Fact::Proof, MEMBERFUL_PAGE), (Fact::EventName, MEMBERFUL_PAGE)]);

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
        (Fact::DeliveryId, MODERN_TREASURY_IDS),
        (Fact::LongestBody, MODERN_TREASURY_IDS),
        (Fact::Answer, MODERN_TREASURY_IDS),
        (Fact::Retries, MODERN_TREASURY_IDS),
        (Fact::Handshake, MODERN_TREASURY_HANDSHAKES),
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
        (Fact::Answer, MOLLIE_ANSWERS),
        (Fact::Retries, MOLLIE_ANSWERS),
        (Fact::Handshake, MOLLIE_HANDSHAKES),
    ]);

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
    ])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "up to 8 times with exponential backoff, the last about 24 hours after the event",
    ))
    .sourced(&[(Fact::Answer, NOTION_PAGE), (Fact::Retries, NOTION_PAGE)]);

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
    .sourced(&[
        (Fact::LongestBody, NYLAS_PAGE),
        (Fact::Retries, NYLAS_PAGE),
        (Fact::Handshake, NYLAS_PAGE),
    ]);

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
        (Fact::DeliveryId, "https://planetscale.com/docs/reference/webhook-events"),
        (Fact::LongestBody, PLANETSCALE_PAGE),
        (Fact::Answer, PLANETSCALE_PAGE),
        (Fact::Retries, PLANETSCALE_PAGE),
        (Fact::Handshake, PLANETSCALE_PAGE),
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
    .documented_at(SONARQUBE_DOCS)
    .signed_with(Signature::hmac_sha256("x-sonar-webhook-hmac-sha256"))
    .names_event_in(&[Field::Fixed("analysis")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Never)
    .has_none_of(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (Fact::LongestBody, SONARQUBE_SIZES),
        (Fact::Answer, SONARQUBE_ANSWERS),
        (Fact::Retries, SONARQUBE_RETRIES),
    ]);

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
    .waits_at_most(Duration::from_secs(6))
    .retries_as(SenderRetries::Described(
        "up to 3 attempts after 408, 429, 5xx or a timeout, within 15 seconds",
    ))
    .sourced(&[(Fact::Answer, STREAM_ANSWERS), (Fact::Retries, STREAM_ANSWERS)]);

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
    .signed_with(Signature::hmac_sha256("x-trigger-signature-hmacsha256"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described("2, with exponential backoff"))
    .has_none_of(&[Fact::LongestBody])
    .does_not_publish(&[Fact::Handshake])
    .sourced(&[
        (Fact::EventName, TRIGGER_DEV_EVENTS),
        (Fact::DeliveryId, TRIGGER_DEV_EVENTS),
        (Fact::LongestBody, TRIGGER_DEV_EVENTS),
        (Fact::Answer, TRIGGER_DEV_EVENTS),
        (Fact::Retries, TRIGGER_DEV_RETRIES),
        (Fact::Handshake, TRIGGER_DEV_HANDSHAKES),
    ]);

/// Vercel: `x-vercel-signature: <hex>`, with SHA-1.
pub const VERCEL: Provider = Provider::new("vercel")
    .documented_at("https://trigger.dev/docs/webhooks/providers/vercel")
    .signed_with(Signature::hmac_sha1("x-vercel-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .sourced(&[(Fact::EventName, VERCEL_PAGE), (Fact::DeliveryId, VERCEL_PAGE)]);

/// Vercel Blob, upload callbacks: `X-Vercel-Signature: <hex>`. The secret is the read-write token.
pub const VERCEL_BLOB: Provider = Provider::new("vercel-blob")
    .documented_at("https://www.npmjs.com/package/@vercel/blob")
    .signed_with(Signature::hmac_sha256("x-vercel-signature"))
    .names_event_in(&[Field::Json("/type")])
    .answers_with(Answer::json(&[
        ("type", AnswerValue::Plain(Field::Json("/type"))),
        ("response", AnswerValue::Fixed("ok")),
    ]))
    .with_notes(&["Callbacks of presigned uploads are signed with Ed25519, and are refused here."])
    .has_none_of(&[Fact::DeliveryId]);

/// `VerifiMe`: `X-VerifiMe-Signature: <hex>`.
pub const VERIFIME: Provider = Provider::new("verifime")
    .documented_at("https://developer.verifime.com/docs/api/risk-assessment-updated")
    .signed_with(Signature::hmac_sha256("x-verifime-signature"))
    .names_delivery_in(&[Field::Json("/eventId")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::Described(
        "up to five attempts, 15 minutes apart and more, after 408, 429, a 5xx or no \
         answer",
    ))
    .with_notes(&["401 ends the deliveries.", "With `Retry-After` it waits up to 12 hours."]);

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

const SONARQUBE_SIZES: &str = "https://github.com/SonarSource/sonarqube/blob/master/server/sonar-server-common/src/main/java/org/sonar/server/webhook/WebhookCallerImpl.java";

const SONARQUBE_ANSWERS: &str =
    "https://docs.sonarsource.com/sonarqube-server/10.8/project-administration/webhooks";

const SONARQUBE_RETRIES: &str = "https://github.com/SonarSource/sonarqube/blob/master/server/sonar-server-common/src/main/java/org/sonar/server/webhook/WebHooksImpl.java";

const VERCEL_PAGE: &str = "https://vercel.com/docs/webhooks/webhooks-api";

const PLANETSCALE_DOCS: &str =
    "https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/planetscale.ts";

const SONARQUBE_DOCS: &str = "https://docs.sonarsource.com/sonarqube-server/2026.3/project-administration/integrations/webhooks";

const TRIGGER_DEV_EVENTS: &str = "https://github.com/triggerdotdev/trigger.dev/blob/main/apps/webapp/app/v3/services/alerts/deliverAlert.server.ts";

const TRIGGER_DEV_RETRIES: &str = "https://github.com/triggerdotdev/trigger.dev/blob/main/apps/webapp/app/v3/alertsWorker.server.ts";

const TRIGGER_DEV_HANDSHAKES: &str =
    "https://github.com/triggerdotdev/trigger.dev/blob/main/docs/troubleshooting-alerts.mdx";

const STREAM_ANSWERS: &str = "https://getstream.io/chat/docs/php/push_webhook/";

const MEMBERFUL_PAGE: &str = "https://pypi.org/project/memberful/";
