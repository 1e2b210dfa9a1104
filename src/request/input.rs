//! A request, or an item of one, as its values are looked up.

#[cfg(feature = "receive")]
use bytes::Bytes;

use super::{Batch, Converted, DocumentIn, Item, RawRequest};

/// A request, or an item of one, as its values are looked up.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    /// The request; of an item, with the bytes of the item as its body.
    pub(crate) received: RawRequest<'a>,
    /// The request that an item came in.
    pub(super) batch: Option<&'a Batch>,
    /// The place of the JSON document of the request.
    pub(super) document_in: DocumentIn,
    /// Keeps a document that is no JSON as it comes.
    pub(super) converted: Option<&'a Converted>,
}

impl<'a> Input<'a> {
    pub(crate) const fn request(received: RawRequest<'a>, document_in: DocumentIn) -> Self {
        Self { received, batch: None, document_in, converted: None }
    }

    /// Keeps a document that is no JSON as it comes, so that it is made once.
    pub(crate) const fn keeping_in(self, converted: &'a Converted) -> Self {
        Self { converted: Some(converted), ..self }
    }

    /// Makes the input of an item of `request`.
    pub(crate) const fn item(
        item: &'a Item,
        request: RawRequest<'a>,
        document_in: DocumentIn,
    ) -> Self {
        let received = RawRequest { body: item.body(), ..request };
        Self { received, batch: Some(item.batch()), document_in, converted: None }
    }

    /// Returns the same with another body, of which nothing is kept.
    #[cfg(feature = "receive")]
    pub(crate) const fn with_body<'b>(&self, body: &'b Bytes) -> Input<'b>
    where
        'a: 'b,
    {
        let received = RawRequest { body, ..self.received };
        Input { received, converted: None, ..*self }
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
