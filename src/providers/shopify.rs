//! Shopify.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Signature},
};

/// Shopify webhooks: `X-Shopify-Hmac-SHA256: <base64>` over the body.
///
/// The secret is the app's client secret. The headers with topic and ids are not signed, and there
/// is no signed time.
///
/// | | |
/// |---|---|
/// | secret | *Client secret* of the app, under *Settings* in the [Dev Dashboard](https://shopify.dev/docs/apps/build/authentication-authorization/client-secrets); for webhooks made in the admin, the key on the page *Notifications* |
/// | its form | any text, used as it is |
/// | freshness | none: there is no signed time |
/// | event name | header `X-Shopify-Topic`, not signed |
/// | delivery id | header `X-Shopify-Webhook-Id`, not signed; a retry has the same |
/// | tenant | header `X-Shopify-Shop-Domain`, the shop, not signed |
/// | replays | a recorded delivery is handled again under another id, for ever; with `IdempotencyKey::body()` an inbox handles it once for each topic |
/// | answer | 2xx within five seconds |
/// | retries | eight within four hours; then subscriptions made through the API are removed |
/// | not published | the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum ShopifyEvent {
///     #[event("orders/paid")]
///     Paid(Order),
///     #[event("customers/data_request", "customers/redact", "shop/redact")]
///     Privacy(serde_json::Value), // every app must take these
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Order {
///     name: String,
///     total_price: String, // decimal text, so that nothing is rounded
/// }
///
/// async fn on_paid(order: Order) {
///     println!("{}: {}", order.name, order.total_price);
/// }
///
/// let shopify = EventRouter::new(providers::SHOPIFY.secret("made-up"))
///     .on(ShopifyEvent::PAID, on_paid)
///     .on(ShopifyEvent::PRIVACY, async |_: serde_json::Value| {})
///     .with_state(());
///
/// let order = r##"{"id":1,"name":"#1001","total_price":"19.90"}"##;
/// let signer = Signer::new(providers::SHOPIFY, "made-up");
/// assert_eq!(deliver(&shopify, signer.event("orders/paid").sign(order)?).await.status(), 200);
/// assert_eq!(shopify.counts().handled, 1);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const SHOPIFY: Provider = Provider::new("shopify")
    .documented_at("https://shopify.dev/docs/apps/build/webhooks/subscribe/https")
    .signed_with(Signature::hmac_sha256("x-shopify-hmac-sha256").encoded(Encoding::Base64))
    .names_event_in(&[Field::Header("x-shopify-topic")])
    .names_delivery_in(&[Field::Header("x-shopify-webhook-id")])
    .names_tenant_in(&[Field::Header("x-shopify-shop-domain")])
    .with_headers(&[
        ("x-shopify-topic", "orders/create"),
        ("x-shopify-shop-domain", "example.myshopify.com"),
        ("x-shopify-api-version", "2025-10"),
        ("x-shopify-event-id", "made-up-event"),
    ])
    .waits_at_most(Duration::from_secs(5))
    .retries_as(RETRIES)
    .with_mismatch_hint(CLIENT_SECRET)
    .with_notes(NOTES)
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);

/// Shopify Events (2026): the same scheme under header names without `X-`.
///
/// | | |
/// |---|---|
/// | secret | as of [`SHOPIFY`](super::SHOPIFY) |
/// | event name | headers `shopify-topic` and `shopify-action`, joined by a dot; not signed |
/// | delivery id | header `shopify-webhook-id`, not signed |
/// | tenant | header `shopify-shop-domain`, the shop, not signed |
/// | replays | a recorded delivery is handled again under another id, for ever; with `IdempotencyKey::body()` an inbox handles it once for each topic |
/// | not published | retries, the time that Shopify waits for an answer, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum ShopifyEvent {
///     #[event("orders/create.create")]
///     Created(Order),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Order {
///     name: String,
/// }
///
/// let shopify = EventRouter::new(providers::SHOPIFY_EVENTS.secret("made-up"))
///     .on(ShopifyEvent::CREATED, async |order: Order| println!("{}", order.name))
///     .with_state(());
///
/// let created = Signer::new(providers::SHOPIFY_EVENTS, "made-up")
///     .event("orders/create.create")
///     .sign(r##"{"id":1,"name":"#1001"}"##)?;
/// assert_eq!(created.headers()["shopify-action"], "create");
/// assert_eq!(deliver(&shopify, created).await.status(), 200);
/// assert_eq!(shopify.counts().handled, 1);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const SHOPIFY_EVENTS: Provider = Provider::new("shopify-events")
    .documented_at("https://shopify.dev/docs/apps/build/webhooks/subscribe/https")
    .signed_with(Signature::hmac_sha256("shopify-hmac-sha256").encoded(Encoding::Base64))
    .names_event_in(&[Field::Pair {
        first: &Field::Header("shopify-topic"),
        second: &Field::Header("shopify-action"),
        separator: ".",
    }])
    .names_delivery_in(&[Field::Header("shopify-webhook-id")])
    .names_tenant_in(&[Field::Header("shopify-shop-domain")])
    .with_headers(&[
        ("shopify-topic", "orders"),
        ("shopify-action", "create"),
        ("shopify-shop-domain", "example.myshopify.com"),
        ("shopify-api-version", "2025-10"),
        ("shopify-event-id", "made-up-event"),
    ])
    .retries_as(SenderRetries::Unknown)
    .with_mismatch_hint(CLIENT_SECRET)
    .with_notes(NOTES)
    .expects(StatusCode::OK)
    .waits_at_most(Duration::from_secs(5))
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries]);

const RETRIES: SenderRetries = SenderRetries::Described(
    "8 times over 4 hours; then subscriptions made through the API are removed",
);

const CLIENT_SECRET: &str = "Shopify signs with the app's client secret; webhooks made on the \
    admin's notifications page are signed with another one, which that page shows";

const NOTES: &[&str] = &[
    "After a secret is rotated, deliveries may use the old one for up to an hour.",
    "Webhooks made on the admin's notifications page are signed with a secret of their own.",
];
