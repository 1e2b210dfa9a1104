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
    pub(super) json_form_field: Option<&'static str>,
}

impl<'a> Input<'a> {
    pub(crate) const fn request(
        received: RawRequest<'a>,
        json_form_field: Option<&'static str>,
    ) -> Self {
        Self { received, batch: None, json_form_field }
    }

    /// Makes the input of an item of `request`.
    pub(crate) const fn item(
        item: &'a Item,
        request: RawRequest<'a>,
        json_form_field: Option<&'static str>,
    ) -> Self {
        let received = RawRequest { body: item.body(), ..request };
        Self { received, batch: Some(item.batch()), json_form_field }
    }

    /// Returns true for an item of a request. It is a JSON document, whatever the headers of the request
    /// say.
    pub(super) const fn is_item(&self) -> bool {
        self.batch.is_some()
    }

    /// Returns the whole request.
    pub(super) fn whole(&self) -> RawRequest<'a> {
        let body = self.batch.map_or(self.received.body, Batch::body);
        RawRequest { body, ..self.received }
    }
}
