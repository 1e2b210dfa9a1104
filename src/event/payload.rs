//! What a variant can hold, and where it is read from.

use serde::de::DeserializeOwned;

use super::{Reads, Unknown};

/// What a variant of a [`WebhookEvent`](crate::WebhookEvent) can hold: any type that deserializes
/// without borrowing, or [`Unknown`].
///
/// ```
/// use hookport::event::{Payload, Reads};
///
/// assert_eq!(<Vec<String> as Payload>::READS, Reads::Payload);
/// assert_eq!(<hookport::Unknown as Payload>::READS, Reads::Body);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the payload of a webhook",
    label = "not a payload",
    note = "add `#[derive(serde::Deserialize)]` to it; it must own what it holds and be `Send`"
)]
pub trait Payload: Sized + Send + 'static {
    /// What it is read from.
    const READS: Reads;

    /// Reads it.
    ///
    /// # Errors
    ///
    /// Fails as the reader does if what it holds is not a `Self`.
    fn read<R: PayloadReader>(reader: R) -> Result<Self, R::Error>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Send + 'static> Payload for T {
    const READS: Reads = Reads::Payload;

    fn read<R: PayloadReader>(reader: R) -> Result<Self, R::Error> {
        reader.value()
    }
}

impl Payload for Unknown {
    const READS: Reads = Reads::Body;

    fn read<R: PayloadReader>(reader: R) -> Result<Self, R::Error> {
        reader.unknown()
    }
}

/// What a [`Payload`] is read from: a value inside a JSON document, a form, or the body as it came.
///
/// The [`Decoder`](super::Decoder) hands one to [`WebhookEvent::decode`](crate::WebhookEvent::decode).
pub trait PayloadReader: Sized {
    /// Why it cannot be read.
    type Error;

    /// Parses the value.
    ///
    /// # Errors
    ///
    /// Fails if the value is not a `T`.
    fn value<T: DeserializeOwned>(self) -> Result<T, Self::Error>;

    /// Keeps the body as it came.
    ///
    /// # Errors
    ///
    /// Fails if the variant was not declared to keep the body.
    fn unknown(self) -> Result<Unknown, Self::Error>;
}
