//! What a sender sent, and where in it a value lies.

mod error;
mod find;
mod form;
mod json;
mod walk;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

pub use error::FieldError;
pub(crate) use find::{body_text, document, find_document, is_form, path_and_query};
pub(crate) use json::scalar;
pub(crate) use walk::{Node, Sink, segments, walk};

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

/// Where in a request a value lies: an event name, a delivery id, a timestamp, a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// At a JSON pointer (RFC 6901) in the body, or in the form field that
    /// the provider names.
    /// A string is taken as its text, a number or a boolean as it is written.
    Json(&'static str),
    /// The name of the only member of the body's object besides this one (Telegram: `update_id`).
    OtherMember(&'static str),
    /// In a header.
    Header(&'static str),
    /// In two headers, joined by `/` (`ENTITY/VERB`).
    HeaderPair(&'static str, &'static str),
    /// In a query parameter.
    Query(&'static str),
    /// In a field of a form body.
    Form(&'static str),
    /// In a segment of the path, counted from its end: `0` is the last one.
    PathSegment(usize),
    /// Nowhere: the route stands for it.
    Fixed(&'static str),
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(pointer) => write!(f, "JSON pointer `{pointer}`"),
            Self::OtherMember(member) => write!(f, "member besides `{member}`"),
            Self::Header(name) => write!(f, "header `{name}`"),
            Self::HeaderPair(first, second) => write!(f, "headers `{first}` and `{second}`"),
            Self::Query(name) => write!(f, "query parameter `{name}`"),
            Self::Form(name) => write!(f, "form field `{name}`"),
            Self::PathSegment(0) => f.write_str("last path segment"),
            Self::PathSegment(n) => write!(f, "path segment {n} before the last"),
            Self::Fixed(text) => write!(f, "fixed text `{text}`"),
        }
    }
}
