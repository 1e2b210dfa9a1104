//! Senders that deliver through Svix, or by the specification Standard Webhooks.

use std::time::Duration;

use http::StatusCode;

use super::{
    super::{STANDARD_WEBHOOKS, SVIX, svix::SVIX_HEADERS},
    WEBHOOK_CO,
};
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{KeyForm, Signature},
};

/// The facts of a sender by the specification. Its retries, answer, handshake and longest body are its own.
pub(super) const BY_SPECIFICATION: Provider = Provider {
    answer: None,
    ..STANDARD_WEBHOOKS
        .signed_with(Signature::standard_webhooks())
        .retries_as(SenderRetries::Unknown)
        .has_none_of(&[])
        .with_notes(&[])
};

/// The facts of a sender through Svix, with the header names of Svix alone. Svix delivers, waits and
/// retries for all its customers alike.
pub(super) const THROUGH_SVIX: Provider = SVIX
    .signed_with(SVIX_HEADERS)
    .names_delivery_in(&[Field::Header("svix-id")])
    .sourced(&[(BY_SVIX, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

pub(super) const BY_SVIX: &str = "https://docs.svix.com/retries";

/// Anthropic: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS). The event name is
/// `/data/type`: `/type` is always `event`.
pub const ANTHROPIC: Provider = BY_SPECIFICATION
    .named("anthropic")
    .documented_at("https://www.npmjs.com/package/@anthropic-ai/sdk")
    .names_event_in(&[Field::Json("/data/type")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "at least once; about 20 failed deliveries in a row disable the endpoint",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (ANTHROPIC_ANSWERS, &[Fact::LongestBody, Fact::Answer, Fact::Retries]),
        (ANTHROPIC_SETUP, &[Fact::Handshake]),
    ]);

const ANTHROPIC_SETUP: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/claude-managed-agents-webhooks/references/setup.md";

/// `BigCommerce`: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS), except that the text of the
/// secret is the key: it is the client secret of the app.
pub const BIGCOMMERCE: Provider = BY_SPECIFICATION
    .named("bigcommerce")
    .documented_at("https://github.com/bigcommerce/docs/blob/94be67d4adf30f56ee204f5141181411651c6637/docs/integrations/webhooks/https-webhook-overview.mdx")
    .signed_with(Signature::standard_webhooks().key(KeyForm::Text))
    .names_event_in(&[Field::Json("/scope")])
    .names_tenant_in(&[Field::Json("/store_id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(60),
        Duration::from_secs(180),
        Duration::from_secs(300),
        Duration::from_secs(600),
        Duration::from_secs(900),
        Duration::from_secs(1800),
        Duration::from_secs(3600),
        Duration::from_secs(7200),
        Duration::from_secs(21_600),
        Duration::from_secs(50_400),
        Duration::from_secs(86_400),
    ]))
    .with_notes(&["Endpoints of a domain that fail too often get nothing for three minutes."])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

/// Brex: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS). The secret is base64 without
/// `whsec_`.
pub const BREX: Provider = BY_SPECIFICATION
    .named("brex")
    .documented_at("https://developer.brex.com/docs/webhooks")
    .names_event_in(&[Field::Json("/event_type")]);

/// Clerk: through [Svix](crate::providers::SVIX).
pub const CLERK: Provider =
    THROUGH_SVIX.named("clerk").documented_at("https://www.npmjs.com/package/@clerk/backend");

/// Dodo Payments: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const DODO_PAYMENTS: Provider = BY_SPECIFICATION
    .named("dodo-payments")
    .documented_at("https://www.npmjs.com/package/dodopayments")
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(15))
    .retries_as(SenderRetries::Described(
        "up to eight with exponential backoff over about 27 hours",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(
        "https://github.com/dodopayments/dodo-docs/blob/main/developer-resources/webhooks.mdx",
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// ImageKit: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS), except that the text of the
/// secret is the key, `whsec_` included.
pub const IMAGEKIT: Provider = BY_SPECIFICATION
    .named("imagekit")
    .documented_at("https://www.npmjs.com/package/@imagekit/nodejs")
    .signed_with(Signature::standard_webhooks().key(KeyForm::Text))
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .sourced(&[(
        IMAGEKIT_PAGE,
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// 360Learning: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const LEARNING_360: Provider = BY_SPECIFICATION
    .named("360learning")
    .documented_at("https://360learning.readme.io/docs/security-and-signature-verification")
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(15))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(5),
        Duration::from_secs(300),
        Duration::from_secs(1800),
        Duration::from_secs(7200),
        Duration::from_secs(18000),
        Duration::from_secs(36000),
        Duration::from_secs(36000),
    ]))
    .names_event_in(&[Field::Json("/type")])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (LEARNING_360_EVENTS, &[Fact::EventName]),
        (LEARNING_360_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// Browserbase: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const BROWSERBASE: Provider = BY_SPECIFICATION
    .named("browserbase")
    .documented_at("https://docs.browserbase.com/platform/webhooks/verifying-deliveries")
    .names_delivery_in(&[Field::Json("/id")])
    .waits_at_most(Duration::from_secs(15))
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::ZERO,
        Duration::from_secs(5),
        Duration::from_secs(300),
        Duration::from_secs(1800),
        Duration::from_secs(7200),
        Duration::from_secs(18_000),
        Duration::from_secs(36_000),
        Duration::from_secs(36_000),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

/// Etsy: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const ETSY: Provider = BY_SPECIFICATION
    .named("etsy")
    .documented_at(WEBHOOK_CO)
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
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (ETSY_EVENTS, &[Fact::EventName]),
        (ETSY_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// Google Gemini, with a static secret: as [Standard
/// Webhooks](crate::providers::STANDARD_WEBHOOKS). Its dynamic mode, with a JWT, is another scheme.
pub const GEMINI: Provider = BY_SPECIFICATION
    .named("gemini")
    .documented_at(WEBHOOK_CO)
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("with exponential backoff for up to 24 hours"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (GEMINI_EVENTS, &[Fact::EventName, Fact::LongestBody]),
        (GEMINI_PAGE, &[Fact::Answer, Fact::Retries]),
        (GEMINI_SETUP, &[Fact::Handshake]),
    ]);

const GEMINI_EVENTS: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/gemini-webhooks/references/overview.md";

const GEMINI_SETUP: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/gemini-webhooks/references/setup.md";

/// incident.io: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const INCIDENT_IO: Provider = BY_SPECIFICATION
    .named("incident-io")
    .documented_at(WEBHOOK_CO)
    .names_event_in(&[Field::Json("/event_type")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(15))
    .retries_as(SenderRetries::Described(
        "with exponential backoff for 24 hours; after 5 days of failures the endpoint is disabled",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        ("https://docs.incident.io/api-reference/action-v1/created-private", &[Fact::EventName]),
        (INCIDENT_IO_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// Increase: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const INCREASE: Provider = BY_SPECIFICATION
    .named("increase")
    .documented_at(WEBHOOK_CO)
    .names_event_in(&[Field::Json("/category")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to seven with exponentially increasing backoff"))
    .sourced(&[(INCREASE_PAGE, &[Fact::EventName, Fact::Answer, Fact::Retries])]);

const INCREASE_PAGE: &str = "https://increase.com/documentation/webhooks";

const LEARNING_360_PAGE: &str = "https://360learning.readme.io/docs/retry-logic";

const ETSY_EVENTS: &str = "https://developers.etsy.com/documentation/essentials/webhooks";

const ETSY_PAGE: &str = "https://raw.githubusercontent.com/api-evangelist/etsy/refs/heads/main/asyncapi/etsy-webhooks-asyncapi.yml";

const LEARNING_360_EVENTS: &str =
    "https://360learning.readme.io/reference-link/webhookpathsessionuserstatusupdated";

const GEMINI_PAGE: &str =
    "https://hookdeck.com/webhooks/platforms/guide-to-gemini-webhooks-features-and-best-practices";

const INCIDENT_IO_PAGE: &str = "https://docs.incident.io/api-reference/webhooks";

const IMAGEKIT_PAGE: &str = "https://imagekit.io/docs/webhooks";

const ANTHROPIC_ANSWERS: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/claude-managed-agents-webhooks/references/overview.md";
