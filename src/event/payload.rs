//! Payloads of variants, and their sources.

use serde::de::DeserializeOwned;

use super::{Reads, Unknown};

/// A type that a variant of a [`WebhookEvent`](crate::WebhookEvent) can hold: any type that
/// deserializes without borrowing, or [`Unknown`].
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
    note = "add `#[derive(serde::Deserialize)]` to it; the type must not borrow, and must be `Send`"
)]
pub trait Payload: Sized + Send + 'static {
    /// The source of the value.
    const READS: Reads;

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// Fails with the error of the reader if the value is not a `Self`.
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

/// The source of a [`Payload`]: a value inside a JSON document, a form, or the unchanged body.
///
/// The [`Decoder`](super::Decoder) calls [`WebhookEvent::decode`](crate::WebhookEvent::decode) with
/// a reader.
pub trait PayloadReader: Sized {
    /// The error of reading.
    type Error;

    /// Parses the value.
    ///
    /// # Errors
    ///
    /// Fails if the value is not a `T`.
    fn value<T: DeserializeOwned>(self) -> Result<T, Self::Error>;

    /// Returns the unchanged body.
    ///
    /// # Errors
    ///
    /// Fails if the [`Reads`] of the variant are not the body.
    fn unknown(self) -> Result<Unknown, Self::Error>;
}
