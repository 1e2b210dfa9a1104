//! What a sender sent, and where in it a value lies.

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

/// An HTTP request as it came, before anything about it was proved.
///
/// `uri` is what the sender asked for: its path and query, before any router cut a prefix off.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// The method.
    pub method: &'a Method,
    /// The request target; scheme and authority may be missing.
    pub uri: &'a Uri,
    /// The headers, repeated ones included.
    pub headers: &'a HeaderMap,
    /// The raw body, every byte as it came.
    pub body: &'a Bytes,
}

/// Where in a request a value lies: an event name, a delivery id, a timestamp, a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Value {
    /// At a JSON pointer (RFC 6901) in the body, or in the form field that
    /// the provider names.
    /// A string is taken as its text, a number or a boolean as it is written.
    Json(&'static str),
    /// The name of the only member of the body's object besides this one (Telegram: `update_id`).
    MemberBesides(&'static str),
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
