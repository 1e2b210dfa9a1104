//! Requests as they came, and the places of values in them.

mod batch;
mod compact;
mod converted;
mod document;
mod document_in;
#[cfg(any(feature = "receive", feature = "encrypted-bodies"))]
mod edit;
mod entries;
mod error;
mod field;
#[cfg(feature = "provider-file")]
mod field_text;
#[cfg(any(feature = "destinations", feature = "provider-file"))]
mod field_words;
mod find;
mod form;
mod input;
mod items;
#[cfg(feature = "provider-file")]
mod items_text;
mod json;
mod multipart;
mod pointers;
mod prepared;
mod split;
mod text;
mod walk;
mod xml;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};

pub use batch::{Batch, Item};
pub(crate) use compact::CompactToken;
pub(crate) use converted::Converted;
pub use document_in::DocumentIn;
#[cfg(any(feature = "receive", feature = "encrypted-bodies"))]
pub(crate) use edit::*;
pub(crate) use entries::{Entries, entries, entry, labelled};
pub use error::FieldError;
pub use field::Field;
#[cfg(feature = "destinations")]
pub(crate) use field_words::named;
#[cfg(any(feature = "receive", feature = "testing"))]
pub(crate) use find::is_segment;
pub(crate) use find::{announced_length, body_text, is_form, path_and_query};
#[cfg(any(feature = "inbox", feature = "testing"))]
pub(crate) use form::without;
pub(crate) use form::{fields, pairs, percent_decode};
pub(crate) use input::Input;
pub use items::Items;
pub(crate) use json::{find as text_at, has_only_members, scalar};
#[cfg(feature = "testing")]
pub(crate) use multipart::multipart_field;
pub(crate) use pointers::{Found, Pointers};
pub(crate) use prepared::PreparedField;
#[cfg(any(feature = "receive", feature = "encrypted-bodies"))]
pub(crate) use split::member;
pub(crate) use split::split;
pub(crate) use text::Text;
#[cfg(all(test, feature = "testing"))]
pub(crate) use walk::WALKED;
pub(crate) use walk::{Node, Seen, Sink, segments, walk};
pub use xml::XmlDocument;

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
/// let received = RawRequest::from(&request);
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

impl<'a> From<&'a Request<Bytes>> for RawRequest<'a> {
    fn from(request: &'a Request<Bytes>) -> Self {
        let (method, uri, headers) = (request.method(), request.uri(), request.headers());
        Self { method, uri, headers, body: request.body() }
    }
}

impl<'a> RawRequest<'a> {
    /// Returns the head of this request.
    pub const fn head(&self) -> RawHead<'a> {
        RawHead { method: self.method, uri: self.uri, headers: self.headers }
    }
}

/// The head of an HTTP request: all that comes before the body.
///
/// A server that reads bodies itself has it first, and can
/// [refuse](crate::Verifier::check_head) a request by it. `uri` must be the target that the sender
/// asked for, as in [`RawRequest`]. `Debug` leaves out the target and the headers.
///
/// ```
/// use http::Request;
/// use hookport::RawHead;
///
/// let (parts, ()) = Request::post("/hooks").body(())?.into_parts();
/// let head = RawHead { method: &parts.method, uri: &parts.uri, headers: &parts.headers };
///
/// assert_eq!(head.uri.path(), "/hooks");
/// # Ok::<_, http::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct RawHead<'a> {
    /// The method.
    pub method: &'a Method,
    /// The request target; scheme and authority may be missing.
    pub uri: &'a Uri,
    /// The headers, repeated ones included.
    pub headers: &'a HeaderMap,
}

impl<'a> RawHead<'a> {
    /// Returns this head with an empty body, to look up values that lie in the head.
    pub(crate) const fn without_body(&self) -> RawRequest<'a> {
        static NO_BODY: Bytes = Bytes::new();
        RawRequest { method: self.method, uri: self.uri, headers: self.headers, body: &NO_BODY }
    }
}

impl fmt::Debug for RawHead<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawHead").field("method", self.method).finish_non_exhaustive()
    }
}

impl fmt::Debug for RawRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRequest")
            .field("method", self.method)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
