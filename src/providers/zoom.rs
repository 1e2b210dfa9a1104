//! Zoom.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{
        Answer, AnswerValue, Encoding, Grammar, Guard, Handshake, Hash, Signature, TimeUnit, When,
    },
};

/// Zoom: `x-zm-signature: v0=<hex>` over `v0:<timestamp>:<body>`.
///
/// `endpoint.url_validation` asks for the HMAC of a token with the signing secret. It is answered
/// only if it is signed itself and the token is plain: otherwise the answer would sign for anyone.
///
/// | | |
/// |---|---|
/// | secret | *Secret Token* of the app, in the App Marketplace under *Features*, *Access* |
/// | its form | any text, used as it is |
/// | freshness | five minutes, chosen by hookport: Zoom states none |
/// | event name | `/event`, signed |
/// | delivery id | none |
/// | replays | for five minutes a recorded delivery is handled again under another query; with `IdempotencyKey::body()` an inbox handles it once |
/// | answer | 200 or 204 within three seconds |
/// | retries | after 5, 20 and 60 minutes ([source](https://developers.zoom.us/blog/webhook-delays.md)) |
/// | not published | the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// #[event(payload = "/payload/object")]
/// enum ZoomEvent {
///     #[event("meeting.started")]
///     Started(Meeting),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Meeting {
///     topic: String,
/// }
///
/// let zoom = EventRouter::new(providers::ZOOM.secret("made-up"))
///     .on(ZoomEvent::STARTED, async |meeting: Meeting| println!("{}", meeting.topic))
///     .with_state(());
/// let signer = Signer::new(providers::ZOOM, "made-up");
///
/// let started = r#"{"event":"meeting.started","payload":{"object":{"topic":"Standup"}}}"#;
/// assert_eq!(deliver(&zoom, signer.sign(started)?).await.status(), 200);
///
/// // Zoom asks this when you press "Validate", and every 72 hours.
/// let question = r#"{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}"#;
/// let answer = deliver(&zoom, signer.sign(question)?).await;
/// let answer: serde_json::Value = serde_json::from_slice(answer.body())?;
/// assert_eq!(answer["plainToken"], "qgg8vlvZRS6UYooatFL8Aw");
/// assert_eq!(answer["encryptedToken"].as_str().map(str::len), Some(64), "HMAC-SHA-256 in hex");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const ZOOM: Provider = Provider::new("zoom")
    .documented_at("https://developers.zoom.us/docs/api/webhooks/")
    .signed_with(
        Signature::hmac_sha256("x-zm-signature")
            .written_as(Grammar::Prefix("v0="))
            .timestamp_in(Field::Header("x-zm-request-timestamp"), TimeUnit::Seconds)
            .over("v0:{timestamp}:{body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Json("/event")])
    .answers_handshakes(&[Handshake::new(
        Guard::Verified,
        &[When::Is(Field::Json("/event"), "endpoint.url_validation")],
        Answer::json(&[
            ("plainToken", AnswerValue::Plain(TOKEN)),
            ("encryptedToken", AnswerValue::hmac(TOKEN, Hash::Sha256, Encoding::Hex)),
        ]),
    )])
    .waits_at_most(Duration::from_secs(3))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(5 * 60),
        Duration::from_secs(20 * 60),
        Duration::from_secs(60 * 60),
    ]))
    .also_sends(&[("authorization", "the retired verification token")])
    .with_mismatch_hint(
        "Zoom signs with the secret token of the app, not with its client secret or the retired \
         verification token",
    )
    .with_notes(&[
        "Zoom states no tolerance; five minutes are the choice of hookport.",
        "There is no delivery id.",
    ])
    .expects(StatusCode::OK)
    .does_not_publish(&[Fact::LongestBody])
    .has_none_of(&[Fact::DeliveryId])
    .sourced(&[("https://developers.zoom.us/blog/webhook-delays.md", &[Fact::Retries])]);

const TOKEN: Field = Field::Json("/payload/plainToken");
