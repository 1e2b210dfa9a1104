//! One pass over a document, which decodes the payload into a variant and notes name, id and tenant.

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
    event: &'p mut Option<E>,
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
    /// Starts a pass that decodes the payload into the variant at `variant`. The variant goes to
    /// `event`, name, id and tenant go to `found`.
    pub(super) const fn new(
        variant: usize,
        places: Places,
        found: &'p mut Found<'de>,
        event: &'p mut Option<E>,
    ) -> Self {
        let notes = Notes::new(places, found);
        Self { notes, variant, event, inside_payload: false }
    }

    /// Reads `document` at the places of `root`.
    pub(super) fn over(&mut self, document: &'de str, root: &Node<Place>) -> Result<(), Failure> {
        walk(document, root, self).map_err(|cause| self.explain(cause))
    }

    fn explain(&mut self, cause: serde_json::Error) -> Failure {
        if self.inside_payload && cause.is_data() && !self.notes.is_wrong() {
            return Failure::Payload(cause);
        }
        Failure::Field(self.notes.take_error(&cause))
    }

    fn read<D: Deserializer<'de>>(
        &mut self,
        payload: &Node<Place>,
        value: D,
    ) -> Result<(), D::Error> {
        self.inside_payload = true;
        let event = if payload.is_leaf() {
            E::decode(self.variant, reader::Json::new(value))
        } else {
            let watched = Watched::new(value, payload, &mut self.notes);
            E::decode(self.variant, reader::Json::new(watched))
        };
        match event {
            Ok(event) => *self.event = Some(event),
            Err(cause) => return Err(cause),
        }
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

    fn repeated(&mut self, member: &str, node: &Node<Place>) -> bool {
        self.notes.repeated(member, node)
    }
}
