//! Orb.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider,
    scheme::{Grammar, Signature, TimeUnit},
};

/// Orb: `X-Orb-Signature: v1=<hex> v1=<hex>` over `v1:<timestamp>:<body>`, with a time that has no offset.
///
/// | | |
/// |---|---|
/// | secret | the secret of the webhook endpoint |
/// | its form | any text, used as it is |
/// | freshness | five minutes, as Orb's SDK has it (npm `orb-billing` 6.11.0) |
/// | event name, delivery id | `/type` and `/id` in the body, signed |
/// | answer | 2xx |
/// | retries | at least once; the schedule is not published |
/// | not published | the time that Orb waits, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::{Duration, UNIX_EPOCH};
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum OrbEvent {
///     #[event("invoice.issued", payload = "/invoice")]
///     Issued(Invoice),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Invoice {
///     id: String,
/// }
///
/// let orb = EventRouter::new(providers::ORB.secret("made-up"))
///     .on(OrbEvent::ISSUED, async |invoice: Invoice| println!("{}", invoice.id))
///     .with_state(());
/// let signer = Signer::new(providers::ORB, "made-up");
///
/// let body = r#"{"id":"1","type":"invoice.issued","invoice":{"id":"inv_1"}}"#;
/// assert_eq!(deliver(&orb, signer.clone().sign(body)?).await.status(), 200);
///
/// let old = signer.at(UNIX_EPOCH + Duration::from_secs(1_700_000_000)).sign(body)?;
/// assert_eq!(old.headers()["x-orb-timestamp"], "2023-11-14T22:13:20");
/// assert_eq!(deliver(&orb, old).await.status(), 401);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const ORB: Provider = Provider::new("orb")
    .documented_at("https://docs.withorb.com/integrations-and-exports/webhooks")
    .signed_with(
        Signature::hmac_sha256("x-orb-signature")
            .written_as(Grammar::List { separator: " ", prefix: "v1=" })
            .timestamp_in(Field::Header("x-orb-timestamp"), TimeUnit::Rfc3339WithoutOffset)
            .over("v1:{timestamp}:{body}")
            .fresh_within(Duration::from_secs(5 * 60)),
    )
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .with_mismatch_hint("each endpoint has a secret of its own at Orb")
    .with_notes(&["Orb delivers at least once; it publishes no schedule of retries."])
    .expects(StatusCode::OK)
    .has_none_of(&[Fact::Handshake])
    .does_not_publish(&[Fact::LongestBody, Fact::Retries])
    .sourced(&[(ORB_PAGE, &[Fact::Handshake])]);

const ORB_PAGE: &str =
    "https://github.com/hookdeck/webhook-skills/blob/main/skills/orb-webhooks/references/setup.md";
