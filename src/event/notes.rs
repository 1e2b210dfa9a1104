//! Notes of names, ids and tenants during a pass over a document.

use std::borrow::Cow;

use serde::{
    Deserialize,
    de::{Deserializer, Error as _},
};
use serde_json::value::RawValue;

use super::{
    found::{Best, Found, Places},
    plan::Place,
};
use crate::{
    Field, FieldError,
    request::{Node, Sink, Text, scalar},
};

/// The names, ids and tenants that a pass over a document has found.
pub(super) struct Notes<'p, 'de> {
    places: Places,
    found: &'p mut Found<'de>,
    wrong: Option<FieldError>,
}

impl<'p, 'de> Notes<'p, 'de> {
    pub(super) const fn new(places: Places, found: &'p mut Found<'de>) -> Self {
        Self { places, found, wrong: None }
    }

    /// Notes the value at the places of `node`, if the parser keeps its text as written. Other
    /// values, which are rare, fail without an error that is kept.
    pub(super) fn note_text<D: Deserializer<'de>>(
        &mut self,
        node: &Node<Place>,
        value: D,
    ) -> Result<(), D::Error> {
        if let Text(Some(text)) = Text::deserialize(value)? {
            for place in node.places() {
                self.offer(*place, text.clone());
            }
        }
        Ok(())
    }

    /// Notes the value at the places of `node`. After a failure the pass must end. The error is
    /// kept.
    pub(super) fn note(
        &mut self,
        node: &Node<Place>,
        raw: &'de RawValue,
    ) -> Result<(), &'static str> {
        for place in node.places() {
            match scalar(raw, self.field(*place)) {
                Ok(Some(text)) => self.offer(*place, text),
                Ok(None) => {}
                // A tenant that is no text is none: no delivery is refused for it.
                Err(_) if matches!(place, Place::Tenant(_)) => {}
                Err(wrong) => {
                    self.wrong = Some(wrong);
                    return Err("malformed value");
                }
            }
        }
        Ok(())
    }

    /// Returns the error of the document, which is not JSON unless another error was noted.
    pub(super) fn take_error(&mut self, cause: &serde_json::Error) -> FieldError {
        self.wrong.take().unwrap_or_else(|| FieldError::not_json(cause))
    }

    /// Returns `true` if an error of the document was noted.
    pub(super) const fn is_wrong(&self) -> bool {
        self.wrong.is_some()
    }

    fn field(&self, place: Place) -> Field {
        match place {
            Place::Payload => Field::Json(""),
            Place::Name(rank) => *self.places.names[rank].first(),
            Place::Second(rank) => {
                let place = &self.places.names[rank];
                *place.second().map_or(place, |(second, _)| second)
            }
            Place::Id(rank) => self.places.ids[rank],
            Place::Tenant(rank) => self.places.tenants[rank],
        }
    }

    fn offer(&mut self, place: Place, text: Cow<'de, str>) {
        match place {
            Place::Payload => {}
            Place::Name(rank) => self.found.name.offer(rank, text),
            Place::Second(rank) => self.found.offer_second(rank, text),
            Place::Id(rank) => self.found.id.offer(rank, text),
            Place::Tenant(rank) => self.found.tenant.offer(rank, text),
        }
    }
}

impl<'de> Sink<'de> for Notes<'_, 'de> {
    type Place = Place;

    fn take<D: Deserializer<'de>>(&mut self, node: &Node<Place>, value: D) -> Result<(), D::Error> {
        let raw = <&RawValue>::deserialize(value)?;
        self.note(node, raw).map_err(D::Error::custom)
    }

    /// A tenant that is said twice is none: no delivery is refused for it.
    fn repeated(&mut self, member: &str, node: &Node<Place>) -> bool {
        if node.all(|place| matches!(place, Place::Tenant(_))) {
            self.found.tenant = Best::default();
            return true;
        }
        self.wrong = Some(FieldError::RepeatedMember { name: member.to_owned() });
        false
    }
}
