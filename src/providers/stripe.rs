//! Stripe.

use std::time::Duration;

use crate::{
    Field, Provider, SenderRetries,
    scheme::{Grammar, Part, Signature},
};

/// Stripe: `Stripe-Signature: t=<unix>,v1=<hex>` over `<t>.<body>`, fresh within five minutes.
///
/// During a rotation Stripe sends one `v1` for each secret, and any of them may match. The key is
/// the endpoint's whole secret, with `whsec_`. Other labels, such as `v0`, prove nothing.
pub const STRIPE: Provider = Provider::new("stripe")
    .documented_at("https://docs.stripe.com/webhooks#verify-manually")
    .signed_with(
        Signature::hmac_sha256("stripe-signature")
            .written_as(Grammar::Fields { separator: ',', timestamp: "t", signature: "v1" })
            .over(&[Part::Timestamp, Part::Text("."), Part::Body])
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
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
    ]);
