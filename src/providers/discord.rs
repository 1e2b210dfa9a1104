//! Discord.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, Guard, Handshake, Signature, TimeUnit, When},
};

/// Discord interactions and webhook events: `X-Signature-Ed25519: <hex>` over `<timestamp><body>`.
///
/// The secret is the application's public key in hex. Both kinds of PING are answered if they are
/// signed. Discord also sends wrong signatures on purpose and expects a 401 for them.
///
/// | | |
/// |---|---|
/// | secret | *Public Key* of the application, under *General Information* in the developer portal |
/// | its form | 64 hexadecimal digits: an Ed25519 public key, which is no secret |
/// | freshness | five minutes, chosen by hookport: Discord states none |
/// | event name | `/event/type` of a webhook event; `/type`, a dot and `/data/name` of an interaction (`2.roll`); signed |
/// | delivery id | `/id` of an interaction, signed; webhook events have none |
/// | answer | 204, or the reply of an interaction, within three seconds |
/// | retries | webhook events with backoff for up to ten minutes |
/// | not published | the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Reply, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum DiscordEvent {
///     #[event("APPLICATION_AUTHORIZED", payload = "/event/data")]
///     Authorized(serde_json::Value),
///     #[event("2.roll")]
///     Roll, // the command `/roll`
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// async fn on_roll((): ()) -> Reply {
///     Reply::json(&serde_json::json!({"type": 4, "data": {"content": "You rolled a 4."}}))
/// }
///
/// // A test signs with a private key of its own; Discord keeps the one of your application.
/// let signer = Signer::new(providers::DISCORD, "11".repeat(32));
/// let public_key = signer.public_key().ok_or("a key pair")?;
///
/// let discord = EventRouter::new(providers::DISCORD.secret(public_key))
///     .on(DiscordEvent::AUTHORIZED, async |_: serde_json::Value| {})
///     .on(DiscordEvent::ROLL, on_roll)
///     .with_state(());
///
/// let roll = signer.sign(r#"{"id":"1","type":2,"data":{"name":"roll"}}"#)?;
/// assert_eq!(deliver(&discord, roll).await.status(), 200);
///
/// let installed = signer.sign(r#"{"type":1,"event":{"type":"APPLICATION_AUTHORIZED","data":{}}}"#)?;
/// assert_eq!(deliver(&discord, installed).await.status(), 204);
///
/// let ping = signer.sign(r#"{"type":1}"#)?;
/// assert_eq!(deliver(&discord, ping).await.body(), r#"{"type":1}"#);
///
/// // Discord tests the endpoint with wrong signatures.
/// let guess = Signer::new(providers::DISCORD, "22".repeat(32)).sign(r#"{"type":1}"#)?;
/// assert_eq!(deliver(&discord, guess).await.status(), 401);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const DISCORD: Provider = Provider::new("discord")
    .documented_at("https://discord.com/developers/docs/events/webhook-events")
    .signed_with(
        Signature::ed25519("x-signature-ed25519")
            .timestamp_in(Field::Header("x-signature-timestamp"), TimeUnit::Seconds)
            .over("{timestamp}{body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[
        Field::Json("/event/type"),
        Field::Pair {
            first: &Field::Json("/type"),
            second: &Field::Json("/data/name"),
            separator: ".",
        },
    ])
    .names_delivery_in(&[Field::Json("/id")])
    .answers_handshakes(&[
        Handshake::new(
            Guard::Verified,
            &[When::Is(Field::Json("/type"), "1"), When::Absent(Field::Json("/event/type"))],
            Answer::fixed("application/json", r#"{"type":1}"#),
        ),
        Handshake::new(
            Guard::Verified,
            &[When::Is(Field::Json("/type"), "0")],
            Answer::fixed("application/json", "").with_status(StatusCode::NO_CONTENT),
        ),
    ])
    .expects(StatusCode::NO_CONTENT)
    .waits_at_most(Duration::from_secs(3))
    .retries_as(SenderRetries::Described("webhook events with backoff for up to 10 minutes"))
    .with_mismatch_hint(
        "Discord sends wrong signatures on purpose while it checks the endpoint, and wants a 401 \
         for them; the key is the application's public key",
    )
    .with_notes(&[
        "Discord sends wrong signatures on purpose, now and then, and expects a 401 for them.",
        "Discord states no tolerance; five minutes are the choice of hookport.",
        "An interaction expects an answer of its own: let its handler return a `Reply`.",
        "Webhook events have no delivery id; that of an interaction is its `id`.",
    ])
    .does_not_publish(&[Fact::LongestBody]);
