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
const THROUGH_SVIX: Provider =
    SVIX.signed_with(SVIX_HEADERS).names_delivery_in(&[Field::Header("svix-id")]).sourced(&[
        (Fact::LongestBody, BY_SVIX),
        (Fact::Answer, BY_SVIX),
        (Fact::Retries, BY_SVIX),
        (Fact::Handshake, BY_SVIX),
    ]);

const BY_SVIX: &str = "https://docs.svix.com/retries";

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
        (Fact::LongestBody, ANTHROPIC_ANSWERS),
        (Fact::Answer, ANTHROPIC_ANSWERS),
        (Fact::Retries, ANTHROPIC_ANSWERS),
        (Fact::Handshake, ANTHROPIC_SETUP),
    ]);

const ANTHROPIC_SETUP: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/claude-managed-agents-webhooks/references/setup.md";

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
    .sourced(&[
        (
            Fact::LongestBody,
            "https://github.com/dodopayments/dodo-docs/blob/main/developer-resources/webhooks.mdx",
        ),
        (
            Fact::Answer,
            "https://github.com/dodopayments/dodo-docs/blob/main/developer-resources/webhooks.mdx",
        ),
        (
            Fact::Retries,
            "https://github.com/dodopayments/dodo-docs/blob/main/developer-resources/webhooks.mdx",
        ),
        (
            Fact::Handshake,
            "https://github.com/dodopayments/dodo-docs/blob/main/developer-resources/webhooks.mdx",
        ),
    ]);

/// ImageKit: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS), except that the text of the
/// secret is the key, `whsec_` included.
pub const IMAGEKIT: Provider = BY_SPECIFICATION
    .named("imagekit")
    .documented_at("https://www.npmjs.com/package/@imagekit/nodejs")
    .signed_with(Signature::standard_webhooks().key(KeyForm::Text))
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .sourced(&[
        (Fact::LongestBody, IMAGEKIT_PAGE),
        (Fact::Answer, IMAGEKIT_PAGE),
        (Fact::Retries, IMAGEKIT_PAGE),
        (Fact::Handshake, IMAGEKIT_PAGE),
    ]);

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
        (Fact::EventName, LEARNING_360_EVENTS),
        (Fact::LongestBody, LEARNING_360_PAGE),
        (Fact::Answer, LEARNING_360_PAGE),
        (Fact::Retries, LEARNING_360_PAGE),
        (Fact::Handshake, LEARNING_360_PAGE),
    ]);

/// Lithic: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS). The event name is
/// `/event_type`.
pub const LITHIC: Provider = BY_SPECIFICATION
    .named("lithic")
    .documented_at("https://www.npmjs.com/package/lithic")
    .names_event_in(&[Field::Json("/event_type")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(5),
        Duration::from_secs(300),
        Duration::from_secs(1800),
        Duration::from_secs(7200),
        Duration::from_secs(18000),
        Duration::from_secs(36000),
        Duration::from_secs(36000),
    ]))
    .with_notes(&["Five days of failures disable the subscription."])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (Fact::LongestBody, LITHIC_PAGE),
        (Fact::Answer, LITHIC_PAGE),
        (Fact::Retries, LITHIC_PAGE),
        (Fact::Handshake, LITHIC_PAGE),
    ]);

/// Liveblocks: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const LIVEBLOCKS: Provider = BY_SPECIFICATION
    .named("liveblocks")
    .documented_at("https://www.npmjs.com/package/@liveblocks/node")
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
        (Fact::LongestBody, LIVEBLOCKS_PAGE),
        (Fact::Answer, LIVEBLOCKS_PAGE),
        (Fact::Retries, LIVEBLOCKS_PAGE),
        (Fact::Handshake, LIVEBLOCKS_PAGE),
    ]);

/// OpenAI: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const OPENAI: Provider = BY_SPECIFICATION
    .named("openai")
    .documented_at("https://www.npmjs.com/package/openai")
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("with exponential backoff for up to 72 hours"))
    .sourced(&[(Fact::Retries, OPENAI_PAGE)]);

/// Polar: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS), except that the text of the
/// secret is the key.
pub const POLAR: Provider = BY_SPECIFICATION
    .named("polar")
    .documented_at("https://github.com/polarsource/polar-js/blob/main/src/webhooks.ts")
    .signed_with(Signature::standard_webhooks().key(KeyForm::Text))
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("up to ten with exponential backoff; after ten failed deliveries in a row the endpoint is disabled"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(Fact::LongestBody, POLAR_PAGE), (Fact::Answer, POLAR_PAGE), (Fact::Retries, POLAR_PAGE), (Fact::Handshake, POLAR_PAGE)]);

