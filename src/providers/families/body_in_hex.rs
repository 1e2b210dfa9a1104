//! Senders that sign the body alone, in hex.

use std::time::Duration;

use http::StatusCode;

use super::WEBHOOK_CO;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Grammar, KeyForm, Signature},
};

/// Airtable: `X-Airtable-Content-MAC: hmac-sha256=<hex>`. The secret is `macSecretBase64`.
///
/// A delivery says that something changed, and has no event name and no id.
pub const AIRTABLE: Provider = Provider::new("airtable")
    .documented_at("https://airtable.com/developers/web/api/webhooks-overview")
    .signed_with(
        Signature::hmac_sha256("x-airtable-content-mac")
            .key(KeyForm::Encoded(Encoding::Base64))
            .written_as(Grammar::Prefix("hmac-sha256=")),
    )
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "with exponential backoff; then notifications are disabled",
    ))
    .has_none_of(&[Fact::EventName, Fact::DeliveryId, Fact::Handshake]);

/// Bitbucket Cloud: `X-Hub-Signature: sha256=<hex>`. Event name and id are in headers that are not
/// signed.
pub const BITBUCKET_CLOUD: Provider = Provider::new("bitbucket-cloud")
    .documented_at("https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/")
    .signed_with(Signature::hmac_sha256("x-hub-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Header("x-event-key")])
    .names_delivery_in(&[Field::Header("x-request-uuid")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("two more attempts after a 5xx or no answer"))
    .has_none_of(&[Fact::Handshake])
    .sends_at_most(256 * 1024)
    .sourced(&[(Fact::LongestBody, BITBUCKET_CLOUD_PAGE)]);

/// Checkout.com: `Cko-Signature: <hex>`.
pub const CHECKOUT_COM: Provider = Provider::new("checkout-com")
    .documented_at("https://checkout.com/docs/workflows/set-up-your-webhook-receiver")
    .signed_with(Signature::hmac_sha256("cko-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(300),
        Duration::from_secs(600),
        Duration::from_secs(900),
        Duration::from_secs(1800),
        Duration::from_secs(3600),
        Duration::from_secs(14400),
        Duration::from_secs(43200),
        Duration::from_secs(43200),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (Fact::EventName, CHECKOUT_COM_PAGE),
        (Fact::DeliveryId, CHECKOUT_COM_PAGE),
        (Fact::LongestBody, CHECKOUT_COM_PAGE),
        (Fact::Answer, CHECKOUT_COM_PAGE),
        (Fact::Retries, CHECKOUT_COM_PAGE),
        (Fact::Handshake, CHECKOUT_COM_PAGE),
    ]);

/// ClickUp: `X-Signature: <hex>`. The call that makes a webhook returns its secret.
pub const CLICKUP: Provider = Provider::new("clickup")
    .documented_at("https://developer.clickup.com/docs/webhooksignature")
    .signed_with(Signature::hmac_sha256("x-signature"))
    .names_event_in(&[Field::Json("/event")])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake]);

/// Coinbase Commerce: `X-CC-Webhook-Signature: <hex>`.
pub const COINBASE_COMMERCE: Provider = Provider::new("coinbase-commerce")
    .documented_at("https://docs.cdp.coinbase.com/commerce/api-arcitecture/webhooks-security")
    .signed_with(Signature::hmac_sha256("x-cc-webhook-signature"))
    .names_event_in(&[Field::Json("/event/type")])
    .names_delivery_in(&[Field::Json("/event/id")])
    .retries_as(SenderRetries::Described(
        "with exponential backoff, at most an hour apart, for up to three days",
    ))
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake]);

/// Datasaur: `X-Datasaur-Signature: <hex>`.
pub const DATASAUR: Provider = Provider::new("datasaur")
    .documented_at("https://docs.datasaur.ai/integrations/webhook-notifications/webhook-signature")
    .signed_with(Signature::hmac_sha256("x-datasaur-signature"));

/// GoCardless: `Webhook-Signature: <hex>`.
///
/// A request holds many events. The name of one is `<resource type>.<action>`: `payments.failed`.
pub const GOCARDLESS: Provider = Provider::new("gocardless")
    .documented_at("https://www.npmjs.com/package/gocardless-nodejs")
    .signed_with(Signature::hmac_sha256("webhook-signature"))
    .holds_items_at(&["/events"])
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/resource_type"),
        second: &Field::Json("/action"),
        separator: ".",
    }])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake]);

