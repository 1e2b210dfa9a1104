//! Captured requests as files: what was sent, byte for byte, with notes above it.
//!
//! A `.http` file is a request as HTTP/1.1 writes it. [`capture`](crate::capture) reads what other
//! tools write.
//!
//! ```text
//! # expect: accept
//! # secret: whsec_made_up
//! POST /hooks/stripe?shop=1 HTTP/1.1
//! Content-Type: application/json
//! Stripe-Signature: t=1763410017,v1=3d627f96
//!
//! {"id":"evt_1"}
//! ```
//!
//! 1. A note is a line `# key: value`. Notes come first, keep their order and may repeat a key. One
//!    space after the colon belongs to the file; everything behind it is the value.
//! 2. The request line is `METHOD target version`. The target is a path and query, or a whole URL.
//!    The version is HTTP/1.0, 1.1, 2 or 3; HTTP/1.1 is written. In its place may stand the
//!    pseudo-headers of HTTP/2, `:method: POST` and so on.
//! 3. Header names match in any case and are lower-case once read; repeated ones keep their order.
//! 4. Spaces and tabs around a header's value are not part of it (RFC 9110, 5.5).
//! 5. Lines end in LF or CRLF. A blank line ends the headers.
//! 6. Every byte after it is the body. Nothing is added to it and nothing taken away, so it has a
//!    final line break only if the sender sent one.

mod error;
mod head;
mod lines;
mod note;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};

pub use error::{HttpFileError, NoteError};
pub(crate) use head::{Head, HeadReader, header, request_line, trimmed};
pub(crate) use lines::Lines;
pub(crate) use note::read as read_notes;

use crate::RawRequest;

/// A request and the notes kept with it.
///
/// Reading what [`write`](Self::write) wrote gives the same `HttpFile` again, with two exceptions:
/// white space around a header's value is lost, and a request whose method is `#` looks like a
/// note.
///
/// ```
/// use hookport::http_file::HttpFile;
///
/// let file = HttpFile::parse(
///     b"# event: order.paid\nPOST /hooks HTTP/1.1\nX-Token: made-up\n\n{\"paid\":true}",
/// )?;
///
/// assert_eq!(file.note("event"), Some("order.paid"));
/// assert_eq!(file.received().headers["x-token"], "made-up");
/// assert_eq!(file.body, r#"{"paid":true}"#);
/// # Ok::<_, hookport::http_file::HttpFileError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct HttpFile {
    notes: Vec<(String, String)>,
    /// The method.
    pub method: Method,
    /// The request target: a path and query, or a whole URL.
    pub uri: Uri,
    /// The headers, repeated ones in their order.
    pub headers: HeaderMap,
    /// The raw body.
    pub body: Bytes,
}

impl HttpFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Fails at the first line above the body that is none of those the [format](self) has. The
    /// error has the number of that line and what was expected there, never what was found.
    pub fn parse(file: &[u8]) -> Result<Self, HttpFileError> {
        let mut lines = Lines::new(file);
        let notes = read_notes(&mut lines)?;
        let head = Head::read(&mut lines)?;
        Ok(Self::new(notes, head, Bytes::copy_from_slice(lines.rest())))
    }

    pub(crate) fn new(notes: Vec<(String, String)>, head: Head, body: Bytes) -> Self {
        Self { notes, method: head.method, uri: head.uri, headers: head.headers, body }
    }

    /// Writes the file: LF after each line, header names in lower case, then the body as it is.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.body.len() + ROOM_FOR_A_HEAD);
        for (key, value) in &self.notes {
            out.extend_from_slice(note::MARK);
            write_field(&mut out, key, value.as_bytes());
        }
        out.extend_from_slice(format!("{} {} {VERSION}\n", self.method, self.uri).as_bytes());
        for (name, value) in &self.headers {
            write_field(&mut out, name.as_str(), value.as_bytes());
        }
        out.push(b'\n');
        out.extend_from_slice(&self.body);
        out
    }

    /// Adds a note below the others.
    ///
    /// ```
    /// # use hookport::http_file::HttpFile;
    /// let file = HttpFile::from(http::Request::post("/hooks").body("{}".into())?)
    ///     .with_note("now", "1763410017")?;
    ///
    /// assert_eq!(file.write(), b"# now: 1763410017\nPOST /hooks HTTP/1.1\n\n{}");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if `key` is empty or holds a colon, or if either holds a line break.
    pub fn with_note(
        mut self,
        key: impl Into<String>,
        value: impl Into<String>,
    ) -> Result<Self, NoteError> {
        self.notes.push(note::checked(key.into(), value.into())?);
        Ok(self)
    }

    /// Returns the first note with this key.
    pub fn note(&self, key: &str) -> Option<&str> {
        self.notes(key).next()
    }

    /// Returns all notes with this key, in order.
    pub fn notes(&self, key: &str) -> impl Iterator<Item = &str> {
        self.notes.iter().filter(move |(other, _)| other == key).map(|(_, value)| value.as_str())
    }

    /// Returns the request as a receiver gets it.
    pub fn received(&self) -> RawRequest<'_> {
        RawRequest {
            method: &self.method,
            uri: &self.uri,
            headers: &self.headers,
            body: &self.body,
        }
    }
}

/// Leaves out everything that may be secret: the notes, the target, the headers and the body.
impl fmt::Debug for HttpFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpFile")
            .field("method", &self.method)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// Copies the request; there are no notes yet.
impl From<RawRequest<'_>> for HttpFile {
    fn from(received: RawRequest<'_>) -> Self {
        Self {
            notes: Vec::new(),
            method: received.method.clone(),
            uri: received.uri.clone(),
            headers: received.headers.clone(),
            body: received.body.clone(),
        }
    }
}

/// Takes the request; there are no notes yet.
impl From<Request<Bytes>> for HttpFile {
    fn from(request: Request<Bytes>) -> Self {
        let (parts, body) = request.into_parts();
        Self {
            notes: Vec::new(),
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
            body,
        }
    }
}

/// Drops the notes.
impl From<HttpFile> for Request<Bytes> {
    fn from(file: HttpFile) -> Self {
        let mut request = Self::new(file.body);
        *request.method_mut() = file.method;
        *request.uri_mut() = file.uri;
        *request.headers_mut() = file.headers;
        request
    }
}

fn write_field(out: &mut Vec<u8>, name: &str, value: &[u8]) {
    out.extend_from_slice(name.as_bytes());
    out.push(b':');
    if !value.is_empty() {
        out.push(b' ');
        out.extend_from_slice(value);
    }
    out.push(b'\n');
}

const VERSION: &str = "HTTP/1.1";
const ROOM_FOR_A_HEAD: usize = 1024;
