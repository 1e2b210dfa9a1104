//! Senders that sign the body alone, in hex behind a label.

use http::StatusCode;

use super::WEBHOOK_CO;
use std::time::Duration;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Grammar, Signature},
};

/// Ashby: `Ashby-Signature: sha256=<hex>`.
pub const ASHBY: Provider = Provider::new("ashby")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("ashby-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Json("/action")])
    .names_delivery_in(&[Field::Json("/webhookActionId")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("up to nine, after 10, 30, 70, 150 seconds and so on"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (Fact::EventName, ASHBY_EVENTS),
        (Fact::DeliveryId, ASHBY_EVENTS),
        (Fact::LongestBody, ASHBY_SIZES),
        (Fact::Answer, ASHBY_ANSWERS),
        (Fact::Retries, ASHBY_ANSWERS),
        (Fact::Handshake, ASHBY_SIZES),
    ]);

/// BTCPay Server: `BTCPay-Sig: sha256=<hex>`. A redelivery names the delivery id of the first one.
pub const BTCPAY: Provider = Provider::new("btcpay")
    .documented_at("https://docs.rs/crate/btcpay-client/latest/source/docs/WebhookDataCreate.md")
    .signed_with(Signature::hmac_sha256("btcpay-sig").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/originalDeliveryId"), Field::Json("/deliveryId")])
    .retries_as(SenderRetries::Described(
        "after 10 seconds, 1 minute, and up to six times after 10 minutes",
    ))
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (Fact::EventName, BTCPAY_EVENT),
        (Fact::DeliveryId, BTCPAY_EVENT),
        (Fact::LongestBody, BTCPAY_PAGE),
        (Fact::Answer, BTCPAY_PAGE),
        (Fact::Handshake, BTCPAY_PAGE),
    ]);

/// Confluence Cloud: `X-Hub-Signature: sha256=<hex>`.
pub const CONFLUENCE: Provider = Provider::new("confluence")
    .documented_at("https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/confluence.ts")
    .signed_with(Signature::hmac_sha256("x-hub-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Json("/event")]);

/// Discourse: `X-Discourse-Event-Signature: sha256=<hex>`. The event name is in a header that is not
/// signed.
pub const DISCOURSE: Provider = Provider::new("discourse")
    .documented_at("https://github.com/discourse/discourse")
    .signed_with(
        Signature::hmac_sha256("x-discourse-event-signature")
            .written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Header("x-discourse-event")])
    .with_notes(&[
        "`X-Discourse-Event-Id` may be a new one in each attempt, so that it is no delivery id.",
    ])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(20))
    .retries_as(SenderRetries::Described(
        "four after 1, 5, 25 and 125 minutes, if the site setting allows",
    ))
    .has_none_of(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (Fact::LongestBody, DISCOURSE_SIZES),
        (Fact::Answer, DISCOURSE_ANSWERS),
        (Fact::Retries, DISCOURSE_SIZES),
        (Fact::Handshake, DISCOURSE_SIZES),
    ]);

/// Doppler: `X-Doppler-Signature: sha256=<hex>`.
pub const DOPPLER: Provider = Provider::new("doppler")
    .documented_at(WEBHOOK_CO)
    .signed_with(
        Signature::hmac_sha256("x-doppler-signature").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/type")])
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[(Fact::EventName, DOPPLER_PAGE), (Fact::DeliveryId, DOPPLER_PAGE)]);

/// Fireflies.ai: `X-Hub-Signature: sha256=<hex>`.
pub const FIREFLIES: Provider = Provider::new("fireflies")
    .documented_at("https://docs.fireflies.ai/graphql-api/webhooks")
    .signed_with(Signature::hmac_sha256("x-hub-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Json("/event"), Field::Json("/eventType")])
    .sourced(&[(Fact::EventName, FIREFLIES_PAGE)]);

/// Flexport: `X-Hub-Signature-256: sha256=<hex>`.
pub const FLEXPORT: Provider = Provider::new("flexport")
    .documented_at("https://apidocs.flexport.com/2023-07-01/tag/Webhook-Endpoints")
    .signed_with(
        Signature::hmac_sha256("x-hub-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .also_sends(&[("x-hub-signature", "the older signature with SHA-1, which is not accepted")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("a number of times, which is not published"))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(Fact::LongestBody, FLEXPORT_PAGE), (Fact::Handshake, FLEXPORT_PAGE)]);

/// Formstack: `X-FS-Signature: sha256=<hex>`.
pub const FORMSTACK: Provider = Provider::new("formstack")
    .documented_at("https://www.npmjs.com/package/n8n-nodes-base")
    .signed_with(Signature::hmac_sha256("x-fs-signature").written_as(Grammar::Prefix("sha256=")));

/// Greenhouse Recruiting: `Signature: sha256 <hex>`. There is a space, no equals sign. The delivery
/// id is in a header that is not signed.
pub const GREENHOUSE: Provider = Provider::new("greenhouse")
    .documented_at(GREENHOUSE_DOCS)
    .signed_with(Signature::hmac_sha256("signature").written_as(Grammar::Prefix("sha256 ")))
    .names_event_in(&[Field::Json("/action")])
    .names_delivery_in(&[Field::Header("greenhouse-event-id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(60),
        Duration::from_secs(900),
        Duration::from_secs(3600),
        Duration::from_secs(7200),
        Duration::from_secs(14_400),
        Duration::from_secs(28_800),
    ]))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (Fact::LongestBody, GREENHOUSE_PAGE),
        (Fact::Answer, GREENHOUSE_PAGE),
        (Fact::Retries, GREENHOUSE_PAGE),
        (Fact::Handshake, GREENHOUSE_PAGE),
    ]);

/// npm, registry hooks: `X-Npm-Signature: sha256=<hex>`.
pub const NPM_HOOKS: Provider = Provider::new("npm-hooks")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-npm-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Json("/event")])
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])
    .sourced(&[
        (Fact::EventName, NPM_HOOKS_PAGE),
        (Fact::DeliveryId, NPM_HOOKS_PAGE),
        (Fact::LongestBody, NPM_HOOKS_PAGE),
        (Fact::Answer, NPM_HOOKS_PAGE),
        (Fact::Retries, NPM_HOOKS_PAGE),
        (Fact::Handshake, NPM_HOOKS_PAGE),
    ]);

