//! Senders that sign the body alone, in hex, and whose pages were read by others: the facts are from their notes.

use std::time::Duration;

use http::StatusCode;

use crate::{Fact, Field, Provider, SenderRetries, scheme::Signature};

/// Scrapfly: `X-Scrapfly-Webhook-Signature: <hex>`. Event name and delivery id are in headers that
/// are not signed.
pub const SCRAPFLY: Provider = Provider::new("scrapfly")
    .documented_at("https://scrapfly.io/docs/scrape-api/webhook")
    .signed_with(Signature::hmac_sha256("x-scrapfly-webhook-signature"))
    .names_event_in(&[
        Field::Header("x-scrapfly-crawl-event-name"),
        Field::Header("x-scrapfly-webhook-resource-type"),
    ])
    .names_delivery_in(&[Field::Header("x-scrapfly-webhook-job-id")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(30),
        Duration::from_secs(60),
        Duration::from_secs(300),
        Duration::from_secs(1800),
        Duration::from_secs(3600),
        Duration::from_secs(86_400),
    ]))
    .with_notes(&["One hundred failures in a row disable the webhook."])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (Fact::Proof, SCRAPFLY_PAGE),
        (Fact::EventName, SCRAPFLY_PAGE),
        (Fact::DeliveryId, SCRAPFLY_PAGE),
        (Fact::LongestBody, SCRAPFLY_PAGE),
        (Fact::Answer, SCRAPFLY_PAGE),
        (Fact::Retries, SCRAPFLY_PAGE),
        (Fact::Handshake, SCRAPFLY_PAGE),
    ]);

const SCRAPFLY_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/96f2c4bcb1a8158ea36f9d8ebc802758d541ba69/skills/scrapfly-webhooks/references/overview.md";
