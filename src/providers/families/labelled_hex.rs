//! Senders that sign the body alone, in hex behind a label.

use http::StatusCode;

use super::WEBHOOK_CO;
use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Grammar, Signature},
};

/// Ashby: `Ashby-Signature: sha256=<hex>`.
pub const ASHBY: Provider = Provider::new("ashby")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("ashby-signature").written_as(Grammar::Prefix("sha256=")));

/// BTCPay Server: `BTCPay-Sig: sha256=<hex>`. A redelivery names the delivery id of the first one.
pub const BTCPAY: Provider = Provider::new("btcpay")
    .documented_at("https://docs.rs/crate/btcpay-client/latest/source/docs/WebhookDataCreate.md")
    .signed_with(Signature::hmac_sha256("btcpay-sig").written_as(Grammar::Prefix("sha256=")))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/originalDeliveryId"), Field::Json("/deliveryId")])
    .retries_as(SenderRetries::Described(
        "after 10 seconds, 1 minute, and up to six times after 10 minutes",
    ))
    .sourced(&[(Fact::EventName, BTCPAY_EVENT), (Fact::DeliveryId, BTCPAY_EVENT)]);

/// Confluence Cloud: `X-Hub-Signature: sha256=<hex>`.
pub const CONFLUENCE: Provider = Provider::new("confluence")
    .documented_at("https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/confluence.ts")
    .signed_with(Signature::hmac_sha256("x-hub-signature").written_as(Grammar::Prefix("sha256=")));

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
    ]);

/// Doppler: `X-Doppler-Signature: sha256=<hex>`.
pub const DOPPLER: Provider = Provider::new("doppler").documented_at(WEBHOOK_CO).signed_with(
    Signature::hmac_sha256("x-doppler-signature").written_as(Grammar::Prefix("sha256=")),
);

/// Fireflies.ai: `X-Hub-Signature: sha256=<hex>`.
pub const FIREFLIES: Provider = Provider::new("fireflies")
    .documented_at("https://docs.fireflies.ai/graphql-api/webhooks")
    .signed_with(Signature::hmac_sha256("x-hub-signature").written_as(Grammar::Prefix("sha256=")));

/// Flexport: `X-Hub-Signature-256: sha256=<hex>`.
pub const FLEXPORT: Provider = Provider::new("flexport")
    .documented_at("https://apidocs.flexport.com/2023-07-01/tag/Webhook-Endpoints")
    .signed_with(
        Signature::hmac_sha256("x-hub-signature-256").written_as(Grammar::Prefix("sha256=")),
    )
    .also_sends(&[("x-hub-signature", "the older signature with SHA-1, which is not accepted")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("a number of times, which is not published"));

/// Formstack: `X-FS-Signature: sha256=<hex>`.
pub const FORMSTACK: Provider = Provider::new("formstack")
    .documented_at("https://www.npmjs.com/package/n8n-nodes-base")
    .signed_with(Signature::hmac_sha256("x-fs-signature").written_as(Grammar::Prefix("sha256=")));

/// Greenhouse Recruiting: `Signature: sha256 <hex>`. There is a space, no equals sign. The delivery
/// id is in a header that is not signed.
pub const GREENHOUSE: Provider = Provider::new("greenhouse")
    .documented_at("https://github.com/simstudioai/sim/blob/main/apps/sim/lib/webhooks/providers/greenhouse.ts")
    .signed_with(Signature::hmac_sha256("signature").written_as(Grammar::Prefix("sha256 ")))
    .names_event_in(&[Field::Json("/action")])
    .names_delivery_in(&[Field::Header("greenhouse-event-id")]);

/// npm, registry hooks: `X-Npm-Signature: sha256=<hex>`.
pub const NPM_HOOKS: Provider = Provider::new("npm-hooks")
    .documented_at(WEBHOOK_CO)
    .signed_with(Signature::hmac_sha256("x-npm-signature").written_as(Grammar::Prefix("sha256=")));

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
    .sourced(&[(Fact::Answer, YOUSIGN_PAGE)])
    .has_none_of(&[Fact::Handshake]);

/// The page of the members of an event.
const BTCPAY_EVENT: &str = "https://docs.rs/crate/btcpay-client/latest/source/docs/WebhookEvent.md";

const SNYK_PAGE: &str = "https://github.com/snyk/user-docs/blob/main/docs/snyk-api/using-specific-snyk-apis/webhooks-apis/validation-and-versioning-of-payloads.md";
const YOUSIGN_PAGE: &str = "https://developers.yousign.com/reference-link/signer-error";

/// SavvyCal: `X-Savvycal-Signature: sha256=<hex>`.
pub const SAVVYCAL: Provider =
    Provider::new("savvycal").documented_at("https://savvycal.com/docs/api/webhooks/").signed_with(
        Signature::hmac_sha256("x-savvycal-signature").written_as(Grammar::Prefix("sha256=")),
    );
