//! Senders that sign the body alone, in hex, and whose pages were read by others: the facts are from their notes.

use std::time::Duration;

use http::StatusCode;

use super::{super::HOOKDECK_NOTES, HOOK_SECRET_EXCHANGE};
use crate::{Fact, Field, Provider, SenderRetries, scheme::Signature};

/// `AiPrise`: `X-HMAC-SIGNATURE: <hex>`. The secret is the private API key.
///
/// A delivery has neither name nor id: the outcome is in `/aiprise_summary/verification_result`.
pub const AIPRISE: Provider = Provider::new("aiprise")
    .documented_at("https://docs.aiprise.com/docs/callbacks-authentication")
    .signed_with(Signature::hmac_sha256("x-hmac-signature"))
    .has_none_of(&[Fact::EventName, Fact::DeliveryId])
    .does_not_publish(&[Fact::Retries])
    .sourced(&[(HOOKDECK_NOTES, &[Fact::Proof, Fact::EventName, Fact::DeliveryId, Fact::Retries])]);

/// Attentive: `X-Attentive-Hmac-SHA256: <hex>`. The secret is the signing key of the webhook.
pub const ATTENTIVE: Provider = Provider::new("attentive")
    .documented_at("https://docs.attentive.com/docs/webhook-authentication/")
    .signed_with(Signature::hmac_sha256("x-attentive-hmac-sha256"))
    .names_event_in(&[Field::Json("/type")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "with exponential backoff for up to 3 days; then the webhook is disabled",
    ))
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (HOOKDECK_NOTES, &[Fact::Proof, Fact::EventName, Fact::Answer, Fact::Retries]),
        ("https://docs.attentive.com/pages/webhooks/best-practices/", &[Fact::LongestBody]),
    ]);

/// Bunny Stream: `X-BunnyStream-Signature: <hex>`. The secret is the read-only API key of the video
/// library. The event name is a number, in `/Status`.
pub const BUNNY_STREAM: Provider = Provider::new("bunny-stream")
    .documented_at("https://docs.bunny.net/stream/webhooks")
    .signed_with(Signature::hmac_sha256("x-bunnystream-signature"))
    .names_event_in(&[Field::Json("/Status")])
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake])
    .sourced(&[
        (HOOKDECK_NOTES, &[Fact::Proof, Fact::EventName, Fact::DeliveryId, Fact::Retries]),
        (BUNNY_STREAM_PAGE, &[Fact::LongestBody, Fact::Answer, Fact::Handshake]),
    ]);

const BUNNY_STREAM_PAGE: &str = "https://docs.bunny.net/docs/stream-webhook";

/// Clio Manage: `X-Hook-Signature: <hex>`. The secret comes in the header `X-Hook-Secret` of the
/// first request, or can be read by the API.
pub const CLIO: Provider = Provider::new("clio")
    .documented_at("https://docs.developers.clio.com/api-reference/#tag/Webhooks")
    .signed_with(Signature::hmac_sha256("x-hook-signature"))
    .brings_secret(&[HOOK_SECRET_EXCHANGE])
    .names_event_in(&[Field::Json("/meta/event")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(120),
        Duration::from_secs(240),
        Duration::from_secs(480),
        Duration::from_secs(960),
        Duration::from_secs(1920),
    ]))
    .sourced(&[
        (HOOKDECK_NOTES, &[Fact::Proof, Fact::EventName, Fact::Answer]),
        (CLIO_PAGE, &[Fact::Retries]),
    ]);

const CLIO_PAGE: &str = "https://developers.support.clio.com/hc/en-us/articles/360050277853-How-Long-Does-Clio-s-API-Re-attempt-a-Webhook-After-a-Failure";

