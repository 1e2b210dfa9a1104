//! What a sender sent, and where in it a value lies.

mod error;
mod field;
mod find;
mod form;
mod json;
mod walk;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

pub use error::FieldError;
pub use field::Field;
pub(crate) use find::{document, find_document, find_form, is_form, path_and_query};
pub(crate) use json::scalar;
pub(crate) use walk::{Node, Seen, Sink, segments, walk};

/// An HTTP request as it came, before anything about it was proved.
///
/// `uri` is what the sender asked for: its path and query, before any router cut a prefix off.
///
/// `Debug` leaves out everything that may be secret: the target, the headers and the body.
#[derive(Clone, Copy)]
pub struct RawRequest<'a> {
    /// The method.
    pub method: &'a Method,
    /// The request target; scheme and authority may be missing.
    pub uri: &'a Uri,
    /// The headers, repeated ones included.
    pub headers: &'a HeaderMap,
    /// The raw body, every byte as it came.
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
