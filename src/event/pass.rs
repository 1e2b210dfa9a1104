//! One pass over a document, which decodes the payload into a variant and notes name and id.

use serde::de::Deserializer;

use super::{
    WebhookEvent,
    found::{Found, Places},
    notes::Notes,
    plan::Place,
    reader,
    watched::Watched,
};
use crate::{
    FieldError,
    request::{Node, Sink, walk},
};

/// A pass over a document.
pub(super) struct Pass<'p, 'de, E> {
    notes: Notes<'p, 'de>,
    variant: usize,
    event: Option<E>,
    inside_payload: bool,
}

/// The reason why a pass ends early.
pub(super) enum Failure {
    /// The document is malformed.
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
        let notes = Notes::new(places, found);
        let mut pass = Self { notes, variant, event: None, inside_payload: false };
        match walk(document, root, &mut pass) {
            Ok(()) => Ok(pass.event),
            Err(cause) => Err(pass.explain(cause)),
        }
    }

    fn explain(self, cause: serde_json::Error) -> Failure {
        if self.inside_payload && cause.is_data() && !self.notes.is_wrong() {
            return Failure::Payload(cause);
        }
        Failure::Field(self.notes.into_error(&cause))
    }

    fn read<D: Deserializer<'de>>(
        &mut self,
        payload: &Node<Place>,
        value: D,
    ) -> Result<(), D::Error> {
        self.inside_payload = true;
        self.event = Some(if payload.is_leaf() {
            E::decode(self.variant, reader::Json::new(value))?
        } else {
            let watched = Watched::new(value, payload, &mut self.notes);
            E::decode(self.variant, reader::Json::new(watched))?
        });
        self.inside_payload = false;
        Ok(())
    }
}

impl<'de, E: WebhookEvent> Sink<'de> for Pass<'_, 'de, E> {
    type Place = Place;

    fn take<D: Deserializer<'de>>(&mut self, node: &Node<Place>, value: D) -> Result<(), D::Error> {
        if let [Place::Payload] = node.places() {
            return self.read(node, value);
        }
        self.notes.note_text(node, value)
    }

    fn repeated(&mut self, member: &str) {
        self.notes.repeated(member);
    }
}
