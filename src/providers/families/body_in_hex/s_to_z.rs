//! Senders that sign the body alone, in hex, from s to z by name.

use std::time::Duration;

use http::StatusCode;

use super::super::WEBHOOK_CO;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, AnswerValue, Encoding, Guard, Handshake, Hash, KeyForm, Signature, When},
};

/// Sendbird: `X-Sendbird-Signature: <hex>`.
pub const SENDBIRD: Provider = Provider::new("sendbird")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-sendbird-signature"))
    .names_event_in(&[Field::Json("/category")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described("up to three attempts in all"))
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (
            SENDBIRD_PAGE,
            &[Fact::EventName, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
        ),
        (SENDBIRD_DOCS, &[Fact::DeliveryId]),
    ]);

const SENDBIRD_PAGE: &str =
    "https://sendbird.com/docs/chat/platform-api/v3/webhook/webhook-overview";

const SENDBIRD_DOCS: &str = "https://github.com/blazingorb/sendbirdclient";

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
    .sourced(&[(
        SENTRY_PAGE,
        &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// Smartcar: `SC-Signature: <hex>`.
pub const SMARTCAR: Provider = Provider::new("smartcar")
    .documented_at("https://www.npmjs.com/package/smartcar")
    .signed_with(Signature::hmac_sha256("sc-signature"))
    .names_event_in(&[Field::Json("/eventType")])
    .names_delivery_in(&[Field::Json("/eventId")])
    .sends_at_most(50 * 1024)
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(15))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(25),
        Duration::from_secs(50),
        Duration::from_secs(100),
    ]))
    .answers_handshakes(&[Handshake::new(
        Guard::Anyone,
        &[When::Is(Field::Json("/eventType"), "VERIFY"), When::Present(SMARTCAR_CHALLENGE)],
        Answer::json(&[(
            "challenge",
            AnswerValue::hmac(SMARTCAR_CHALLENGE, Hash::Sha256, Encoding::Hex),
        )]),
    )])
    .sourced(&[
        (SMARTCAR_PAGE, &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries]),
        (SMARTCAR_DOCS, &[Fact::Handshake]),
    ]);

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
        (SONARQUBE_SIZES, &[Fact::LongestBody]),
        (SONARQUBE_ANSWERS, &[Fact::Answer]),
        (SONARQUBE_RETRIES, &[Fact::Retries]),
    ]);

/// Squarespace: `Squarespace-Signature: <hex>`. The secret is hex.
pub const SQUARESPACE: Provider = Provider::new("squarespace")
    .documented_at(WEBHOOK_CO)
    .signed_with(
        Signature::hmac_sha256("squarespace-signature").key(KeyForm::Encoded(Encoding::Hex)),
    )
    .names_event_in(&[Field::Json("/topic")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("several times for up to 48 hours"))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (SQUARESPACE_PAGE, &[Fact::EventName, Fact::DeliveryId]),
        (SQUARESPACE_DOCS, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

const SQUARESPACE_PAGE: &str = "https://developers.squarespace.com/webhooks/overview";

const SQUARESPACE_DOCS: &str = "https://developers.squarespace.com/webhooks/notification-delivery";

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
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (STREAM_PAGE, &[Fact::LongestBody, Fact::Handshake]),
        (STREAM_ANSWERS, &[Fact::Answer, Fact::Retries]),
    ]);

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
        "`correlationId` is of the request that caused the delivery, and may have caused others.",
    ])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .names_delivery_in(&[Field::Json("/correlationId")])
    .deduplicated_by(&[
        Field::Json("/correlationId"),
        Field::Json("/type"),
        Field::Json("/applicantId"),
        Field::Json("/applicantActionId"),
    ])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (SUMSUB_DOCS, &[Fact::DeliveryId]),
        (SUMSUB_PAGE, &[Fact::LongestBody, Fact::Answer]),
    ]);

