//! Cargoson.

use crate::{Fact, Field, Provider, SenderRetries, scheme::Token};

/// Cargoson: it publishes neither proof nor envelope nor event names.
///
/// This constant expects a secret as the last path segment and the event name as the one before it:
/// `https://host/cargoson/<event>/<secret>`. If a first real delivery shows more, replace that with
/// [`Provider::signed_with`] and [`Provider::names_event_in`].
///
/// | | |
/// |---|---|
/// | secret | chosen by you: the last segment of the URL that you enter under *Settings*, *Integrations*, *Webhooks* |
/// | its form | any text that a path segment can hold |
/// | event name | chosen by you: the segment before it |
/// | freshness | none: nothing is signed |
/// | replays | whoever knows the secret can send anything; two equal bodies are one delivery to an inbox, for a time that `IdempotencyKey::within` sets |
/// | not published | event names, delivery id, retries, the time that Cargoson waits, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{
///     EventRouter, event_types::cargoson::{CargosonEvent, Notice}, providers,
///     testing::{Signer, deliver},
/// };
///
/// async fn on_booking(notice: Notice) {
///     println!("{:?}", notice.booking.and_then(|booking| booking.reference));
/// }
///
/// let cargoson = EventRouter::new(providers::CARGOSON.secret("made-up"))
///     .on(CargosonEvent::BOOKING_CREATED, on_booking)
///     .ignore_rest()
///     .with_state(());
///
/// let url = "http://localhost/cargoson";
/// let signer = Signer::new(providers::CARGOSON, "made-up").url(url);
/// let signed = signer.event("booking.created").sign(r#"{"reference":"XX12345"}"#)?;
/// assert_eq!(signed.uri().path(), "/cargoson/booking.created/made-up");
/// assert_eq!(deliver(&cargoson, signed).await.status(), 200);
/// assert_eq!(cargoson.counts().handled, 1);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const CARGOSON: Provider = Provider::new("cargoson")
    .documented_at("https://www.cargoson.com/en/blog/what-are-webhooks-and-how-do-they-work")
    .token_in(Token::path_segment(0))
    .names_event_in(&[Field::PathSegment(1)])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&[
        "Three families of events are known: shipment status, new bookings, changed shipment details. \
         The ready types name them in words of their own, which you write into the URLs.",
        "Proof, event names, delivery id, retries and deadline are not published.",
    ]).does_not_publish(&[Fact::DeliveryId, Fact::Answer, Fact::Retries, Fact::LongestBody, Fact::Handshake]);
