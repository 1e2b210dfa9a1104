//! Square.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Signature},
};

/// Square: `x-square-hmacsha256-signature: <base64>` over the notification URL and the body.
///
/// Needs [`public_url`](crate::Source::public_url), as registered in the developer console.
///
/// | | |
/// |---|---|
/// | secret | *Signature Key* of the subscription, in the Developer Console under *Webhooks*, *Subscriptions* ([source](https://developer.squareup.com/docs/webhooks/step2subscribe)) |
/// | its form | any text, used as it is |
/// | freshness | none: there is no signed time |
/// | event name, delivery id | `/type` and `/event_id` in the body, signed |
/// | answer | 2xx within ten seconds |
/// | retries | with exponential backoff for up to 24 hours |
/// | not published | the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum SquareEvent {
///     #[event("payment.updated", payload = "/data/object/payment")]
///     Payment(Payment),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Payment {
///     id: String,
///     status: String,
/// }
///
/// async fn on_payment(payment: Payment) {
///     println!("{} is {}", payment.id, payment.status);
/// }
///
/// // The notification URL as it is registered, character by character.
/// let url = "https://shop.example.com/square";
/// let square = EventRouter::new(providers::SQUARE.secret("made-up").public_url(url))
///     .on(SquareEvent::PAYMENT, on_payment)
///     .with_state(());
///
/// let body = r#"{"type":"payment.updated","event_id":"1",
///     "data":{"object":{"payment":{"id":"p1","status":"COMPLETED"}}}}"#;
/// let signed = Signer::new(providers::SQUARE, "made-up").url(url).sign(body)?;
/// assert_eq!(deliver(&square, signed).await.status(), 200);
///
/// let elsewhere = Signer::new(providers::SQUARE, "made-up").url("https://other.example.com/square");
/// assert_eq!(deliver(&square, elsewhere.sign(body)?).await.status(), 401);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const SQUARE: Provider = Provider::new("square")
    .documented_at("https://developer.squareup.com/docs/webhooks/step3validate")
    .signed_with(
        Signature::hmac_sha256("x-square-hmacsha256-signature")
            .encoded(Encoding::Base64)
            .over("{url}{body}"),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/event_id")])
    .waits_at_most(Duration::from_secs(10))
    .retries_as(SenderRetries::Described("with exponential backoff for up to 24 hours"))
    .also_sends(&[("x-square-signature", "the older signature with SHA-1, which is not accepted")])
    .with_mismatch_hint(
        "Square signs with the signature key of the webhook subscription, over the URL that was \
         registered, character by character",
    )
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody]);
