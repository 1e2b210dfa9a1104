//! The reader of all forms.

use bytes::Bytes;
use serde_json::Value;

use super::{
    CaptureError, Captured, Format, command, entry::Entries, har, json::Node, lambda, ngrok, trace,
    verbose, webhook_site,
};
use crate::http_file::{self, Head, HttpFile, Lines};

/// Reads captures, with the form and the entry to read where they are not to be found out.
///
/// ```
/// use hookport::capture::{Format, Reader};
///
/// let request = Reader::new().format(Format::Http).read(b"POST /hooks HTTP/2\n\n{}")?;
///
/// assert_eq!(request.body, "{}");
/// # Ok::<_, hookport::capture::CaptureError>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[must_use]
pub struct Reader {
    format: Option<Format>,
    entry: Option<usize>,
}

impl Reader {
    /// The longest capture that is read, in bytes: 64 MiB.
    pub const LONGEST: usize = 64 * 1024 * 1024;

    /// Starts a reader that finds out the form and, of several requests, takes the first `POST`.
    pub const fn new() -> Self {
        Self { format: None, entry: None }
    }

    /// Sets the form. The default is [`Format::of`] the content. Set it for a body that looks like
    /// another form, or to get an error about the form that you expect.
    ///
    /// ```
    /// use hookport::capture::{CaptureError, Format, Reader};
    ///
    /// let text = b"this is no archive";
    ///
    /// let refused = Reader::new().format(Format::Har).read(text).unwrap_err();
    /// assert_eq!(refused.to_string(), "line 1: expected JSON");
    /// ```
    pub const fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// Sets which request to read where the capture holds several, counted from 1 in the order of
    /// the capture. Requests with other methods count too.
    ///
    /// ```
    /// use hookport::capture::{CaptureError, Reader};
    ///
    /// let one = b"POST /hooks HTTP/1.1\n\n{}";
    ///
    /// assert!(Reader::new().entry(1).read(one).is_ok());
    /// let refused = Reader::new().entry(2).read(one);
    /// assert_eq!(refused, Err(CaptureError::NoEntry { entry: 2, count: 1 }));
    /// ```
    pub const fn entry(mut self, number: usize) -> Self {
        self.entry = Some(number);
        self
    }

    /// Reads a capture, with the notes above it. A byte order mark of UTF-8 is left out; UTF-16, as
    /// `>` of PowerShell writes it, is refused, since it may have changed the body.
    ///
    /// # Errors
    ///
    /// Fails if the capture is longer than [`LONGEST`](Self::LONGEST), at the first line or JSON
    /// pointer that is not what its form has, or if there is no entry with the chosen number.
    ///
    /// ```
    /// use hookport::capture::Reader;
    ///
    /// let request = Reader::new().read(b"# secret: made-up\nPOST /hooks HTTP/1.1\n\n{}")?;
    /// assert_eq!(request.note("secret"), Some("made-up"));
    ///
    /// let refused = Reader::new().read(b"POST /hooks HTTP/1.1\nno header\n\n{}").unwrap_err();
    /// assert!(refused.to_string().starts_with("line 2: expected"), "{refused}");
    /// # Ok::<_, hookport::capture::CaptureError>(())
    /// ```
    pub fn read(&self, capture: &[u8]) -> Result<HttpFile, CaptureError> {
        let Begun { notes, format, mut lines } = self.begin(capture)?;
        let Captured { head, body } = self.read_as(format, &mut lines)?;
        Ok(HttpFile::new(notes, head, body))
    }

    /// Reads all requests of a capture, in their order, with whatever methods. Each has the notes above
    /// the capture.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    ///
    /// ```
    /// use hookport::capture::Reader;
    ///
    /// let archive = br#"{"log": {"entries": [
    ///     {"request": {"method": "GET", "url": "https://acme.example/", "headers": []}},
    ///     {"request": {"method": "POST", "url": "https://acme.example/hooks", "headers": []}}
    /// ]}}"#;
    ///
    /// let requests = Reader::new().read_all(archive)?;
    /// assert_eq!(requests.len(), 2);
    /// assert_eq!(requests[1].uri, "https://acme.example/hooks");
    /// # Ok::<_, hookport::capture::CaptureError>(())
    /// ```
    pub fn read_all(&self, capture: &[u8]) -> Result<Vec<HttpFile>, CaptureError> {
        let Begun { notes, format, lines } = self.begin(capture)?;
        if self.entry.is_some() || !format.may_hold_several() {
            return Ok(vec![self.read(capture)?]);
        }
        let document = document(&lines)?;
        let requests = entries(&document, format)?.requests;
        let read = requests.iter().map(|request| {
            let Captured { head, body } = one(request, format)?;
            Ok(HttpFile::new(notes.clone(), head, body))
        });
        read.collect()
    }

    fn begin<'a>(&self, capture: &'a [u8]) -> Result<Begun<'a>, CaptureError> {
        if capture.len() > Self::LONGEST {
            return Err(CaptureError::TooLong { limit: Self::LONGEST });
        }
        if UTF16_MARKS.iter().any(|mark| capture.starts_with(mark)) {
            return Err(CaptureError::line(1, "UTF-8, not UTF-16 as PowerShell writes it"));
        }
        let mut lines = Lines::new(capture.strip_prefix(UTF8_MARK).unwrap_or(capture));
        let notes = http_file::read_notes(&mut lines)?;
        let format = self.format.unwrap_or_else(|| Format::of(lines.rest()));
        Ok(Begun { notes, format, lines })
    }

    fn read_as(&self, format: Format, lines: &mut Lines<'_>) -> Result<Captured, CaptureError> {
        match format {
            Format::Http => {
                let head = Head::read(lines)?;
                self.only(Captured { head, body: Bytes::copy_from_slice(lines.rest()) })
            }
            Format::CurlVerbose => self.only(verbose::read(lines)?),
            Format::CurlTrace => self.only(trace::read(lines)?),
            Format::CurlCommand => self.only(command::read(lines)?),
            Format::Lambda => self.only(lambda::read(&Node::root(&document(lines)?))?),
            Format::Har | Format::Ngrok | Format::WebhookSite => {
                one(&entries(&document(lines)?, format)?.pick(self.entry)?, format)
            }
        }
    }

    /// Refuses a number other than that of the one request.
    fn only(&self, captured: Captured) -> Result<Captured, CaptureError> {
        match self.entry {
            None | Some(1) => Ok(captured),
            Some(entry) => Err(CaptureError::NoEntry { entry, count: 1 }),
        }
    }
}

/// A capture whose notes and form are known.
struct Begun<'a> {
    notes: Vec<(String, String)>,
    format: Format,
    lines: Lines<'a>,
}

fn document(lines: &Lines<'_>) -> Result<Value, CaptureError> {
    // The error of `serde_json` may quote the document.
    serde_json::from_slice(lines.rest())
        .map_err(|cause| CaptureError::line(lines.taken() + cause.line(), "JSON"))
}

/// Returns the requests of a form that may hold several.
fn entries(document: &Value, format: Format) -> Result<Entries<'_>, CaptureError> {
    let document = Node::root(document);
    match format {
        Format::Ngrok => ngrok::requests(&document),
        Format::WebhookSite => webhook_site::requests(&document),
        _ => har::requests(&document),
    }
}

/// Reads one of the requests of such a form.
fn one(request: &Node<'_>, format: Format) -> Result<Captured, CaptureError> {
    match format {
        Format::Ngrok => ngrok::one(request),
        Format::WebhookSite => webhook_site::one(request),
        _ => har::one(request),
    }
}

/// The byte order mark that Windows editors write.
const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

const UTF16_MARKS: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];
