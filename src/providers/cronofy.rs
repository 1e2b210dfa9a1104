//! Cronofy.

use crate::{
    Fact, Field, Provider,
    scheme::{Encoding, Grammar, Signature},
};

/// Cronofy: `Cronofy-HMAC-SHA256: <base64>,<base64>` over the body, a signature for each active secret.
///
/// | | |
/// |---|---|
/// | secret | *Client Secret* of the application |
/// | its form | any text, used as it is |
/// | freshness | none: there is no signed time |
/// | event name | `/notification/type`, signed ([source](https://docs.cronofy.com/developers/api/push-notifications)) |
/// | delivery id | none |
/// | replays | with `IdempotencyKey::body()` an inbox handles a recorded delivery once |
/// | not published | the answer, the retries, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// #[event(payload = "/channel")]
/// enum CronofyEvent {
///     #[event("change")]
///     Change(Channel),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Channel {
///     channel_id: String,
/// }
///
/// let cronofy = EventRouter::new(providers::CRONOFY.secret("made-up"))
///     .on(CronofyEvent::CHANGE, async |channel: Channel| println!("{}", channel.channel_id))
///     .with_state(());
///
/// let body = r#"{"notification":{"type":"change"},"channel":{"channel_id":"chn_1"}}"#;
/// let mut signed = Signer::new(providers::CRONOFY, "made-up").sign(body)?;
/// let signature = signed.headers()["cronofy-hmac-sha256"].to_str()?;
/// let rotated = format!("made+up+signature+of+another+secret+of+32+by=,{signature}");
/// signed.headers_mut().insert("cronofy-hmac-sha256", rotated.parse()?);
/// assert_eq!(deliver(&cronofy, signed).await.status(), 200);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const CRONOFY: Provider = Provider::new("cronofy")
    .documented_at("https://docs.cronofy.com/developers/push-notifications/authentication/")
    .signed_with(
        Signature::hmac_sha256("cronofy-hmac-sha256")
            .written_as(Grammar::List { separator: ",", prefix: "" })
            .encoded(Encoding::Base64),
    )
    .names_event_in(&[Field::Json("/notification/type")])
    .with_mismatch_hint("Cronofy signs with the client secret of the application")
    .with_notes(&[
        "There is no delivery id.",
        "A new channel gets a notification of type `verification`: an ordinary signed \
         delivery.",
    ])
    .has_none_of(&[Fact::DeliveryId, Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Answer, Fact::Retries])
    .sourced(&[
        ("https://docs.cronofy.com/developers/api/push-notifications", &[Fact::EventName]),
        (CRONOFY_PAGE, &[Fact::Handshake]),
    ]);

const CRONOFY_PAGE: &str = "https://github.com/hookdeck/webhook-skills/blob/main/skills/cronofy-webhooks/references/verification.md";
