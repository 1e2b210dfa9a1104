//! Senders that make a plain hash of a message with the secret in it, where others make an HMAC.

use std::time::Duration;

use super::time_and_body::HUBSPOT_KEY;
use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Hash, Requirement, Signature, TimeUnit},
};

/// Cloudinary, notifications: `X-Cld-Signature: <hex>`, the SHA-1 of `<body><seconds><secret>`, fresh within
/// two hours. The secret is the API secret.
pub const CLOUDINARY: Provider = Provider::new("cloudinary")
    .documented_at("https://www.npmjs.com/package/cloudinary")
    .signed_with(
        Signature::plain_hash(Hash::Sha1, "x-cld-signature")
            .timestamp_in(Field::Header("x-cld-timestamp"), TimeUnit::Seconds)
            .over("{body}{timestamp}{secret}")
            .fresh_within(Duration::from_secs(2 * 60 * 60)),
    )
    .names_event_in(&[Field::Json("/notification_type")])
    .with_notes(&["An account can be set to SHA-256, which this provider refuses."])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described(
        "the notification is sent again; the waits are not published",
    ))
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (CLOUDINARY_PAGE, &[Fact::DeliveryId, Fact::LongestBody, Fact::Answer, Fact::Retries]),
        (CLOUDINARY_SETUP, &[Fact::Handshake]),
    ]);

const CLOUDINARY_SETUP: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/cloudinary-webhooks/references/setup.md";

/// `HubSpot`, webhooks of older apps: `X-HubSpot-Signature: <hex>`, the SHA-256 of `<secret><body>`, with the
/// version `v1`. The secret is the client secret of the app.
pub const HUBSPOT_V1: Provider = Provider::new("hubspot-v1")
    .documented_at("https://www.npmjs.com/package/@hubspot/api-client")
    .signed_with(
        Signature::plain_hash(Hash::Sha256, "x-hubspot-signature")
            .requires(&[Requirement::Is(Field::Header("x-hubspot-signature-version"), "v1")]),
    )
    .holds_items_at(&[""])
    .names_event_in(&[Field::Json("/subscriptionType")])
    .names_delivery_in(&[Field::Json("/eventId")])
    .deduplicated_by(HUBSPOT_KEY)
    .with_notes(&[
        "The hash is no HMAC. A body that is not UTF-8 is refused: whoever has recorded a \
         delivery can add such bytes. Prefer version 3.",
    ])
    .expects(StatusCode::OK)
    .retries_as(SenderRetries::Described("with backoff for up to 24 hours"))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[
        (HUBSPOT_V1_SIZES, &[Fact::LongestBody]),
        (HUBSPOT_V1_PAGE, &[Fact::Answer]),
        (HUBSPOT_V1_SETUP, &[Fact::Retries, Fact::Handshake]),
    ]);

const HUBSPOT_V1_SIZES: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/hubspot-webhooks/references/overview.md";

const HUBSPOT_V1_SETUP: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/hubspot-webhooks/references/setup.md";

/// `HubSpot`, workflows and CRM cards: `X-HubSpot-Signature: <hex>`, the SHA-256 of
/// `<secret><method><url><body>`, with the version `v2`. The secret is the client secret of the app.
pub const HUBSPOT_V2: Provider = Provider::new("hubspot-v2")
    .documented_at("https://www.npmjs.com/package/@hubspot/api-client")
    .signed_with(
        Signature::plain_hash(Hash::Sha256, "x-hubspot-signature")
            .over("{secret}{method}{url}{body}")
            .requires(&[Requirement::Is(Field::Header("x-hubspot-signature-version"), "v2")]),
    )
    .holds_items_at(&[""])
    .names_event_in(&[Field::Json("/subscriptionType"), Field::Fixed("events")])
    .names_delivery_in(&[Field::Json("/eventId")])
    .deduplicated_by(HUBSPOT_KEY)
    .also_delivers_with_get()
    .with_notes(&[
        "The hash is no HMAC. A body that is not UTF-8 is refused: whoever has recorded a delivery \
         can add such bytes. Prefer version 3.",
        "What is no event of a subscription has the name `events`.",
    ])
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(30))
    .retries_as(SenderRetries::Described("of workflows after a 429 or a 5xx, over three days"))
    .does_not_publish(&[Fact::LongestBody, Fact::Handshake])
    .sourced(&[(
        HUBSPOT_V2_PAGE,
        &[Fact::LongestBody, Fact::Answer, Fact::Retries, Fact::Handshake],
    )]);

const HUBSPOT_V2_PAGE: &str =
    "https://legacydocs.hubspot.com/docs/methods/workflows/webhook_information";

/// Recharge: `X-Recharge-Hmac-Sha256: <hex>`, which is no HMAC, but the SHA-256 of `<secret><body>`. The secret
/// is the client secret of the API token.
pub const RECHARGE: Provider = Provider::new("recharge")
    .documented_at("https://docs.getrecharge.com/docs/webhooks-overview")
    .signed_with(Signature::plain_hash(Hash::Sha256, "x-recharge-hmac-sha256"))
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described("20 times over 48 hours; then the webhook is deleted"))
    .with_notes(&[
        "The hash is no HMAC. A body that is not UTF-8 is refused: whoever has recorded a delivery \
         can add such bytes.",
    ]);

const CLOUDINARY_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/cloudinary-webhooks/references/overview.md";

const HUBSPOT_V1_PAGE: &str =
    "https://community.hubspot.com/t5/APIs-Integrations/Webhooks-response/td-p/277558";
