//! Svix, and the many senders that deliver through it.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Scheme, Signature, TimeUnit},
};

/// Svix: as [Standard Webhooks](super::STANDARD_WEBHOOKS), with headers `svix-*` or `webhook-*`.
///
/// A request with signatures in both families is refused: the SDKs take each header from either
/// family, so that a forger could mix them.
///
/// | | |
/// |---|---|
/// | secret | at the endpoint, in the portal of the sender that uses Svix |
/// | its form | `whsec_` and base64 |
/// | freshness | five minutes, as in Svix's SDKs |
/// | event name | `/type`, signed; Svix leaves it to the sender, and this is the custom |
/// | delivery id | header `svix-id` or `webhook-id`, signed; a retry has the same |
/// | answer | 2xx within fifteen seconds |
/// | retries | after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h |
/// | not published | the longest body |
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
///     #[event("invoice.paid")]
///     Paid(Invoice),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Invoice {
///     amount: u64,
/// }
///
/// let secret = "whsec_bWFkZS11cC1zZWNyZXQtb2YtMjQtYnl0ZXM=";
/// let endpoint = EventRouter::new(providers::SVIX.secret(secret))
///     .on(Event::PAID, async |invoice: Invoice| println!("{}", invoice.amount))
///     .with_state(());
/// let body = r#"{"type":"invoice.paid","data":{"amount":528}}"#;
///
/// // A sender uses one of two families of headers.
/// for family in [providers::SVIX, providers::STANDARD_WEBHOOKS] {
///     let signed = Signer::new(family, secret).sign(body)?;
///     assert_eq!(deliver(&endpoint, signed).await.status(), 200);
/// }
///
/// // One delivery with both is refused.
/// let mut both = Signer::new(providers::SVIX, secret).sign(body)?;
/// let other = Signer::new(providers::STANDARD_WEBHOOKS, secret).sign(body)?;
/// both.headers_mut().extend(other.headers().clone());
/// assert_eq!(deliver(&endpoint, both).await.status(), 401);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const SVIX: Provider = Provider::new("svix")
    .documented_at("https://docs.svix.com/receiving/verifying-payloads/how-manual")
    .proved_by(&[
        Scheme::Signature(SVIX_HEADERS),
        Scheme::Signature(Signature::standard_webhooks()),
    ])
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Header("svix-id"), Field::Header("webhook-id")])
    .waits_at_most(Duration::from_secs(15))
    .retries_as(SenderRetries::After(&[
        Duration::from_secs(5),
        Duration::from_secs(5 * 60),
        Duration::from_secs(30 * 60),
        Duration::from_secs(2 * 3600),
        Duration::from_secs(5 * 3600),
        Duration::from_secs(10 * 3600),
        Duration::from_secs(10 * 3600),
    ]))
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody])
    .sourced(&[("https://docs.svix.com/retries", &[Fact::Answer, Fact::Retries])]);

/// The scheme of the senders that use the header names of Svix.
pub(super) const SVIX_HEADERS: Signature = Signature::standard_webhooks()
    .found_in(Field::Header("svix-signature"))
    .timestamp_in(Field::Header("svix-timestamp"), TimeUnit::Seconds)
    .over("{header:svix-id}.{timestamp}.{body}");
