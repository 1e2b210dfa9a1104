//! Senders that deliver through Svix, or by the specification Standard Webhooks, from j on by name.

use std::time::Duration;

use http::StatusCode;

use super::{
    WEBHOOK_CO,
    standard_webhooks::{BY_SPECIFICATION, BY_SVIX, THROUGH_SVIX},
};
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{KeyForm, Signature},
};

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
    .sourced(&[(LITHIC_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

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
    .sourced(&[(
        LIVEBLOCKS_PAGE,
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// OpenAI: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const OPENAI: Provider = BY_SPECIFICATION
    .named("openai")
    .documented_at("https://www.npmjs.com/package/openai")
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("with exponential backoff for up to 72 hours"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (OPENAI_DOCS, &[Fact::LongestBody, Fact::Handshake]),
        (OPENAI_PAGE, &[Fact::Retries]),
    ]);

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
    .sourced(&[(POLAR_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])]);

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
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "several with exponential backoff, the last about a minute after the end",
    ))
    .with_notes(&["Only the state in which a prediction ends is sent again."])
    .has_none_of(&[Fact::EventName])
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        REPLICATE_PAGE,
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

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
        (SELF_ENTERPRISE_PAGE, &[Fact::EventName]),
        (BY_SVIX, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
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
    .sourced(&[(
        SUPABASE_PAGE,
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

/// Whop: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const WHOP: Provider = BY_SPECIFICATION
    .named("whop")
    .documented_at("https://docs.whop.com")
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(10),
        Duration::from_secs(20),
        Duration::from_secs(40),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        ("https://www.npmjs.com/package/@whop/sdk", &[Fact::EventName]),
        (WHOP_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// ShipBob: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS). The event name is in a header
/// that is not signed.
pub const SHIPBOB: Provider = BY_SPECIFICATION
    .named("shipbob")
    .documented_at("https://developer.shipbob.com/2026-07/webhooks")
    .names_event_in(&[Field::Header("x-webhook-topic")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(15))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(5),
        Duration::from_secs(5 * 60),
        Duration::from_secs(30 * 60),
        Duration::from_secs(2 * 3600),
        Duration::from_secs(5 * 3600),
        Duration::from_secs(10 * 3600),
        Duration::from_secs(10 * 3600),
    ]))
    .sourced(&[(SHIPBOB_PAGE, &[Fact::Answer]), (SHIPBOB_DOCS, &[Fact::Retries])]);

const SHIPBOB_DOCS: &str = "https://developer.shipbob.com/v1.0/webhooks";

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
    .with_notes(&["A real-time endpoint is tried again every second, 60 times."])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (RECALL_AI_EVENTS, &[Fact::EventName, Fact::Answer]),
        (RECALL_AI_DOCS, &[Fact::LongestBody]),
        (RECALL_AI_PAGE, &[Fact::Retries]),
        (BY_SVIX, &[Fact::Handshake]),
    ]);

/// Render: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const RENDER: Provider = BY_SPECIFICATION
    .named("render")
    .documented_at("https://render.com/docs/webhooks")
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(15))
    .retries_as(SenderRetries::Described(
        "up to eight attempts with exponential backoff, the last about 33 hours after the first",
    ))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

/// SignatureAPI: as [Standard Webhooks](crate::providers::STANDARD_WEBHOOKS).
pub const SIGNATUREAPI: Provider = BY_SPECIFICATION
    .named("signatureapi")
    .documented_at("https://signatureapi.com/docs/api/webhooks")
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("for up to 48 hours"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[(
        SIGNATUREAPI_PAGE,
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

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
        (STYTCH_PAGE, &[Fact::EventName]),
        (BY_SVIX, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

/// Vanta: through [Svix](crate::providers::SVIX).
pub const VANTA: Provider = THROUGH_SVIX
    .named("vanta")
    .documented_at(WEBHOOK_CO)
    .names_event_in(&[])
    .with_notes(&["The body does not name the event: give each event type an endpoint of its own."])
    .has_none_of(&[Fact::EventName, Fact::Handshake])
    .sourced(&[
        (VANTA_PAGE, &[Fact::EventName]),
        (BY_SVIX, &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake]),
    ]);

const OPENAI_DOCS: &str = "https://developers.openai.com/api/docs/guides/webhooks";

const REPLICATE_PAGE: &str = "https://replicate.com/docs/topics/webhooks/receive-webhook";

const WHOP_PAGE: &str = "https://docs.whop.com/developer/guides/webhooks";

const RECALL_AI_DOCS: &str = "https://docs.recall.ai/docs/faq-webhooks";

const SIGNATUREAPI_PAGE: &str = "https://github.com/signatureapi/skills/blob/main/skills/signatureapi-integrate/references/webhooks.md";

const STYTCH_PAGE: &str = "https://stytch.com/docs/workspace-management/webhooks";

const VANTA_PAGE: &str = "https://developer.vanta.com/reference/webhooks/overview";

const POLAR_PAGE: &str =
    "https://github.com/polarsource/polar/blob/main/docs/integrate/webhooks/delivery.mdx";

const SUPABASE_PAGE: &str =
    "https://github.com/supabase/supabase/blob/master/apps/docs/content/guides/auth/auth-hooks.mdx";

const RECALL_AI_PAGE: &str = "https://docs.recall.ai/v1.10/docs/faq-webhooks";

const LIVEBLOCKS_PAGE: &str =
    "https://github.com/liveblocks/liveblocks/blob/main/docs/pages/platform/webhooks.mdx";

const OPENAI_PAGE: &str =
    "https://hookdeck.com/webhooks/platforms/guide-to-openai-webhooks-features-and-best-practices";

const LITHIC_PAGE: &str = "https://docs.lithic.com/docs/events-api";

const SELF_ENTERPRISE_PAGE: &str =
    "https://github.com/selfxyz/self-docs/blob/main/self-enterprise/webhooks/events.md";

const RECALL_AI_EVENTS: &str = "https://docs.recall.ai/docs/bot-status-change-events";

const SHIPBOB_PAGE: &str = "https://developer.shipbob.com/webhooks.md";
