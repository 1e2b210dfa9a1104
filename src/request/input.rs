//! A request, or an item of one, as its values are looked up.

use super::{Batch, Item, RawRequest};

/// A request, or an item of one, as its values are looked up.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    /// The request; of an item, with the bytes of the item as its body.
    pub(crate) received: RawRequest<'a>,
    /// The request that an item came in.
    pub(super) batch: Option<&'a Batch>,
    /// The form field that may hold the JSON document of the request.
    pub(super) request_form_field: Option<&'static str>,
}

impl<'a> Input<'a> {
    pub(crate) const fn request(
        received: RawRequest<'a>,
        json_form_field: Option<&'static str>,
    ) -> Self {
        Self { received, batch: None, request_form_field: json_form_field }
    }

    /// Makes the input of an item of `request`.
    pub(crate) const fn item(
        item: &'a Item,
        request: RawRequest<'a>,
        json_form_field: Option<&'static str>,
    ) -> Self {
        let received = RawRequest { body: item.body(), ..request };
        Self { received, batch: Some(item.batch()), request_form_field: json_form_field }
    }

    /// Returns the form field that may hold the JSON document. An item is a document.
    pub(crate) fn json_form_field(&self) -> Option<&'static str> {
        self.request_form_field.filter(|_| self.batch.is_none())
    }

    /// Returns the whole request.
    pub(super) fn whole(&self) -> RawRequest<'a> {
        let body = self.batch.map_or(self.received.body, Batch::body);
        RawRequest { body, ..self.received }
    }
}
