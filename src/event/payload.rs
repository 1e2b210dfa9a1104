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
/// A [`Payload`] of your own reads one of both and changes it. This one takes a list, or one value in
/// place of the list:
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::{RawRequest, WebhookEvent, providers};
/// use hookport::event::{Decoder, Payload, PayloadReader, Reads};
/// use serde::de::DeserializeOwned;
///
/// struct OneOrMore<T>(Vec<T>);
///
/// #[derive(serde::Deserialize)]
/// #[serde(untagged)]
/// enum Either<T> {
///     More(Vec<T>),
///     One(T),
/// }
///
/// impl<T: DeserializeOwned + Send + 'static> Payload for OneOrMore<T> {
///     const READS: Reads = Reads::Payload;
///
///     fn read<R: PayloadReader>(reader: R) -> Result<Self, R::Error> {
///         Ok(Self(match reader.value()? {
///             Either::More(values) => values,
///             Either::One(value) => vec![value],
///         }))
///     }
/// }
///
/// #[derive(WebhookEvent)]
/// enum Shop {
///     #[event("paid", payload = "/orders")]
///     Paid(OneOrMore<u64>),
/// }
///
/// let decode = |body: &'static str| {
///     let (uri, headers, body) = ("/".parse()?, http::HeaderMap::new(), body.into());
///     let method = &http::Method::POST;
///     let received = RawRequest { method, uri: &uri, headers: &headers, body: &body };
///     let decoded = Decoder::<Shop>::of(&providers::STRIPE).decode(&received)?;
///     let Some(Shop::Paid(orders)) = decoded.event else { return Err("no event".into()) };
///     Ok::<_, Box<dyn std::error::Error>>(orders.0)
/// };
/// assert_eq!(decode(r#"{"type":"paid","orders":[7,8]}"#)?, [7, 8]);
/// assert_eq!(decode(r#"{"type":"paid","orders":7}"#)?, [7]);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
