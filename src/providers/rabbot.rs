//! Rabbot.

use crate::{Fact, Field, Provider, SenderRetries, scheme::Token};

/// Rabbot: a token that the receiver hands out, by default as `Authorization: Bearer <token>`.
///
/// Rabbot's user composes method, headers and body of a call, so the token may lie in another
/// header:
/// `RABBOT.token_in(Token::header("x-api-key"))`. Rabbot reports events with `POST` and asks for
/// data with `GET`. The event name is the last segment of the path.
///
/// | | |
/// |---|---|
/// | secret | chosen by you, written into the headers of the call that you compose in Rabbot |
/// | its form | any text that a header can hold |
/// | event name | chosen by you: the last segment of the URL |
/// | freshness | none: nothing is signed |
/// | replays | whoever knows the token can send anything; two calls with equal method, URL and body are one delivery to an inbox, for a time that `IdempotencyKey::within` sets |
/// | not published | delivery id, retries, the time that Rabbot waits, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{
///     EventRouter, event_types::rabbot::{OdometerUpdated, RabbotEvent}, providers,
///     testing::{Signer, deliver},
/// };
///
/// async fn on_odometer(reading: OdometerUpdated) {
///     println!("{:?}", reading.vehicle.and_then(|vehicle| vehicle.plate));
/// }
///
/// let rabbot = EventRouter::new(providers::RABBOT.secret("made-up"))
///     .on(RabbotEvent::ODOMETER_UPDATED, on_odometer)
///     .ignore_rest()
///     .with_state(());
///
/// let shown = Signer::new(providers::RABBOT, "made-up")
///     .url("http://localhost/rabbot")
///     .event("odometer")
///     .sign(r#"{"vehicle":{"plate":"ABC1D23"}}"#)?;
/// assert_eq!(shown.headers()["authorization"], "Bearer made-up");
/// assert_eq!(deliver(&rabbot, shown).await.status(), 200);
/// assert_eq!(rabbot.counts().handled, 1);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const RABBOT: Provider = Provider::new("rabbot")
    .documented_at(
        "https://helpcenter.rabbot.co/o-que-é-webhook-e-como-esse-recurso-pode-me-ajudar",
    )
    .token_in(Token::bearer())
    .also_delivers_with_get()
    .names_event_in(&[Field::PathSegment(0)])
    .retries_as(SenderRetries::Unknown)
    .with_notes(&[
        "Rabbot's user composes the bodies; no envelope and no event names are published.",
        "Delivery id, retries, deadline and expected status are not published.",
        "Rabbot reads the answer to a `GET`: put an axum handler behind the layer.",
    ])
    .does_not_publish(&[
        Fact::DeliveryId,
        Fact::LongestBody,
        Fact::Answer,
        Fact::Retries,
        Fact::Handshake,
    ]);