/// Katana MRP: `x-sha2-signature: <hex>`.
pub const KATANA: Provider = Provider::new("katana")
    .documented_at("https://developer.katanamrp.com/docs/verifying-webhook-signature")
    .signed_with(Signature::hmac_sha256("x-sha2-signature"));

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

/// Onfido: `X-SHA2-Signature: <hex>`.
pub const ONFIDO: Provider = Provider::new("onfido")
    .documented_at("https://www.npmjs.com/package/@onfido/api")
    .signed_with(Signature::hmac_sha256("x-sha2-signature"))
    .names_event_in(&[Field::Json("/payload/action")]);

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

/// Stream (GetStream): `X-Signature: <hex>`. The delivery id is in a header that is not signed.
pub const STREAM: Provider = Provider::new("stream")
    .documented_at("https://www.npmjs.com/package/stream-chat")
    .signed_with(Signature::hmac_sha256("x-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Header("x-webhook-id")])
    .expects(StatusCode::OK)
    .sourced(&[(Fact::Answer, STREAM_PAGE)]);

/// Viber: `X-Viber-Content-Signature: <hex>`. The secret is the token of the bot.
pub const VIBER: Provider = Provider::new("viber")
    .documented_at("https://www.npmjs.com/package/viber-bot")
    .signed_with(Signature::hmac_sha256("x-viber-content-signature"))
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Json("/message_token")])
    .has_none_of(&[Fact::Handshake]);

/// Flinks: `X-Webhook-Signature: sha256=<hex>`, in upper case.
pub const FLINKS: Provider = Provider::new("flinks")
    .documented_at("https://docs.flinks.com/guides/pay/geft/webhooks/client-setup")
    .signed_with(
        Signature::hmac_sha256("x-webhook-signature").written_as(Grammar::Prefix("sha256=")),
    );

/// Vercel: `x-vercel-signature: <hex>`, with SHA-1.
pub const VERCEL: Provider = Provider::new("vercel")
    .documented_at("https://trigger.dev/docs/webhooks/providers/vercel")
    .signed_with(Signature::hmac_sha1("x-vercel-signature"));

/// Alchemy, Notify: `X-Alchemy-Signature: <hex>`.
pub const ALCHEMY: Provider = Provider::new("alchemy")
    .documented_at("https://www.alchemy.com/docs/reference/notify-api-quickstart")
    .signed_with(Signature::hmac_sha256("x-alchemy-signature"));

/// Attio: `Attio-Signature: <hex>`.
pub const ATTIO: Provider = Provider::new("attio")
    .documented_at("https://docs.attio.com/rest-api/guides/webhooks")
    .signed_with(Signature::hmac_sha256("attio-signature"));

/// Cal.com: `X-Cal-Signature-256: <hex>`.
pub const CAL_COM: Provider = Provider::new("cal-com")
    .documented_at("https://cal.com/docs/developing/guides/automation/webhooks")
    .signed_with(Signature::hmac_sha256("x-cal-signature-256"))
    .names_event_in(&[Field::Json("/triggerEvent")])
    .with_notes(&["Without a secret Cal.com sends a signature that proves nothing: it is refused."])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[
        (Fact::EventName, CAL_COM_PAGE),
        (Fact::DeliveryId, CAL_COM_PAGE),
        (Fact::LongestBody, CAL_COM_PAGE),
        (Fact::Answer, CAL_COM_PAGE),
        (Fact::Retries, CAL_COM_PAGE),
        (Fact::Handshake, CAL_COM_PAGE),
    ]);

/// Chargify (Maxio Advanced Billing): `X-Chargify-Webhook-Signature-Hmac-Sha-256: <hex>`.
pub const CHARGIFY: Provider = Provider::new("chargify")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-chargify-webhook-signature-hmac-sha-256"));

/// Checkr: `X-Checkr-Signature: <hex>`.
pub const CHECKR: Provider = Provider::new("checkr")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-checkr-signature"));

