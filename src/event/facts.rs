//! The name and the id of a delivery, without an enum.

use std::borrow::Cow;

use super::name::Name;
use crate::{
    DocumentIn, Field, FieldError, Item, RawRequest,
    request::{Converted, Input},
};

/// The name and the id that a delivery gives to itself.
/// [`facts`] finds them without an enum, for a program that only passes deliveries on:
///
/// ```
/// use hookport::{DocumentIn, Field, RawRequest, event, providers};
///
/// let received = RawRequest {
///     method: &http::Method::POST,
///     uri: &http::Uri::from_static("/stripe"),
///     headers: &http::HeaderMap::new(),
///     body: &r#"{"id":"evt_1","type":"invoice.paid"}"#.into(),
/// };
/// let (names, ids) = (providers::STRIPE.event_name(), providers::STRIPE.delivery_id());
/// let facts = event::facts(&received, names, ids, DocumentIn::Body)?;
///
/// let queue = match facts.name.as_deref() {
///     Some(name) if name.starts_with("invoice.") => "billing",
///     Some(_) => "other",
///     None => "unnamed",
/// };
/// assert_eq!((queue, facts.id_source), ("billing", Some(Field::Json("/id"))));
/// # Ok::<(), hookport::FieldError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facts {
    /// The event's name.
    pub name: Option<String>,
    /// The place of the name.
    pub name_source: Option<Field>,
    /// The id that the sender gave to the delivery.
    pub delivery_id: Option<String>,
    /// The place of the id.
    pub id_source: Option<Field>,
}

/// Finds the event's name and the delivery's id, each at the first of its places that has a value.
/// The payload is not read.
///
/// `document_in` is the place of the JSON document, where it is not always the body.
///
/// ```
/// use hookport::{DocumentIn, RawRequest, Field, event};
///
/// let received = RawRequest {
///     method: &http::Method::POST,
///     uri: &http::Uri::from_static("/"),
///     headers: &http::HeaderMap::new(),
///     body: &r#"{"id":7,"type":"order.paid"}"#.into(),
/// };
/// let names = [Field::Header("x-event"), Field::Json("/type")];
/// let facts = event::facts(&received, &names, &[Field::Json("/id")], DocumentIn::Body)?;
///
/// assert_eq!(facts.name.as_deref(), Some("order.paid"));
/// assert_eq!(facts.name_source, Some(Field::Json("/type")));
/// assert_eq!(facts.delivery_id.as_deref(), Some("7"));
///
/// assert!(event::facts(&received, &[Field::Json("/id/x")], &[], DocumentIn::Body)?.name.is_none());
/// assert!(event::facts(&received, &[Field::Json("")], &[], DocumentIn::Body).is_err(), "an object is no text");
/// # Ok::<(), hookport::FieldError>(())
/// ```
///
/// # Errors
///
/// Fails if a value occurs twice or is not text, or if the body cannot be read.
pub fn facts(
    received: &RawRequest<'_>,
    event_name: &[Field],
    delivery_id: &[Field],
    document_in: DocumentIn,
) -> Result<Facts, FieldError> {
    let converted = Converted::default();
    let input = Input::request(*received, document_in).keeping_in(&converted);
    of_input(&input, event_name, delivery_id)
}

/// Finds the name and the id of one event of a request that holds many: see [`items`](super::items).
///
/// The arguments are those of [`facts`]; `request` is the whole request.
///
/// # Errors
///
/// As [`facts`].
pub fn facts_of_item(
    item: &Item,
    request: &RawRequest<'_>,
    event_name: &[Field],
    delivery_id: &[Field],
    document_in: DocumentIn,
) -> Result<Facts, FieldError> {
    of_input(&Input::item(item, *request, document_in), event_name, delivery_id)
}

fn of_input(
    input: &Input<'_>,
    event_name: &[Field],
    delivery_id: &[Field],
) -> Result<Facts, FieldError> {
    let (name, name_source) =
        first_of(event_name, |place| Ok(Name::find(place, input)?.map(Name::into_text)))?;
    let (delivery_id, id_source) = first_of(delivery_id, |place| place.find_text_in(input))?;
    Ok(Facts { name, name_source, delivery_id, id_source })
}

/// Returns the first text that is found, and its place.
fn first_of<'a>(
    places: &[Field],
    find: impl Fn(&Field) -> Result<Option<Cow<'a, str>>, FieldError>,
) -> Result<(Option<String>, Option<Field>), FieldError> {
    for place in places {
        if let Some(text) = find(place)? {
            return Ok((Some(text.into_owned()), Some(*place)));
        }
    }
    Ok((None, None))
}
