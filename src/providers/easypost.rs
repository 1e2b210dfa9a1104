//! EasyPost.

use http::StatusCode;

use crate::{
    Fact, Field, Provider,
    scheme::{Grammar, KeyForm, Signature},
};

/// EasyPost: `X-Hmac-Signature: hmac-sha256-hex=<hex>` over the body.
///
/// | | |
/// |---|---|
/// | secret | the text that you gave as `webhook_secret` when you made the webhook |
/// | its form | text. One with other characters than ASCII, which EasyPost signs in Unicode's form NFKD, needs the feature `unicode-secrets` |
/// | freshness | none: there is no signed time |
/// | event name, delivery id | `/description` and `/id` in the body, signed |
/// | answer | 2xx |
/// | not published | the time that EasyPost waits, the retries, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// #[event(payload = "/result")]
/// enum EasyPostEvent {
///     #[event("tracker.updated")]
///     Tracker(Tracker),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Tracker {
///     id: String,
/// }
///
/// let easypost = EventRouter::new(providers::EASYPOST.secret("made-up"))
///     .on(EasyPostEvent::TRACKER, async |tracker: Tracker| println!("{}", tracker.id))
///     .with_state(());
///
/// let body = r#"{"id":"evt_1","description":"tracker.updated","result":{"id":"trk_1"}}"#;
/// let signed = Signer::new(providers::EASYPOST, "made-up").sign(body)?;
/// assert_eq!(deliver(&easypost, signed).await.status(), 200);
///
/// let accented = providers::EASYPOST.secret("sécret").verifier();
/// assert_eq!(accented.is_ok(), cfg!(feature = "unicode-secrets"));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const EASYPOST: Provider = Provider::new("easypost")
    .documented_at("https://www.npmjs.com/package/@easypost/api")
    .signed_with(
        Signature::hmac_sha256("x-hmac-signature")
            .key(KeyForm::NfkdText)
            .written_as(Grammar::Prefix("hmac-sha256-hex=")),
    )
    .names_event_in(&[Field::Json("/description")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries]);
