//! One delivery with all that is known of it.

use bytes::Bytes;
use serde::Serialize;

use super::{
    BodyView, DataError, DeliverySummary, HeaderView, ProofToday, RunView, Verification,
    hidden::Hidden, proof_today::received_again,
};
use crate::{
    DeliveryParts, Provider,
    inbox::{EntryId, EntryRules, Inbox, Record},
    providers,
};

/// A delivery with all that is known of it. Credentials are hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeliveryView {
    /// The delivery in one line.
    pub summary: DeliverySummary,
    /// The method of its request.
    pub method: String,
    /// The path and the query of its request.
    pub target: String,
    /// The headers of its request.
    pub headers: Vec<HeaderView>,
    /// Its body; of an event of a batch, the bytes of the event.
    pub body: BodyView,
    /// The position among the events of its request, counted from 1; `None` if the request is one event.
    pub position_in_batch: Option<usize>,
    /// The proof.
    pub verification: Verification,
    /// The work of each handler.
    pub runs: Vec<RunView>,
    /// The answer to its sender.
    pub answer: SenderAnswer,
}

/// The answer that a sender got for a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SenderAnswer {
    /// The answer in words.
    pub text: String,
    /// The schedule of retries that the sender publishes, in words.
    pub schedule: String,
}

/// Reads a delivery.
///
/// # Errors
///
/// [`DataError::NotFound`] if there is none of this number; [`DataError::Store`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::{console::data, inbox::{EntryId, Inbox}, stores::MemoryStore};
///
/// let inbox = Inbox::new(Arc::new(MemoryStore::new()));
/// let error = data::delivery(&inbox, EntryId::new(7)).await.unwrap_err();
/// assert_eq!(error.to_string(), "no delivery 7 here");
/// # Ok(())
/// # }
/// ```
pub async fn delivery(inbox: &Inbox, id: EntryId) -> Result<DeliveryView, DataError> {
    Ok(delivery_with_body(inbox, id).await?.0)
}

/// Reads a delivery, and all bytes of its body.
pub(in crate::console) async fn delivery_with_body(
    inbox: &Inbox,
    id: EntryId,
) -> Result<(DeliveryView, Bytes), DataError> {
    let Record { summary, delivery, runs, .. } = record(inbox, id).await?;
    let rules = inbox.rules(&summary.endpoint);
    let today = match rules {
        Some(rules) => Some(proof_today(rules, delivery.parts()).await),
        None => None,
    };
    let provider = provider_of(inbox, &summary.endpoint, &summary.provider);
    let hides = Hidden::of(provider, delivery.uri());
    let headers = delivery.headers().iter();
    let view = DeliveryView {
        method: delivery.method().to_string(),
        target: hides.target(delivery.uri()),
        headers: headers.map(|(name, value)| hides.header(name, value)).collect(),
        body: BodyView::of(delivery.body(), &hides),
        position_in_batch: delivery.item().map(|item| item.position() + 1),
        verification: Verification::of(delivery.parts(), provider, today),
        runs: runs.into_iter().map(RunView::from).collect(),
        answer: SenderAnswer::of_kept(provider),
        summary: summary.into(),
    };
    Ok((view, delivery.body().clone()))
}

/// Reads the body of a delivery, every byte as it came.
///
/// The second value is true if a credential of the sender may lie in it.
///
/// # Errors
///
/// As [`delivery`].
pub async fn body(inbox: &Inbox, id: EntryId) -> Result<(Bytes, bool), DataError> {
    let Record { summary, delivery, .. } = record(inbox, id).await?;
    let provider = provider_of(inbox, &summary.endpoint, &summary.provider);
    Ok((delivery.body().clone(), Hidden::of(provider, delivery.uri()).is_in_body()))
}

/// Finds the sender of an endpoint: the one that is served here, or the built-in one of a name.
///
/// `name` is the provider's name that a delivery was kept with. An endpoint that has another sender today
/// tells nothing of it.
///
/// ```
/// use std::sync::Arc;
/// use hookport::{console::data, inbox::Inbox, stores::MemoryStore};
///
/// let inbox = Inbox::new(Arc::new(MemoryStore::new())); // which serves no endpoint
///
/// let sender = data::provider_of(&inbox, "shop", "stripe").expect("a built-in one");
/// assert_eq!(sender.name(), "stripe");
/// assert!(data::provider_of(&inbox, "shop", "acme").is_none());
/// ```
pub fn provider_of<'a>(inbox: &'a Inbox, endpoint: &str, name: &str) -> Option<&'a Provider> {
    let served = inbox.rules(endpoint).map(|rules| rules.gate().verifier().provider());
    served.filter(|provider| provider.name() == name).or_else(|| providers::find(name))
}

async fn record(inbox: &Inbox, id: EntryId) -> Result<Record, DataError> {
    let found = inbox.read(id).await?;
    found.ok_or_else(|| DataError::not_found(format!("delivery {id}")))
}

async fn proof_today(rules: &EntryRules, parts: &DeliveryParts) -> ProofToday {
    // A batch is proved as a whole.
    let body = parts.item.as_ref().map_or(&parts.body, |item| item.batch().body());
    let head = (&parts.method, &parts.uri, &*parts.headers);
    ProofToday::of(rules, received_again(head, body, parts.received_at)).await
}

impl SenderAnswer {
    fn of_kept(provider: Option<&Provider>) -> Self {
        let schedule = provider.map_or("unknown".to_owned(), |found| found.retries().to_string());
        let text = "it was kept, so its sender got a success and does not try again".to_owned();
        Self { text, schedule }
    }
}
