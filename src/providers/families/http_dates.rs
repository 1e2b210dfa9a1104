//! Senders that sign a date as HTTP headers have it.

use std::time::Duration;

use crate::{
    Fact, Field, Provider,
    scheme::{Signature, TimeUnit},
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
    .sourced(&[(Fact::EventName, KLAVIYO_BODY), (Fact::DeliveryId, KLAVIYO_BODY)])
    .has_none_of(&[Fact::Handshake]);

/// The page of a request's body.
const KLAVIYO_BODY: &str = "https://developers.klaviyo.com/en/docs/working_with_system_webhooks";