/// Nuvemshop (Tiendanube): `X-LinkedStore-Hmac-SHA256: <hex>`. The secret is the client secret of
/// the app.
pub const NUVEMSHOP: Provider = Provider::new("nuvemshop")
    .documented_at("https://tiendanube.github.io/api-documentation/resources/webhook")
    .signed_with(Signature::hmac_sha256("x-linkedstore-hmac-sha256"))
    .names_event_in(&[Field::Json("/event")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(3))
    .retries_as(SenderRetries::Described(
        "up to 18 attempts over 48 hours: at once, after about 5, 10 and 15 minutes, then \
         1.4 times as long each",
    ))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (
            HOOKDECK_NOTES,
            &[
                Fact::Proof,
                Fact::EventName,
                Fact::DeliveryId,
                Fact::Answer,
                Fact::Retries,
                Fact::Handshake,
            ],
        ),
        (NUVEMSHOP_PAGE, &[Fact::LongestBody]),
    ]);

/// Scrapfly: `X-Scrapfly-Webhook-Signature: <hex>`. Event name and delivery id are in headers that
/// are not signed.
pub const SCRAPFLY: Provider = Provider::new("scrapfly")
    .documented_at("https://scrapfly.io/docs/scrape-api/webhook")
    .signed_with(Signature::hmac_sha256("x-scrapfly-webhook-signature"))
    .names_event_in(&[
        Field::Header("x-scrapfly-crawl-event-name"),
        Field::Header("x-scrapfly-webhook-resource-type"),
    ])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(30),
        Duration::from_secs(60),
        Duration::from_secs(300),
        Duration::from_secs(1800),
        Duration::from_secs(3600),
        Duration::from_secs(86_400),
    ]))
    .with_notes(&[
        "One hundred failures in a row disable the webhook.",
        "`X-Scrapfly-Webhook-Job-Id` names the job: all events of a crawl have the same.",
    ])
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::DeliveryId, Fact::LongestBody])
    .sourced(&[
        (
            SCRAPFLY_PAGE,
            &[
                Fact::Proof,
                Fact::EventName,
                Fact::LongestBody,
                Fact::Answer,
                Fact::Retries,
                Fact::Handshake,
            ],
        ),
        (SCRAPFLY_DOCS, &[Fact::DeliveryId]),
    ]);

const SCRAPFLY_DOCS: &str = "https://scrapfly.io/docs/crawler-api/getting-started";

/// SHOPLINE: `X-Shopline-Hmac-SHA256: <hex>`. The secret is the app secret. Event name and delivery
/// id are in headers that are not signed.
pub const SHOPLINE: Provider = Provider::new("shopline")
    .documented_at(SHOPLINE_DOCS)
    .signed_with(Signature::hmac_sha256("x-shopline-hmac-sha256"))
    .names_event_in(&[Field::Header("x-shopline-topic")])
    .names_delivery_in(&[Field::Header("x-shopline-webhook-id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described(
        "up to 19 over 48 hours; then the subscription is removed",
    ))
    .sourced(&[(
        HOOKDECK_NOTES,
        &[Fact::Proof, Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Retries],
    )]);

/// Uber Eats: `X-Uber-Signature: <hex>`. The secret is the client secret of the app.
pub const UBER_EATS: Provider = Provider::new("uber-eats")
    .documented_at("https://developer.uber.com/docs/eats/guides/webhooks")
    .signed_with(Signature::hmac_sha256("x-uber-signature"))
    .names_event_in(&[Field::Json("/event_type")])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "after 10, 30, 60, 120 seconds and so on, up to about seven attempts; after 500, \
         502, 503, 504 or no answer",
    ))
    .sourced(&[(HOOKDECK_NOTES, &[Fact::Proof, Fact::EventName, Fact::Answer, Fact::Retries])]);

const SCRAPFLY_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/96f2c4bcb1a8158ea36f9d8ebc802758d541ba69/skills/scrapfly-webhooks/references/overview.md";

const SHOPLINE_DOCS: &str =
    "https://developer.shopline.com/docs/apps/api-instructions-for-use/webhooks/overview/";

const NUVEMSHOP_PAGE: &str = "https://github.com/TiendaNube/api-docs/blob/0bad3276ec99f276f0b0ae996c5f468f1bde58f5/resources/webhook.md";
