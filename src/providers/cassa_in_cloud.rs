//! Cassa in Cloud.

use crate::{Fact, Field, Provider, SenderRetries, scheme::Signature};

/// Cassa in Cloud (TeamSystem): `x-cn-signature: <hex>`, HMAC-SHA-1 over the body.
///
/// The header `x-cn-operation` holds the event name, `ENTITY/VERB`, and is not signed. Key, message
/// and encoding follow receivers that are in use, because the vendor's text is not clear about
/// them.
///
/// | | |
/// |---|---|
/// | secret | made by Cassa in Cloud, in the details of the webhook, under *Impostazioni Account*, *WebHooks* |
/// | its form | any text, used as it is |
/// | freshness | none: there is no signed time |
/// | event name | header `x-cn-operation`, as in `RECEIPT/CREATE`; not signed |
/// | delivery id | none |
/// | tenant | `/idSalesPoint`, else `/document/idSalesPoint`: the store |
/// | replays | a recorded delivery is handled again under another query or operation; with `IdempotencyKey::body()` an inbox handles it once for each operation, until retention has removed it |
/// | retries | up to three with the same body; the waits are not published |
/// | not published | the time that the till waits for an answer, the longest body |
///
/// ```
/// # #[cfg(feature = "macros")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use hookport::{
///     EventRouter, event_types::cassa_in_cloud::{CassaInCloudEvent, Receipt}, providers,
///     testing::{Signer, deliver},
/// };
///
/// async fn on_receipt(receipt: Receipt) {
///     if !receipt.is_test() {
///         println!("{:?}", receipt.number);
///     }
/// }
///
/// let till = EventRouter::new(providers::CASSA_IN_CLOUD.secret("made-up"))
///     .on(CassaInCloudEvent::RECEIPT, on_receipt)
///     .ignore_rest()
///     .with_state(());
///
/// let signed = Signer::new(providers::CASSA_IN_CLOUD, "made-up")
///     .event("RECEIPT/CREATE")
///     .sign(r#"{"id":"1","number":12}"#)?;
/// assert_eq!(deliver(&till, signed).await.status(), 200);
/// assert_eq!(till.counts().handled, 1);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "macros"))] fn main() {}
/// ```
pub const CASSA_IN_CLOUD: Provider = Provider::new("cassa-in-cloud")
    .documented_at("https://api-doc.cassanova.com")
    .signed_with(Signature::hmac_sha1("x-cn-signature"))
    .names_event_in(&[Field::Header("x-cn-operation")])
    .names_tenant_in(&[Field::Json("/idSalesPoint"), Field::Json("/document/idSalesPoint")])
    .retries_as(SenderRetries::Described(
        "up to three times with the same body; the waits are not published",
    ))
    .with_notes(&[
        "There is no delivery id and no signed time.",
        "Of eight kinds of records (credit note, invoice, transport document, quote, stock movement, \
         closure, customer, company) neither name nor body is published: those of the ready types are \
         inferred.",
        "A document whose id starts with `TEST` is a trial delivery.",
        "The number of calls in a period is limited; further ones may never be delivered.",
    ])
    .has_none_of(&[Fact::DeliveryId])
    .does_not_publish(&[Fact::LongestBody]);
