//! Twitch EventSub.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, Grammar, Guard, Handshake, Signature, TimeUnit, When},
};

/// Twitch EventSub: `Twitch-Eventsub-Message-Signature: sha256=<hex>` over
/// `<message id><timestamp><body>`, fresh within ten minutes.
///
/// The callback verification is answered if it is signed. A revocation has the event name
/// `revocation`; the revoked subscription is in the body, at `/subscription`.
///
/// | | |
/// |---|---|
/// | secret | chosen by you for each subscription: `/transport/secret` of the request that creates it |
/// | its form | 10 to 100 characters of ASCII |
/// | freshness | ten minutes, as Twitch advises, but for times in the future too |
/// | event name | header `Twitch-Eventsub-Subscription-Type`, or `revocation`; not signed |
/// | delivery id | header `Twitch-Eventsub-Message-Id`, signed; a retry has the same |
/// | replays | an inbox handles a recorded delivery once, whatever event name it comes with |
/// | answer | 2xx within a few seconds; a subscription that is answered too late too often is revoked |
/// | not published | retries, the exact time that Twitch waits, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum TwitchEvent {
///     #[event("channel.follow", payload = "/event")]
///     Follow(Follow),
///     #[event("revocation", payload = "/subscription")]
///     Revoked(Subscription),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Follow {
///     user_name: String,
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Subscription {
///     status: String, // the reason: `user_removed`, `notification_failures_exceeded`
/// }
///
/// let twitch = EventRouter::new(providers::TWITCH.secret("made-up-secret"))
///     .on(TwitchEvent::FOLLOW, async |follow: Follow| println!("{}", follow.user_name))
///     .on(TwitchEvent::REVOKED, async |lost: Subscription| println!("{}", lost.status))
///     .with_state(());
/// let signer = Signer::new(providers::TWITCH, "made-up-secret");
///
/// let follow = signer.clone().event("channel.follow").sign(r#"{"event":{"user_name":"ada"}}"#)?;
/// assert_eq!(deliver(&twitch, follow).await.status(), 200);
///
/// let revoked = r#"{"subscription":{"status":"user_removed"}}"#;
/// assert_eq!(deliver(&twitch, signer.clone().event("revocation").sign(revoked)?).await.status(), 200);
/// assert_eq!(twitch.counts().handled, 2);
///
/// // Twitch asks this once, when the subscription is created.
/// let question = signer
///     .header("twitch-eventsub-message-type", "webhook_callback_verification")
///     .sign(r#"{"challenge":"pogchamp-kappa-360noscope"}"#)?;
/// assert_eq!(deliver(&twitch, question).await.body(), "pogchamp-kappa-360noscope");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const TWITCH: Provider = Provider::new("twitch")
    .documented_at("https://dev.twitch.tv/docs/eventsub/handling-webhook-events/")
    .signed_with(
        Signature::hmac_sha256("twitch-eventsub-message-signature")
            .written_as(Grammar::Prefix("sha256="))
            .timestamp_in(Field::Header("twitch-eventsub-message-timestamp"), TimeUnit::Rfc3339)
            .over("{header:twitch-eventsub-message-id}{timestamp}{body}")
            .fresh_within(Duration::from_secs(10 * 60)),
    )
    .with_headers(&[
        ("twitch-eventsub-message-type", "notification"),
        ("twitch-eventsub-message-retry", "0"),
    ])
    .names_event_in(&[
        Field::Only { at: &Field::Header("twitch-eventsub-message-type"), text: "revocation" },
        Field::Header("twitch-eventsub-subscription-type"),
    ])
    .names_delivery_in(&[Field::Header("twitch-eventsub-message-id")])
    .answers_handshakes(&[Handshake::new(
        Guard::Verified,
        &[When::Is(Field::Header("twitch-eventsub-message-type"), "webhook_callback_verification")],
        Answer::echo(Field::Json("/challenge")),
    )])
    .retries_as(SenderRetries::Unknown)
    .also_sends(&[("x-hub-signature", "the signature of Twitch's retired webhooks")])
    .with_mismatch_hint("each subscription of Twitch has the secret that it was created with")
    .with_notes(&["The headers with event name and message type are not signed."])
    .expects(StatusCode::OK)
    .does_not_publish(&[Fact::Retries, Fact::LongestBody]);
