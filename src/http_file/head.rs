//! The head of a request, read line by line.

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use super::{HttpFileError, lines::Lines};

/// Method, target and headers.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
}

impl Head {
    /// Reads the lines up to the blank one.
    pub(crate) fn read(lines: &mut Lines<'_>) -> Result<Self, HttpFileError> {
        let mut reader = HeadReader::default();
        while let Some((line, end)) = lines.next_with_end() {
            if end.is_empty() {
                return Err(lines.expected(BLANK_LINE));
            }
            if let Some(head) = reader.take(line).map_err(|expected| lines.expected(expected))? {
                return Ok(head);
            }
        }
        Err(HttpFileError::new(lines.taken() + 1, BLANK_LINE))
    }
}

/// A head of which not all lines have been taken.
#[derive(Default)]
pub(crate) struct HeadReader {
    request_line: Option<(Method, Uri)>,
    pseudo: Option<PseudoHeaders>,
    headers: HeaderMap,
}

impl HeadReader {
    /// Takes the next line. The blank one gives the head; an error is what was expected instead.
    pub(crate) fn take(&mut self, line: &[u8]) -> Result<Option<Head>, &'static str> {
        if line.is_empty() {
            return self.finish().map(Some);
        }
        match (&self.request_line, &mut self.pseudo, line.strip_prefix(b":")) {
            (None, pseudo, Some(line)) => pseudo.get_or_insert_default().take(line)?,
            (None, None, None) => self.request_line = Some(request_line(line)?),
            _ => {
                let (name, value) = header(line).ok_or(HEADER)?;
                self.headers.try_append(name, value).map_err(|_| FEWER_HEADERS)?;
            }
        }
        Ok(None)
    }

    fn finish(&mut self) -> Result<Head, &'static str> {
        let (method, uri) = match (self.request_line.take(), self.pseudo.take()) {
            (Some(line), _) => line,
            (None, Some(pseudo)) => pseudo.request_line()?,
            (None, None) => return Err(REQUEST_LINE),
        };
        Ok(Head { method, uri, headers: std::mem::take(&mut self.headers) })
    }
}

/// The pseudo-headers that HTTP/2 has in place of a request line, as browsers show them.
#[derive(Default)]
struct PseudoHeaders {
    method: Option<Method>,
    path: Option<String>,
    scheme: Option<String>,
    authority: Option<String>,
}

impl PseudoHeaders {
    /// Takes a line without its first colon.
    fn take(&mut self, line: &[u8]) -> Result<(), &'static str> {
        let (name, value) = split_once(line, b':').ok_or(PSEUDO_HEADER)?;
        let text = str::from_utf8(trimmed(value)).map_err(|_| PSEUDO_HEADER)?.to_owned();
        match name {
            b"method" => self.method = Some(text.parse().map_err(|_| METHOD)?),
            b"path" => self.path = Some(text),
            b"scheme" => self.scheme = Some(text),
            b"authority" => self.authority = Some(text),
            _ => return Err(PSEUDO_HEADER),
        }
        Ok(())
    }

    /// The target is a whole URL where scheme and authority are there.
    fn request_line(self) -> Result<(Method, Uri), &'static str> {
        let (method, path) = self.method.zip(self.path).ok_or(METHOD_AND_PATH)?;
        let origin = self.scheme.zip(self.authority);
        let target = match origin {
            Some((scheme, authority)) => format!("{scheme}://{authority}{path}"),
            None => path,
        };
        Ok((method, target.parse().map_err(|_| TARGET)?))
    }
}

/// Reads `METHOD target HTTP/1.1`.
pub(crate) fn request_line(line: &[u8]) -> Result<(Method, Uri), &'static str> {
    let (method, rest) = split_once(line, b' ').ok_or(REQUEST_LINE)?;
    let at = memchr::memrchr(b' ', rest).ok_or(REQUEST_LINE)?;
    let (target, version) = (&rest[..at], &rest[at + 1..]);
    if !VERSIONS.contains(&version) {
        return Err(REQUEST_LINE);
    }
    Ok((
        Method::from_bytes(method).map_err(|_| METHOD)?,
        Uri::try_from(target).map_err(|_| TARGET)?,
    ))
}

/// Reads `Name: value`; white space around the value is not part of it (RFC 9110, 5.5).
pub(crate) fn header(line: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = split_once(line, b':')?;
    let name = HeaderName::from_bytes(name).ok()?;
    let value = HeaderValue::from_bytes(trimmed(value)).ok()?;
    Some((name, value))
}

/// Returns a value without the spaces and tabs around it.
pub(crate) fn trimmed(value: &[u8]) -> &[u8] {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let start = value.iter().position(|byte| !is_blank(byte)).unwrap_or(value.len());
    let end = value.iter().rposition(|byte| !is_blank(byte)).map_or(start, |at| at + 1);
    &value[start..end]
}

pub(crate) fn split_once(bytes: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let found = memchr::memchr(at, bytes)?;
    Some((&bytes[..found], &bytes[found + 1..]))
}

/// The versions that tools write. What is written here is the first.
const VERSIONS: [&[u8]; 5] = [b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2", b"HTTP/2.0", b"HTTP/3"];

pub(super) const REQUEST_LINE: &str = "`METHOD target HTTP/1.1`";
const METHOD: &str = "a method of letters, digits and signs";
const TARGET: &str = "a path and query, or a URL";
const HEADER: &str = "`Name: value`";
const FEWER_HEADERS: &str = "fewer headers";
const PSEUDO_HEADER: &str = "`:method`, `:path`, `:scheme` or `:authority` with a value";
const METHOD_AND_PATH: &str = "`:method` and `:path` above the blank line";
pub(crate) const BLANK_LINE: &str = "a blank line between headers and body";
