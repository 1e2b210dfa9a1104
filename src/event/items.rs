//! The events of a request that holds many.

use crate::{FieldError, Item, Provider, RawRequest};

/// Splits a request of a provider that sends [batches](Provider::holds_items_at) into its events;
/// `None` if the provider sends none, or if the request has no document.
///
/// The signature is not checked here: see [`Verifier`](crate::Verifier). The events are not decoded:
/// that does [`Decoder::decode_item`](super::Decoder::decode_item).
///
/// ```
/// use hookport::{Field, Provider, RawRequest, event::{facts_of_item, items}};
///
/// const ACME: Provider = Provider::new("acme")
///     .holds_items_at(&["/events"])
///     .names_event_in(&[Field::Json("/type")])
///     .names_delivery_in(&[Field::Json("/id")]);
///
/// let request = RawRequest {
///     method: &http::Method::POST,
///     uri: &http::Uri::from_static("/acme"),
///     headers: &http::HeaderMap::new(),
///     body: &r#"{"events":[{"id":"e1","type":"paid"},{"id":"e2","type":"lost"}]}"#.into(),
/// };
///
/// let (names, ids) = (ACME.event_name(), ACME.delivery_id());
/// let mut found = Vec::new();
/// for item in items(&request, &ACME)?.unwrap_or_default() {
///     let facts = facts_of_item(&item, &request, names, ids, ACME.document_in())?;
///     found.extend(facts.delivery_id.zip(facts.name));
/// }
/// assert_eq!(found[1], ("e2".to_owned(), "lost".to_owned()));
/// # Ok::<(), hookport::FieldError>(())
/// ```
///
/// # Errors
///
/// Fails if the document cannot be read, if there is no list where the provider puts it, or if the
/// list has more than [`Items::MOST`](crate::Items::MOST) items.
pub fn items(
    received: &RawRequest<'_>,
    provider: &Provider,
) -> Result<Option<Vec<Item>>, FieldError> {
    provider.split(received)
}