/// Dub: `Dub-Signature: <hex>`.
pub const DUB: Provider = Provider::new("dub")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("dub-signature"))
    .names_event_in(&[Field::Json("/event")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "after 12 seconds, 2 minutes, 30 minutes and 6 hours, then every 24 hours until success",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (
            Fact::Proof,
            "https://github.com/dubinc/docs/blob/main/concepts/webhooks/introduction.mdx",
        ),
        (
            Fact::EventName,
            "https://github.com/dubinc/docs/blob/main/concepts/webhooks/introduction.mdx",
        ),
        (
            Fact::DeliveryId,
            "https://github.com/dubinc/docs/blob/main/concepts/webhooks/introduction.mdx",
        ),
        (
            Fact::LongestBody,
            "https://github.com/dubinc/docs/blob/main/concepts/webhooks/introduction.mdx",
        ),
        (
            Fact::Answer,
            "https://github.com/dubinc/docs/blob/main/concepts/webhooks/introduction.mdx",
        ),
        (
            Fact::Retries,
            "https://github.com/dubinc/docs/blob/main/concepts/webhooks/introduction.mdx",
        ),
        (
            Fact::Handshake,
            "https://github.com/dubinc/docs/blob/main/concepts/webhooks/introduction.mdx",
        ),
    ]);

/// Dwolla: `X-Request-Signature-SHA-256: <hex>`.
pub const DWOLLA: Provider = Provider::new("dwolla")
    .documented_at("https://developers.dwolla.com/docs/balance/webhooks/process-validate")
    .signed_with(Signature::hmac_sha256("x-request-signature-sha-256"));

/// Grafana, contact points of alerting: `X-Grafana-Alerting-Signature: <hex>`. The event name is
/// `/status`.
pub const GRAFANA: Provider = Provider::new("grafana")
    .documented_at("https://grafana.com/docs/grafana/latest/alerting/contact-points/notifiers/webhook-notifier")
    .signed_with(Signature::hmac_sha256("x-grafana-alerting-signature"))
    .names_event_in(&[Field::Json("/status")])
    .with_notes(&["Both header names are settings of the contact point. A time that is configured is signed too, and such deliveries are refused here."])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[(Fact::EventName, GRAFANA_PAGE), (Fact::DeliveryId, GRAFANA_PAGE), (Fact::LongestBody, GRAFANA_PAGE), (Fact::Answer, GRAFANA_PAGE), (Fact::Retries, GRAFANA_PAGE), (Fact::Handshake, GRAFANA_PAGE)]);

/// LaunchDarkly: `X-LD-Signature: <hex>`.
pub const LAUNCHDARKLY: Provider = Provider::new("launchdarkly")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-ld-signature"));

/// MailerLite: `Signature: <hex>`.
pub const MAILERLITE: Provider = Provider::new("mailerlite")
    .documented_at("https://www.npmjs.com/package/n8n-nodes-base")
    .signed_with(Signature::hmac_sha256("signature"));

/// Sendbird: `X-Sendbird-Signature: <hex>`.
pub const SENDBIRD: Provider = Provider::new("sendbird")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-sendbird-signature"));

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

/// Vercel Blob, upload callbacks: `X-Vercel-Signature: <hex>`. The secret is the read-write token.
pub const VERCEL_BLOB: Provider = Provider::new("vercel-blob")
    .documented_at("https://www.npmjs.com/package/@vercel/blob")
    .signed_with(Signature::hmac_sha256("x-vercel-signature"))
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .with_notes(&[
        "The answer must be JSON with `type` and `response`, so let the handler return a `Reply`.",
        "Callbacks of presigned uploads are signed with Ed25519, and are refused here.",
    ]);

const BITBUCKET_CLOUD_PAGE: &str = "https://jira.atlassian.com/browse/BCLOUD-22312";
const CHECKOUT_COM_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/checkout-com-webhooks/references/overview.md";
const LOGTO_PAGE: &str =
    "https://github.com/logto-io/docs/blob/master/docs/developers/webhooks/configure-webhooks.mdx";
const LOGTO_PAGE_2: &str =
    "https://github.com/logto-io/docs/blob/master/docs/developers/webhooks/request.mdx";
const SENTRY_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/sentry-webhooks/references/overview.md";
const CAL_COM_PAGE: &str =
    "https://github.com/calcom/cal.com/blob/main/docs/developing/guides/automation/webhooks.mdx";

const GRAFANA_PAGE: &str = "https://github.com/grafana/grafana/blob/main/docs/sources/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier.md";

const STREAM_PAGE: &str = "https://getstream.io/video/docs/api/webhooks/overview.md";
