//! One pass over a document: the payload goes straight into a variant, name and id are noted.

use serde::{
    Deserialize,
    de::{Deserializer, Error as _},
};
use serde_json::value::RawValue;

use super::{
    WebhookEvent,
    found::{Found, Places},
    plan::Place,
    reader,
};
use crate::{
    FieldError,
    request::{Node, Sink, scalar, walk},
};

/// What a pass comes by.
pub(super) struct Pass<'p, 'de, E> {
    places: Places,
    found: &'p mut Found<'de>,
    variant: usize,
    event: Option<E>,
    wrong: Option<FieldError>,
    inside_payload: bool,
}

/// Why a pass ends early.
pub(super) enum Failure {
    /// The document is to blame.
    Field(FieldError),
    /// The payload is not of the variant's type.
    Payload(serde_json::Error),
}

impl<'p, 'de, E: WebhookEvent> Pass<'p, 'de, E> {
    /// Reads `document` at the places of `root`. A payload is decoded into the variant at
    /// `variant`; name and id go to `found`.
    pub(super) fn over(
        document: &'de str,
        root: &Node<Place>,
        variant: usize,
        places: Places,
        found: &'p mut Found<'de>,
    ) -> Result<Option<E>, Failure> {
        let mut pass =
            Self { places, found, variant, event: None, wrong: None, inside_payload: false };
        match walk(document, root, &mut pass) {
            Ok(()) => Ok(pass.event),
            Err(cause) => Err(pass.explain(cause)),
        }
    }

    fn explain(self, cause: serde_json::Error) -> Failure {
        match self.wrong {
            Some(wrong) => Failure::Field(wrong),
            None if self.inside_payload && cause.is_data() => Failure::Payload(cause),
            None => Failure::Field(FieldError::not_json(&cause)),
        }
    }

    fn note<D: Deserializer<'de>>(&mut self, place: Place, value: D) -> Result<(), D::Error> {
        let (best, rank, all) = match place {
            Place::Id(rank) => (&mut self.found.id, rank, self.places.ids),
            Place::Name(rank) => (&mut self.found.name, rank, self.places.names),
            Place::Payload => return Ok(()),
        };
        let raw = <&RawValue>::deserialize(value)?;
        match scalar(raw, all[rank]) {
            Ok(Some(text)) => best.offer(rank, text),
            Ok(None) => {}
            Err(wrong) => {
                self.wrong = Some(wrong);
                return Err(D::Error::custom("malformed value"));
            }
        }
        Ok(())
    }
}

impl<'de, E: WebhookEvent> Sink<'de> for Pass<'_, 'de, E> {
    type Place = Place;

    fn take<D: Deserializer<'de>>(&mut self, place: Place, value: D) -> Result<(), D::Error> {
        let Place::Payload = place else {
            return self.note(place, value);
        };
        self.inside_payload = true;
        self.event = Some(E::decode(self.variant, reader::Json::new(value))?);
        self.inside_payload = false;
        Ok(())
    }

    fn repeated(&mut self, member: &str) {
        self.wrong = Some(FieldError::RepeatedMember { name: member.to_owned() });
    }
}
