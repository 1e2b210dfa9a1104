//! Shopify.

use std::time::Duration;

use crate::{
    Field, Provider, SenderRetries,
    scheme::{Encoding, Signature},
};

/// Shopify webhooks: `X-Shopify-Hmac-SHA256: <base64>` over the body.
///
/// The secret is the app's client secret. The headers with topic and ids are not signed, and there
/// is no signed time.
pub const SHOPIFY: Provider = Provider::new("shopify")
    .documented_at("https://shopify.dev/docs/apps/build/webhooks/subscribe/https")
    .signed_with(Signature::hmac_sha256("x-shopify-hmac-sha256").encoded(Encoding::Base64))
    .names_event_in(&[Field::Header("x-shopify-topic")])
    .names_delivery_in(&[Field::Header("x-shopify-webhook-id")])
    .waits_at_most(Duration::from_secs(5))
    .retries_as(RETRIES)
    .with_mismatch_hint(CLIENT_SECRET)
    .with_notes(NOTES);

/// Shopify Events (2026): the same scheme under header names without `X-`.
pub const SHOPIFY_EVENTS: Provider = Provider::new("shopify-events")
    .documented_at("https://shopify.dev/docs/apps/build/webhooks/subscribe/https")
    .signed_with(Signature::hmac_sha256("shopify-hmac-sha256").encoded(Encoding::Base64))
    .names_event_in(&[Field::Pair {
        first: &Field::Header("shopify-topic"),
        second: &Field::Header("shopify-action"),
        separator: ".",
    }])
    .names_delivery_in(&[Field::Header("shopify-webhook-id")])
    .retries_as(SenderRetries::Unknown)
    .with_mismatch_hint(CLIENT_SECRET)
    .with_notes(NOTES);

const RETRIES: SenderRetries = SenderRetries::Described(
    "8 times over 4 hours; then subscriptions made through the API are removed",
);

const CLIENT_SECRET: &str = "Shopify signs with the app's client secret; webhooks made on the \
    admin's notifications page are signed with another one, which that page shows";

const NOTES: &[&str] = &[
    "After a secret is rotated, deliveries may use the old one for up to an hour.",
    "Webhooks made on the admin's notifications page are signed with a secret of their own.",
];