/// PostSyncer: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const POSTSYNCER: Provider = BY_SPECIFICATION
    .named("postsyncer")
    .documented_at("https://docs.postsyncer.com/guides/verify-webhooks")
    .names_event_in(&[]);

/// Replicate: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS), without a window in its SDK:
/// here it is five minutes, as its documentation advises.
///
/// The body is the prediction. It has no event name, only a `/status`.
pub const REPLICATE: Provider = BY_SPECIFICATION
    .named("replicate")
    .documented_at("https://www.npmjs.com/package/replicate")
    .names_event_in(&[])
    .has_none_of(&[Fact::EventName]);

/// Resend: through [Svix](crate::providers::SVIX).
pub const RESEND: Provider =
    THROUGH_SVIX.named("resend").documented_at("https://www.npmjs.com/package/resend");

/// Self (Enterprise): through [Svix](crate::providers::SVIX).
pub const SELF_ENTERPRISE: Provider = THROUGH_SVIX
    .named("self-enterprise")
    .documented_at(
        "https://github.com/selfxyz/self-docs/blob/main/self-enterprise/webhooks/overview.md",
    )
    .names_event_in(&[Field::Json("/type")])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (Fact::EventName, SELF_ENTERPRISE_PAGE),
        (Fact::LongestBody, BY_SVIX),
        (Fact::Answer, BY_SVIX),
        (Fact::Retries, BY_SVIX),
        (Fact::Handshake, BY_SVIX),
    ]);

/// Supabase, hooks of Auth: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS). The secret
/// begins with `v1,whsec_`.
///
/// An endpoint gets one kind of hook, so that its name is not in the delivery. Database webhooks
/// are another product, and are not signed.
pub const SUPABASE: Provider = BY_SPECIFICATION
    .named("supabase")
    .documented_at("https://supabase.com/docs/guides/auth/auth-hooks")
    .signed_with(Signature::standard_webhooks().key(KeyForm::Base64After("v1,whsec_")))
    .names_event_in(&[])
    .has_none_of(&[Fact::EventName, Fact::Handshake])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described(
        "up to three, two seconds apart, after a 429 or a 503 with `Retry-After`",
    ))
    .sends_at_most(20 * 1024)
    .sourced(&[
        (Fact::LongestBody, SUPABASE_PAGE),
        (Fact::Answer, SUPABASE_PAGE),
        (Fact::Retries, SUPABASE_PAGE),
        (Fact::Handshake, SUPABASE_PAGE),
    ]);

/// Whop: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const WHOP: Provider = BY_SPECIFICATION
    .named("whop")
    .documented_at("https://docs.whop.com")
    .names_event_in(&[Field::Json("/type")])
    .sourced(&[(Fact::EventName, "https://www.npmjs.com/package/@whop/sdk")]);

/// ShipBob: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS). The event name is in a header
/// that is not signed.
pub const SHIPBOB: Provider = BY_SPECIFICATION
    .named("shipbob")
    .documented_at("https://developer.shipbob.com/2026-07/webhooks")
    .names_event_in(&[Field::Header("x-webhook-topic")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("with exponential backoff"))
    .sourced(&[(Fact::Answer, SHIPBOB_PAGE), (Fact::Retries, SHIPBOB_PAGE)]);

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
        (Fact::EventName, ETSY_EVENTS),
        (Fact::LongestBody, ETSY_PAGE),
        (Fact::Answer, ETSY_PAGE),
        (Fact::Retries, ETSY_PAGE),
        (Fact::Handshake, ETSY_PAGE),
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
        (Fact::EventName, GEMINI_EVENTS),
        (Fact::LongestBody, GEMINI_EVENTS),
        (Fact::Answer, GEMINI_PAGE),
        (Fact::Retries, GEMINI_PAGE),
        (Fact::Handshake, GEMINI_SETUP),
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
        (Fact::EventName, "https://docs.incident.io/api-reference/action-v1/created-private"),
        (Fact::LongestBody, INCIDENT_IO_PAGE),
        (Fact::Answer, INCIDENT_IO_PAGE),
        (Fact::Retries, INCIDENT_IO_PAGE),
        (Fact::Handshake, INCIDENT_IO_PAGE),
    ]);

/// Increase: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const INCREASE: Provider = BY_SPECIFICATION
    .named("increase")
    .documented_at(WEBHOOK_CO)
    .names_event_in(&[Field::Json("/category")])
    .sourced(&[(Fact::EventName, "https://increase.com/documentation/webhooks")]);

