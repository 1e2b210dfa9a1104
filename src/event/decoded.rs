//! What a delivery was decoded into.

use std::borrow::Cow;

use super::{
    WebhookEvent,
    found::{Found, Places},
};
use crate::Field;

/// A decoded delivery.
///
/// `E` is the event enum; or `usize`, where the variant was found and its payload not read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decoded<E> {
    /// The event; `None` if no variant takes its name.
    pub event: Option<E>,
    /// The event's name; `None` if the delivery has none and the variant marked `#[event(other)]`
    /// took it.
    pub name: Option<Cow<'static, str>>,
    /// Where the name was found.
    pub name_source: Option<Field>,
    /// The id that the sender gave the delivery.
    pub delivery_id: Option<String>,
    /// Where the id was found.
    pub id_source: Option<Field>,
}

impl<T> Decoded<T> {
    /// Of a delivery that nothing can be told about.
    #[cfg(feature = "inbox")]
    pub(crate) const fn unknown() -> Self {
        Self { event: None, name: None, name_source: None, delivery_id: None, id_source: None }
    }

    pub(super) fn new<E: WebhookEvent>(
        event: Option<T>,
        variant: Option<usize>,
        found: Found<'_>,
        places: Places,
    ) -> Self {
        Self {
            event,
            name: found.event_name::<E>(variant),
            name_source: found.name.source(places.names),
            id_source: found.id.source(places.ids),
            delivery_id: found.id.into_text(),
        }
    }
}
