//! Standard Webhooks, the common scheme of many senders.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Encoding, Grammar, KeyForm, Scheme, Signature, TimeUnit},
};

/// Standard Webhooks: `webhook-signature: v1,<base64>` over `<id>.<timestamp>.<body>`, fresh within
/// five minutes.
///
/// The secret is base64, with or without `whsec_`. With a public key `whpk_…`, the Ed25519
/// signature with the label `v1a` is expected instead. The configured keys decide which label
/// counts, the request never does.
///
/// | | |
/// |---|---|
/// | secret | at the sender; the specification does not say where |
/// | its form | `whsec_` and 24 to 64 bytes in base64; or `whpk_` and an Ed25519 public key in base64 |
/// | freshness | five minutes, as in the reference libraries |
/// | event name | `/type`, signed, as the specification suggests it |
/// | delivery id | header `webhook-id`, signed; a retry has the same |
/// | answer | 2xx; the specification asks senders to wait 15 to 30 seconds |
/// | retries | it suggests nine: after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h |
/// | longest body | it suggests less than 20 kB |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// #[event(payload = "/data")]
/// enum Event {
///     #[event("user.created")]
///     Created(User),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct User {
///     id: String,
/// }
///
/// let secret = "whsec_bWFkZS11cC1zZWNyZXQtb2YtMjQtYnl0ZXM=";
/// let endpoint = EventRouter::new(providers::STANDARD_WEBHOOKS.secret(secret))
///     .on(Event::CREATED, async |user: User| println!("{} is here", user.id))
///     .with_state(());
///
/// let body = r#"{"type":"user.created","timestamp":"2026-01-01T00:00:00Z","data":{"id":"u1"}}"#;
/// let signed = Signer::new(providers::STANDARD_WEBHOOKS, secret).id("msg_1").sign(body)?;
/// assert_eq!(signed.headers()["webhook-id"], "msg_1");
/// assert_eq!(deliver(&endpoint, signed).await.status(), 200);
///
/// // The id is signed: a delivery cannot be sent again under another one.
/// let mut renamed = Signer::new(providers::STANDARD_WEBHOOKS, secret).id("msg_1").sign(body)?;
/// renamed.headers_mut().insert("webhook-id", "msg_2".parse()?);
/// assert_eq!(deliver(&endpoint, renamed).await.status(), 401);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const STANDARD_WEBHOOKS: Provider = Provider::new("standard-webhooks")
    .documented_at("https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md")
    .proved_by(&[
        Scheme::Signature(Signature::standard_webhooks()),
        Scheme::Signature(V1A),
    ])
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Header("webhook-id")])
    .retries_as(SenderRetries::After(WAITS))
    .with_notes(&[
        "Retries and deadline are recommendations of the specification; senders differ.",
        "410 asks the sender to disable the endpoint.",
    ]).expects(StatusCode::OK).has_none_of(&[Fact::LongestBody, Fact::Handshake]);

/// The signature with a public key.
pub(super) const V1A: Signature = Signature::ed25519("webhook-signature")
    .key(KeyForm::Base64After("whpk_"))
    .written_as(Grammar::Versions("v1a"))
    .encoded(Encoding::Base64)
    .timestamp_in(Field::Header("webhook-timestamp"), TimeUnit::Seconds)
    .over(MESSAGE)
    .fresh_within(TOLERANCE);

const MESSAGE: &str = "{header:webhook-id}.{timestamp}.{body}";

const TOLERANCE: Duration = Duration::from_secs(5 * 60);

const WAITS: &[Duration] = &[
    Duration::from_secs(5),
    Duration::from_secs(5 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(2 * 3600),
    Duration::from_secs(5 * 3600),
    Duration::from_secs(10 * 3600),
    Duration::from_secs(14 * 3600),
    Duration::from_secs(20 * 3600),
    Duration::from_secs(24 * 3600),
];
