//! Senders that sign a date as HTTP headers have it.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Grammar, Signature, TimeUnit},
};

/// Klaviyo, system webhooks: `Klaviyo-Signature: <hex>` over `<body><date>`, fresh within five minutes,
/// which hookport chose.
///
/// A request holds many events under `/data`.
pub const KLAVIYO: Provider = Provider::new("klaviyo")
    .documented_at("https://developers.klaviyo.com/en/docs/system-webhooks")
    .signed_with(
        Signature::hmac_sha256("klaviyo-signature")
            .timestamp_in(Field::Header("klaviyo-timestamp"), TimeUnit::HttpDate)
            .over("{body}{timestamp}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .holds_items_at(&["/data"])
    .with_notes(&[
        "Klaviyo states no tolerance; five minutes are the choice of hookport.",
        "Hold the header `klaviyo-webhook-id`, which is not signed, against `/meta/klaviyo_webhook_id`.",
    ])
    .names_event_in(&[Field::Json("/topic")])
    .names_delivery_in(&[Field::Json("/external_id")])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described(
        "with exponential backoff, at most an hour apart, for 48 hours",
    ))
    .has_none_of(&[Fact::Handshake])
    .sourced(&[(KLAVIYO_BODY, &[Fact::EventName, Fact::DeliveryId, Fact::Answer, Fact::Retries])]);

/// The page of a request's body.
const KLAVIYO_BODY: &str = "https://developers.klaviyo.com/en/docs/working_with_system_webhooks";

/// Vipps `MobilePay`: `Authorization: HMAC-SHA256 SignedHeaders=…&Signature=<base64>` over method, path, date,
/// host and the hash of the body, fresh within five minutes, which hookport chose.
pub const VIPPS_MOBILEPAY: Provider = Provider::new("vipps-mobilepay")
    .documented_at(
        "https://developer.vippsmobilepay.com/docs/APIs/webhooks-api/request-authentication",
    )
    .signed_with(
        Signature::hmac_sha256("authorization")
            .written_as(Grammar::Prefix(
                "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=",
            ))
            .encoded(Encoding::Base64)
            .timestamp_in(Field::Header("x-ms-date"), TimeUnit::HttpDate)
            .over("{method}\n{path-and-query}\n{timestamp};{host};{sha256-base64:body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .with_notes(&["Vipps states no tolerance; five minutes are the choice of hookport."])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("with exponential backoff for up to 7 days, in order"))
    .names_event_in(&[Field::Json("/eventType"), Field::Json("/name")])
    .does_not_publish(&[Fact::DeliveryId, Fact::LongestBody, Fact::Handshake])
    .sourced(&[
        (VIPPS_MOBILEPAY_DOCS, &[Fact::EventName]),
        (
            VIPPS_MOBILEPAY_PAGE,
            &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
        ),
    ]);

const VIPPS_MOBILEPAY_DOCS: &str =
    "https://github.com/vippsas/vipps-epayment-api/blob/main/features/webhooks.md";

const VIPPS_MOBILEPAY_PAGE: &str = "https://github.com/vippsas/webhooks-api/blob/main/api-guide.md";