/// Snyk: `X-Hub-Signature: sha256=<hex>`.
pub const SNYK: Provider = Provider::new("snyk")
    .documented_at(
        "https://docs.snyk.io/snyk-api/using-specific-snyk-apis/webhooks-apis/about-webhooks",
    )
    .signed_with(Signature::hmac_sha256("x-hub-signature").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Header("x-snyk-event")])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[(Fact::EventName, SNYK_PAGE)]);

/// Yousign: `X-Yousign-Signature-256: sha256=<hex>`.
pub const YOUSIGN: Provider = Provider::new("yousign")
    .documented_at("https://developers.yousign.com/docs/use-webhooks-in-your-app")
    .signed_with(
        Signature::hmac_sha256("x-yousign-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/event_name")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .expects(StatusCode::OK)
    .with_notes(&["The first attempt waits for half a second, a retry for ten seconds."])
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(120),
        Duration::from_secs(360),
        Duration::from_secs(1800),
        Duration::from_secs(3600),
        Duration::from_secs(18_000),
        Duration::from_secs(64_800),
        Duration::from_secs(86_400),
        Duration::from_secs(172_800),
    ]))
    .has_none_of(&[Fact::Handshake])
    .sourced(&[
        (Fact::Answer, YOUSIGN_ANSWERS),
        (Fact::Retries, "https://developers.yousign.com/docs/failure-and-retry-policy"),
    ]);

/// The page of the members of an event.
const BTCPAY_EVENT: &str = "https://docs.rs/crate/btcpay-client/latest/source/docs/WebhookEvent.md";

const SNYK_PAGE: &str = "https://github.com/snyk/user-docs/blob/main/docs/snyk-api/using-specific-snyk-apis/webhooks-apis/validation-and-versioning-of-payloads.md";
/// SavvyCal: `X-Savvycal-Signature: sha256=<hex>`.
pub const SAVVYCAL: Provider = Provider::new("savvycal")
    .documented_at("https://savvycal.com/docs/api/webhooks/")
    .signed_with(
        Signature::hmac_sha256("x-savvycal-signature").written_as(Grammar::Prefix("sha256=")),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("with exponential backoff"))
    .sourced(&[
        (Fact::EventName, SAVVYCAL_PAGE),
        (Fact::DeliveryId, SAVVYCAL_PAGE),
        (Fact::Answer, SAVVYCAL_PAGE),
        (Fact::Retries, SAVVYCAL_PAGE),
    ]);

const DISCOURSE_SIZES: &str =
    "https://github.com/discourse/discourse/blob/main/app/jobs/regular/emit_web_hook_event.rb";

const DISCOURSE_ANSWERS: &str =
    "https://github.com/discourse/discourse/blob/main/app/services/web_hook_emitter.rb";

const BTCPAY_PAGE: &str = "https://github.com/btcpayserver/btcpayserver/blob/master/BTCPayServer/HostedServices/Webhooks/WebhookSender.cs";

const GREENHOUSE_PAGE: &str = "https://github.com/grnhse/greenhouse-api-docs/blob/master/source/includes/webhooks/_introduction.md";

const ASHBY_EVENTS: &str =
    "https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/ashby.ts";

const ASHBY_SIZES: &str = "https://developers.ashbyhq.com/docs/setting-up-webhooks";

const ASHBY_ANSWERS: &str = "https://developers.ashbyhq.com/docs/retries";

const DOPPLER_PAGE: &str = "https://docs.doppler.com/docs/webhooks";

const FIREFLIES_PAGE: &str =
    "https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/fireflies.ts";

const FLEXPORT_PAGE: &str = "https://apidocs.flexport.com/v3/tag/Webhook-Endpoints";

const NPM_HOOKS_PAGE: &str =
    "https://github.com/npm/registry/blob/main/docs/hooks/hooks-payload.md";

const YOUSIGN_ANSWERS: &str =
    "https://developers.yousign.com/changelog/2023116-webhook-delivery-updates";

const GREENHOUSE_DOCS: &str =
    "https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/greenhouse.ts";

const SAVVYCAL_PAGE: &str = "https://developers.savvycal.com/webhooks";