const SUMSUB_DOCS: &str = "https://docs.sumsub.com/docs/user-verification-webhooks";

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
        (TRIGGER_DEV_EVENTS, &[Fact::EventName, Fact::DeliveryId, Fact::LongestBody, Fact::Answer]),
        (TRIGGER_DEV_RETRIES, &[Fact::Retries]),
        (TRIGGER_DEV_HANDSHAKES, &[Fact::Handshake]),
    ]);

/// Vercel: `x-vercel-signature: <hex>`, with SHA-1.
pub const VERCEL: Provider = Provider::new("vercel")
    .documented_at("https://trigger.dev/docs/webhooks/providers/vercel")
    .signed_with(Signature::hmac_sha1("x-vercel-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::Described("with exponential backoff for up to 24 hours"))
    .does_not_publish(&[Fact::Handshake])
    .sourced(&[
        (VERCEL_PAGE, &[Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Retries]),
        (VERCEL_DOCS, &[Fact::Handshake]),
    ]);

const VERCEL_DOCS: &str = "https://vercel.com/docs/webhooks";

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
    .retries_as(SenderRetries::Described("five times"))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .sourced(&[(VERCEL_BLOB_PAGE, &[Fact::Retries, Fact::Handshake])]);

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
    .deduplicated_by(&[
        Field::Json("/message_token"),
        Field::Json("/event"),
        Field::Json("/user_id"),
    ])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("several within an hour until the answer is 200"))
    .with_notes(&["`delivered` and `seen` have the token of the message that they are about."])
    .has_none_of(&[Fact::Handshake])
    .sourced(&[(VIBER_PAGE, &[Fact::Answer, Fact::Retries])]);

const SMARTCAR_CHALLENGE: Field = Field::Json("/data/challenge");

const SMARTCAR_PAGE: &str = "https://smartcar.com/docs/api-reference/webhooks/delivery-behavior";

const SMARTCAR_DOCS: &str =
    "https://smartcar.com/docs/integrations/webhooks/callback-verification.md";

const STREAM_PAGE: &str = "https://getstream.io/chat/docs/node/webhooks_overview/";

const SUMSUB_PAGE: &str = "https://docs.sumsub.com/docs/webhooks";

const VERCEL_BLOB_PAGE: &str = "https://vercel.com/docs/vercel-blob/using-blob-sdk";

const VIBER_PAGE: &str = "https://developers.viber.com/docs/faq/";

const SENTRY_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/sentry-webhooks/references/overview.md";

const SONARQUBE_SIZES: &str = "https://github.com/SonarSource/sonarqube/blob/master/server/sonar-server-common/src/main/java/org/sonar/server/webhook/WebhookCallerImpl.java";

const SONARQUBE_ANSWERS: &str =
    "https://docs.sonarsource.com/sonarqube-server/10.8/project-administration/webhooks";

const SONARQUBE_RETRIES: &str = "https://github.com/SonarSource/sonarqube/blob/master/server/sonar-server-common/src/main/java/org/sonar/server/webhook/WebHooksImpl.java";

const VERCEL_PAGE: &str = "https://vercel.com/docs/webhooks/webhooks-api";

const SONARQUBE_DOCS: &str = "https://docs.sonarsource.com/sonarqube-server/2026.3/project-administration/integrations/webhooks";

const TRIGGER_DEV_EVENTS: &str = "https://github.com/triggerdotdev/trigger.dev/blob/main/apps/webapp/app/v3/services/alerts/deliverAlert.server.ts";

const TRIGGER_DEV_RETRIES: &str = "https://github.com/triggerdotdev/trigger.dev/blob/main/apps/webapp/app/v3/alertsWorker.server.ts";

const TRIGGER_DEV_HANDSHAKES: &str =
    "https://github.com/triggerdotdev/trigger.dev/blob/main/docs/troubleshooting-alerts.mdx";

const STREAM_ANSWERS: &str = "https://getstream.io/chat/docs/php/push_webhook/";