/// Recall.ai: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const RECALL_AI: Provider = BY_SPECIFICATION
    .named("recall-ai")
    .documented_at("https://docs.recall.ai/docs/authenticating-requests-from-recallai")
    .retries_as(SenderRetries::Described(
        "after 5 seconds, 5 minutes, 30 minutes, 2 hours, 5 hours, 10 hours and 10 hours, by Svix",
    ))
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(15))
    .sourced(&[
        (Fact::EventName, RECALL_AI_EVENTS),
        (Fact::Answer, RECALL_AI_EVENTS),
        (Fact::Retries, RECALL_AI_PAGE),
    ]);

/// Render: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const RENDER: Provider = BY_SPECIFICATION
    .named("render")
    .documented_at("https://render.com/docs/webhooks")
    .names_event_in(&[]);

/// SignatureAPI: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const SIGNATUREAPI: Provider = BY_SPECIFICATION
    .named("signatureapi")
    .documented_at("https://signatureapi.com/docs/api/webhooks")
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("for up to 48 hours"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (Fact::LongestBody, SIGNATUREAPI_PAGE),
        (Fact::Answer, SIGNATUREAPI_PAGE),
        (Fact::Retries, SIGNATUREAPI_PAGE),
        (Fact::Handshake, SIGNATUREAPI_PAGE),
    ]);

const SIGNATUREAPI_PAGE: &str = "https://github.com/signatureapi/skills/blob/main/skills/signatureapi-integrate/references/webhooks.md";

/// Stytch: through [Svix](crate::providers::SVIX).
pub const STYTCH: Provider = THROUGH_SVIX
    .named("stytch")
    .documented_at(WEBHOOK_CO)
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/object_type"),
        second: &Field::Json("/action"),
        separator: ".",
    }])
    .sourced(&[
        (Fact::EventName, STYTCH_PAGE),
        (Fact::LongestBody, BY_SVIX),
        (Fact::Answer, BY_SVIX),
        (Fact::Retries, BY_SVIX),
        (Fact::Handshake, BY_SVIX),
    ]);

const STYTCH_PAGE: &str = "https://stytch.com/docs/workspace-management/webhooks";

/// Vanta: through [Svix](crate::providers::SVIX).
pub const VANTA: Provider =
    THROUGH_SVIX.named("vanta").documented_at(WEBHOOK_CO).names_event_in(&[]);

const LEARNING_360_PAGE: &str = "https://360learning.readme.io/docs/retry-logic";
const POLAR_PAGE: &str =
    "https://github.com/polarsource/polar/blob/main/docs/integrate/webhooks/delivery.mdx";
const SUPABASE_PAGE: &str =
    "https://github.com/supabase/supabase/blob/master/apps/docs/content/guides/auth/auth-hooks.mdx";

const RECALL_AI_PAGE: &str = "https://docs.recall.ai/v1.10/docs/faq-webhooks";
const ETSY_EVENTS: &str = "https://developers.etsy.com/documentation/essentials/webhooks";

const ETSY_PAGE: &str = "https://raw.githubusercontent.com/api-evangelist/etsy/refs/heads/main/asyncapi/etsy-webhooks-asyncapi.yml";

const LEARNING_360_EVENTS: &str =
    "https://360learning.readme.io/reference-link/webhookpathsessionuserstatusupdated";

const GEMINI_PAGE: &str =
    "https://hookdeck.com/webhooks/platforms/guide-to-gemini-webhooks-features-and-best-practices";

const LIVEBLOCKS_PAGE: &str =
    "https://github.com/liveblocks/liveblocks/blob/main/docs/pages/platform/webhooks.mdx";

const OPENAI_PAGE: &str =
    "https://hookdeck.com/webhooks/platforms/guide-to-openai-webhooks-features-and-best-practices";

const LITHIC_PAGE: &str = "https://docs.lithic.com/docs/events-api";

const INCIDENT_IO_PAGE: &str = "https://docs.incident.io/api-reference/webhooks";

const IMAGEKIT_PAGE: &str = "https://imagekit.io/docs/webhooks";

const SELF_ENTERPRISE_PAGE: &str =
    "https://github.com/selfxyz/self-docs/blob/main/self-enterprise/webhooks/events.md";

const RECALL_AI_EVENTS: &str = "https://docs.recall.ai/docs/bot-status-change-events";

const SHIPBOB_PAGE: &str = "https://developer.shipbob.com/webhooks.md";

const ANTHROPIC_ANSWERS: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/claude-managed-agents-webhooks/references/overview.md";
