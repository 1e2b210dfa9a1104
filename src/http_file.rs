//! A captured request as a file: what was sent, byte for byte, with notes above it.
//!
//! A `.http` file is a request as HTTP/1.1 writes it:
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
//! 1. A note is a line `# key: value`. Notes come first, keep their order and may repeat a key.
//! 2. The target is a path and query, or a whole URL.
//! 3. Header names match in any case and are lower-case once read; repeated ones keep their order.
//! 4. One space after a colon belongs to the file. Everything behind it is the value, further
//!    spaces included. A value that is empty may leave that space out.
//! 5. Lines end in LF or CRLF. A blank line ends the headers.
//! 6. Every byte after it is the body. Nothing is added to it and nothing taken away, so it has a
//!    final line break only if the sender sent one.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};

use crate::RawRequest;

/// A request and the notes kept with it.
///
/// Reading what [`write`](Self::write) wrote gives the same `HttpFile` again. (The one exception is
/// a request whose method is `#`: its first line looks like a note.)
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
        let (method, uri) = read_request_line(&mut lines)?;
        Ok(Self {
            notes,
            method,
            uri,
            headers: read_headers(&mut lines)?,
            body: Bytes::copy_from_slice(lines.rest),
        })
    }

    /// Writes the file: LF after each line, header names in lower case, then the body as it is.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.body.len() + ROOM_FOR_A_HEAD);
        for (key, value) in &self.notes {
            out.extend_from_slice(NOTE_MARK);
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

    /// Adds a note after those there are.
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
        self.notes.push(checked_note(key.into(), value.into())?);
        Ok(self)
    }

    /// The first note under `key`, if there is one.
    pub fn note(&self, key: &str) -> Option<&str> {
        self.notes(key).next()
    }

    /// Every note under `key`, in order.
    pub fn notes(&self, key: &str) -> impl Iterator<Item = &str> {
        self.notes.iter().filter(move |(other, _)| other == key).map(|(_, value)| value.as_str())
    }

    /// The request, as a receiver sees it.
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

/// Why [`HttpFile::parse`] cannot read a file.
///
/// ```
/// use hookport::http_file::HttpFile;
///
/// let refused = HttpFile::parse(b"# now: 1763410017\nPOST HTTP/1.1\n\n").unwrap_err();
///
/// assert_eq!(refused.to_string(), "line 2: expected `METHOD target HTTP/1.1`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: expected {expected}")]
pub struct HttpFileError {
    line: usize,
    expected: &'static str,
}

impl HttpFileError {
    /// The number of the line; the first one is 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// What the line should have been.
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

/// Why [`HttpFile::with_note`] refuses a note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoteError {
    /// The key is empty, or holds a colon or a line break.
    #[error("malformed key of a note: expected text without colon or line break")]
    Key,
    /// The value holds a line break.
    #[error("malformed note `{key}`: expected one line")]
    Field {
        /// The note's key.
        key: String,
    },
}

/// The lines above the body, and what is left after them.
struct Lines<'a> {
    rest: &'a [u8],
    taken: usize,
}

impl<'a> Lines<'a> {
    fn new(file: &'a [u8]) -> Self {
        Self { rest: file, taken: 0 }
    }

    fn next(&mut self) -> Result<&'a [u8], HttpFileError> {
        self.taken += 1;
        let (line, rest) = split_once(self.rest, b'\n').ok_or_else(|| self.expected(BLANK_LINE))?;
        self.rest = rest;
        Ok(line.strip_suffix(b"\r").unwrap_or(line))
    }

    /// The error that the line taken last is not what it should be.
    fn expected(&self, expected: &'static str) -> HttpFileError {
        HttpFileError { line: self.taken, expected }
    }
}

fn read_notes(lines: &mut Lines<'_>) -> Result<Vec<(String, String)>, HttpFileError> {
    let mut notes = Vec::new();
    while lines.rest.starts_with(NOTE_MARK) {
        let note = read_note(lines.next()?).ok_or_else(|| lines.expected(NOTE))?;
        notes.push(note);
    }
    Ok(notes)
}

fn read_note(line: &[u8]) -> Option<(String, String)> {
    let (key, value) = read_field(line.strip_prefix(NOTE_MARK)?)?;
    let key = str::from_utf8(key).ok()?;
    let value = str::from_utf8(value).ok()?;
    checked_note(key.to_owned(), value.to_owned()).ok()
}

fn checked_note(key: String, value: String) -> Result<(String, String), NoteError> {
    if key.is_empty() || key.contains([':', '\r', '\n']) {
        return Err(NoteError::Key);
    }
    if value.contains(['\r', '\n']) {
        return Err(NoteError::Field { key });
    }
    Ok((key, value))
}

fn read_request_line(lines: &mut Lines<'_>) -> Result<(Method, Uri), HttpFileError> {
    let line = lines.next()?;
    let (method, target) = method_and_target(line).ok_or_else(|| lines.expected(REQUEST_LINE))?;
    Ok((
        Method::from_bytes(method).map_err(|_| lines.expected(METHOD))?,
        Uri::try_from(target).map_err(|_| lines.expected(TARGET))?,
    ))
}

fn method_and_target(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let (method, rest) = split_once(line, b' ')?;
    let target = rest.strip_suffix(VERSION.as_bytes())?.strip_suffix(b" ")?;
    Some((method, target))
}

fn read_headers(lines: &mut Lines<'_>) -> Result<HeaderMap, HttpFileError> {
    let mut headers = HeaderMap::new();
    loop {
        let line = lines.next()?;
        if line.is_empty() {
            return Ok(headers);
        }
        let (name, value) = read_header(line).ok_or_else(|| lines.expected(HEADER))?;
        headers.try_append(name, value).map_err(|_| lines.expected(FEWER_HEADERS))?;
    }
}

fn read_header(line: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = read_field(line)?;
    let name = HeaderName::from_bytes(name).ok()?;
    let value = HeaderValue::from_bytes(value).ok()?;
    Some((name, value))
}

fn read_field(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let (name, value) = split_once(line, b':')?;
    Some((name, value.strip_prefix(b" ").unwrap_or(value)))
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

fn split_once(bytes: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let found = memchr::memchr(at, bytes)?;
    Some((&bytes[..found], &bytes[found + 1..]))
}

const NOTE_MARK: &[u8] = b"# ";
const VERSION: &str = "HTTP/1.1";
const ROOM_FOR_A_HEAD: usize = 1024;

const NOTE: &str = "`# key: value` in UTF-8";
const REQUEST_LINE: &str = "`METHOD target HTTP/1.1`";
const METHOD: &str = "a method of letters, digits and signs";
const TARGET: &str = "a path and query, or a URL";
const HEADER: &str = "`Name: value`";
const FEWER_HEADERS: &str = "fewer headers";
const BLANK_LINE: &str = "a blank line between headers and body";
