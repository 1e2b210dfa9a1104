//! The event type that takes every delivery.

use crate::{
    Unknown, WebhookEvent,
    event::{PayloadReader, Reads, Variant},
};

/// Any event, of any name or of none, with a body of any form.
pub(super) struct AnyEvent;

impl WebhookEvent for AnyEvent {
    const VARIANTS: &'static [Variant] = &[Variant {
        ident: "Any",
        key: "ANY",
        names: &[],
        payload: &[],
        reads: Reads::Body,
        other: true,
    }];

    fn variant_of(_: &str) -> Option<usize> {
        Some(0)
    }

    fn decode<R: PayloadReader>(_: usize, reader: R) -> Result<Self, R::Error> {
        reader.unknown().map(|_: Unknown| Self)
    }

    fn variant(&self) -> usize {
        0
    }
}
