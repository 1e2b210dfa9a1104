//! Requests as they came, and the places of values in them.

mod error;
mod field;
mod find;
mod form;
mod json;
mod multipart;
mod walk;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

pub use error::FieldError;
pub use field::Field;
pub(crate) use find::{document, find_document, find_form, is_form, path_and_query};
pub(crate) use form::{fields, pairs, percent_decode};
pub(crate) use json::scalar;
pub(crate) use walk::{Node, Seen, Sink, segments, walk};

/// An HTTP request as it came, before anything about it is proved.
///
/// `uri` must be the target that the sender asked for, with the prefix that a router may have
/// removed.
///
/// `Debug` leaves out everything that may be secret: the target, the headers and the body.
///
/// ```
/// use bytes::Bytes;
/// use hookport::{RawRequest, providers};
/// use std::time::SystemTime;
///
/// // Any library's request can be given: here one of the `http` crate.
/// let request = http::Request::post("/hooks").body(Bytes::from("{}"))?;
/// let received = RawRequest {
///     method: request.method(),
///     uri: request.uri(),
///     headers: request.headers(),
///     body: request.body(),
/// };
/// let verifier = providers::GITHUB.secret("made-up").verifier()?;
///
/// assert!(verifier.verify(&received, SystemTime::now()).is_err(), "it is not signed");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct RawRequest<'a> {
    /// The method.
    pub method: &'a Method,
    /// The request target; scheme and authority may be missing.
    pub uri: &'a Uri,
    /// The headers, repeated ones included.
    pub headers: &'a HeaderMap,
    /// The raw body, each byte as it came.
    pub body: &'a Bytes,
}

impl fmt::Debug for RawRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRequest")
            .field("method", self.method)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
