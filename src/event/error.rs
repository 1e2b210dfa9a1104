//! Errors of decoding.

use std::{borrow::Cow, fmt};

#[cfg(feature = "receive")]
use serde::de::DeserializeOwned;
use serde::de::value;

#[cfg(feature = "receive")]
use super::explain;
use super::explain::Mismatch;
use crate::FieldError;

/// The reason why a delivery cannot be decoded into an event. Keep the body of such a delivery:
/// after a correction of the types, the same bytes can be decoded.
///
/// No message holds text of the body, apart from the event's name.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::{RawRequest, WebhookEvent, event::{DecodeError, Decoder}, providers};
///
/// #[derive(WebhookEvent)]
/// #[event(payload = "/data/object")]
/// enum Stripe {
///     #[event("invoice.paid")]
///     Paid(serde_json::Value),
/// }
///
/// let decoder = Decoder::<Stripe>::of(&providers::STRIPE);
/// let error = |body: &'static str| {
///     let (uri, headers) = (http::Uri::from_static("/"), http::HeaderMap::new());
///     let body = body.into();
///     let request =
///         RawRequest { method: &http::Method::POST, uri: &uri, headers: &headers, body: &body };
///     decoder.decode(&request).map(drop).unwrap_err()
/// };
///
/// assert!(matches!(error("{}"), DecodeError::MissingName));
/// assert_eq!(
///     error(r#"{"type":"invoice.paid"}"#).to_string(),
///     "event `invoice.paid` has no payload at JSON pointer `/data/object`",
/// );
/// # }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The delivery has no event name, and no variant is marked `#[event(other)]`. A router gives
    /// this error also if no handler takes that variant.
    #[error("event name is missing")]
    MissingName,
    /// The delivery has no value at the place of the variant's payload.
    #[error("event `{}` has no payload at JSON pointer `{pointer}`", name.escape_debug())]
    MissingPayload {
        /// The event's name; empty if the event has no name.
        name: Cow<'static, str>,
        /// The place of the payload.
        pointer: String,
    },
    /// The payload is not a value of the variant's type.
    #[error("event `{}` has an unexpected payload: {source}", name.escape_debug())]
    Payload {
        /// The event's name; empty if the event has no name.
        name: Cow<'static, str>,
        /// The difference between the payload and the type.
        source: PayloadError,
    },
    /// The request holds many events, and an inbox has kept it as one: it was accepted before the
    /// provider said that it sends [batches](crate::Provider::holds_items_at), or where its list was not
    /// found. It is split when it runs, if a secret of today proves it.
    #[error("the request holds many events, was kept as one, and no secret proves it any more")]
    Unsplit,
    /// The name, the delivery id or the body cannot be read.
    #[error(transparent)]
    Field(#[from] FieldError),
}

/// The error of a payload that is not a value of the variant's type.
///
/// `Display` and `Debug` name the path to the value, its kind, and what was expected. They never
/// quote the value; [`expose`](Self::expose) does.
///
/// ```
/// # #[cfg(feature = "macros")] {
/// use hookport::{DocumentIn, Field, RawRequest, WebhookEvent, event::{DecodeError, Decoder}};
///
/// #[derive(serde::Deserialize)]
/// struct Order {
///     amount: u64,
/// }
///
/// #[derive(WebhookEvent)]
/// #[event(payload = "/data")]
/// enum Shop {
///     #[event("order.paid")]
///     Paid(Order),
/// }
///
/// let decoder = Decoder::<Shop>::new(&[Field::Json("/type")], &[], DocumentIn::Body);
/// let refused = decoder.decode(&RawRequest {
///     method: &http::Method::POST,
///     uri: &http::Uri::from_static("/"),
///     headers: &http::HeaderMap::new(),
///     body: &r#"{"type":"order.paid","data":{"amount":"12,50"}}"#.into(),
/// });
///
/// let Err(DecodeError::Payload { source, .. }) = refused else { panic!("a text is no amount") };
/// assert_eq!(source.path().as_deref(), Some("/data/amount"));
/// assert_eq!(
///     source.to_string(),
///     "expected u64 at `/data/amount`, found a string (line 1 column 45)"
/// );
/// # }
/// ```
pub struct PayloadError {
    cause: Cause,
    mismatch: Option<Mismatch>,
}

/// The error of a parser. It is not public, since a `From` would promise the versions of two
/// crates.
pub(super) enum Cause {
    Json(serde_json::Error),
    Form(value::Error),
}

impl PayloadError {
    pub(super) fn new(cause: impl Into<Cause>, mismatch: Option<Mismatch>) -> Self {
        Self { cause: cause.into(), mismatch }
    }

    /// Makes the error of a value at `pointer` that is not a `T`.
    #[cfg(feature = "receive")]
    pub(crate) fn at<T: DeserializeOwned>(
        pointer: &'static str,
        cause: serde_json::Error,
        document: &str,
    ) -> Self {
        Self::new(cause, explain::at::<T>(pointer, document))
    }

    /// Makes the error of a form that is not a `T`.
    #[cfg(feature = "receive")]
    pub(crate) fn form<T: DeserializeOwned>(cause: value::Error, form: &str) -> Self {
        Self::new(cause, explain::form::<T>(form))
    }

    /// Returns the path to the value, as a JSON pointer. A `*` stands for a member whose name is
    /// not in the receiver's types. `None` if the document is longer than 1 MiB, so that the path
    /// is not known.
    pub fn path(&self) -> Option<String> {
        self.mismatch.as_ref().map(Mismatch::pointer)
    }

    /// Returns the line of the JSON document, counted from 1; `None` for a form.
    pub fn line(&self) -> Option<usize> {
        self.json().map(serde_json::Error::line)
    }

    /// Returns the column of the line, counted from 1; `None` for a form.
    pub fn column(&self) -> Option<usize> {
        self.json().map(serde_json::Error::column)
    }

    /// Returns the message of serde, which may quote the payload. Do not log it where payloads must
    /// not be read.
    pub fn expose(&self) -> String {
        match &self.cause {
            Cause::Json(cause) => cause.to_string(),
            Cause::Form(cause) => cause.to_string(),
        }
    }

    const fn json(&self) -> Option<&serde_json::Error> {
        match &self.cause {
            Cause::Json(cause) => Some(cause),
            Cause::Form(_) => None,
        }
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.mismatch {
            Some(mismatch) => write!(f, "{mismatch}")?,
            // The path is lost, since a parsed document keeps one member of each name.
            None if self.expose().starts_with("duplicate field `") => {
                f.write_str("a field occurs twice")?;
            }
            None => f.write_str("value is not of the expected type")?,
        }
        let Some(cause) = self.json() else {
            return Ok(());
        };
        write!(f, " (line {} column {})", cause.line(), cause.column())
    }
}

impl fmt::Debug for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PayloadError({self})")
    }
}

impl std::error::Error for PayloadError {}

impl From<serde_json::Error> for Cause {
    fn from(cause: serde_json::Error) -> Self {
        Self::Json(cause)
    }
}

impl From<value::Error> for Cause {
    fn from(cause: value::Error) -> Self {
        Self::Form(cause)
    }
}
