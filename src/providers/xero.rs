//! Xero.

use std::time::Duration;

use http::StatusCode;

use crate::{
    Fact, Field, Provider, SenderRetries,
    scheme::{Answer, Encoding, Guard, Handshake, Signature, When},
};

/// Xero: `x-xero-signature: <base64>` over the body.
///
/// The check of the "intent to receive" sends deliveries without events, some with wrong signatures
/// on purpose. It expects a 200 or a 401 with an empty body, as every delivery gets it here.
///
/// | | |
/// |---|---|
/// | secret | *Webhooks key* of the app, under *Webhooks* in the developer portal |
/// | its form | base64, used as text: it is not decoded |
/// | freshness | none: there is no signed time |
/// | events | many in a request, under `/events` |
/// | event name | `<category>.<type>`: `INVOICE.UPDATE`; signed |
/// | delivery id | none; `/firstEventSequence` and `/lastEventSequence` of the request count the events |
/// | replays | a recorded delivery is handled again under another query; with `IdempotencyKey::body()` an inbox handles it once, until retention has removed it |
/// | answer | 200 without a body within five seconds, 401 for a wrong signature |
/// | retries | with decreasing frequency for 24 hours; then the subscription is disabled |
/// | not published | the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{EventRouter, Unknown, WebhookEvent, providers, testing::{Signer, deliver}};
///
/// #[derive(WebhookEvent)]
/// enum XeroEvent {
///     #[event("INVOICE.*")]
///     Invoice(Change),
///     #[event(other)]
///     Other(Unknown),
/// }
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "camelCase")]
/// struct Change {
///     event_type: String, // `CREATE`, `UPDATE`
///     resource_id: String,
/// }
///
/// async fn on_invoice(change: Change) {
///     println!("{} of invoice {}", change.event_type, change.resource_id);
/// }
///
/// let xero = EventRouter::new(providers::XERO.secret("made-up"))
///     .on(XeroEvent::INVOICE, on_invoice)
///     .with_state(());
///
/// let body = r#"{"events":[{"eventCategory":"INVOICE","eventType":"UPDATE","resourceId":"1"}],
///     "firstEventSequence":1,"lastEventSequence":1}"#;
/// let signed = Signer::new(providers::XERO, "made-up").sign(body)?;
/// assert_eq!(deliver(&xero, signed).await.status(), 200);
///
/// // "Send Intent to receive" in the portal: one right signature, and wrong ones.
/// let intent = r#"{"events":[],"lastEventSequence":0,"firstEventSequence":0,"entropy":"made-up"}"#;
/// let right = Signer::new(providers::XERO, "made-up").sign(intent)?;
/// let wrong = Signer::new(providers::XERO, "guessed").sign(intent)?;
/// assert_eq!(deliver(&xero, right).await.status(), 200);
/// assert_eq!(deliver(&xero, wrong).await.status(), 401);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const XERO: Provider = Provider::new("xero")
    .documented_at(
        "https://developer.xero.com/documentation/guides/webhooks/configuring-your-server",
    )
    .signed_with(Signature::hmac_sha256("x-xero-signature").encoded(Encoding::Base64))
    .holds_items_at(&["/events"])
    .names_event_in(&[Field::Pair {
        first: &Field::Json("/eventCategory"),
        second: &Field::Json("/eventType"),
        separator: ".",
    }])
    .waits_at_most(Duration::from_secs(5))
    .retries_as(SenderRetries::Described(
        "with decreasing frequency for 24 hours; then the subscription is disabled",
    ))
    .with_mismatch_hint(
        "Xero sends wrong signatures on purpose while it checks the intent to receive, and wants a \
         401 for them",
    )
    .with_notes(&[
        "The answer must have no body and set no cookie.",
        "While Xero checks the intent to receive, it sends wrong signatures on purpose and expects a 401.",
    ])
    .answers_handshakes(&[Handshake::new(
        Guard::Verified,
        &[
            When::Absent(Field::Batch("/events/0/eventCategory")),
            When::Present(Field::Batch("/entropy")),
        ],
        Answer::empty(),
    )])
    .expects(StatusCode::OK).does_not_publish(&[Fact::LongestBody]).has_none_of(&[Fact::DeliveryId]);
