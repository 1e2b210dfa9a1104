//! Stripe.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Grammar, Signature},
};

/// Stripe: `Stripe-Signature: t=<unix>,v1=<hex>` over `<t>.<body>`, fresh within five minutes.
///
/// During a rotation Stripe sends one `v1` for each secret, and any of them may match. The key is
/// the endpoint's whole secret, with `whsec_`. Other labels, such as `v0`, prove nothing.
///
/// | | |
/// |---|---|
/// | secret | in the Workbench, tab *Webhooks*, at the endpoint; `stripe listen` prints one of its own |
/// | its form | `whsec_` and letters and digits; the whole text is the key |
/// | freshness | five minutes, as in Stripe's SDKs, but for times in the future too |
/// | event name, delivery id | `/type` and `/id` in the body, signed |
/// | tenant | `/account`, the connected account, signed; only events of connected accounts have it ([source](https://docs.stripe.com/connect/webhooks)) |
/// | retries | live mode: up to three days, with exponential backoff; test mode: three within a few hours ([source](https://docs.stripe.com/workbench/webhooks)) |
/// | not published | the time that Stripe waits for an answer, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// #[event(payload = "/data/object")] // `/data` also holds `previous_attributes`
/// enum StripeEvent {
///     #[event("invoice.paid")]
///     Paid(Invoice),
///     #[event("customer.subscription.*")]
///     Subscription,
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Invoice {
///     id: String,
///     amount_paid: u64, // in the smallest unit of the currency
/// }
///
/// async fn on_paid(invoice: Invoice) {
///     println!("{}: {}", invoice.id, invoice.amount_paid);
/// }
///
/// let stripe = EventRouter::new(providers::STRIPE.secret("whsec_made_up"))
///     .on(StripeEvent::PAID, on_paid)
///     .ignore(StripeEvent::SUBSCRIPTION)
///     .with_state(());
///
/// let body = r#"{"id":"evt_1","type":"invoice.paid",
///     "data":{"object":{"id":"in_1","amount_paid":1999}}}"#;
/// let signed = Signer::new(providers::STRIPE, "whsec_made_up").sign(body)?;
/// assert_eq!(deliver(&stripe, signed).await.status(), 200);
/// assert_eq!(stripe.counts().handled, 1);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const STRIPE: Provider = Provider::new("stripe")
    .documented_at("https://docs.stripe.com/webhooks#verify-manually")
    .signed_with(
        Signature::hmac_sha256("stripe-signature")
            .written_as(Grammar::Fields { separator: ",", timestamp: "t", signature: "v1" })
            .over("{timestamp}.{body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .names_tenant_in(&[Field::Json("/account")])
    .retries_as(SenderRetries::Described(
        "for up to three days, with exponential backoff, in live mode",
    ))
    .shows_secrets_after("whsec_")
    .with_mismatch_hint(
        "each endpoint of Stripe has a secret of its own, another one in test mode, and `stripe \
         listen` prints a third",
    )
    .with_notes(&[
        "The official SDKs refuse only old timestamps; here a future one is refused too.",
    ])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[("https://docs.stripe.com/workbench/webhooks", &[Fact::Retries])]);
