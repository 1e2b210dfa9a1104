//! Headers as they are kept: one `name: value` a line, each ended by CR LF.

use http::{HeaderMap, HeaderName, HeaderValue};

/// Writes headers as lines. No value of a header holds a line break.
pub(super) fn header_lines(headers: &HeaderMap) -> Vec<u8> {
    let length = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let mut lines = Vec::with_capacity(length);
    for (name, value) in headers {
        lines.extend_from_slice(name.as_str().as_bytes());
        lines.extend_from_slice(b": ");
        lines.extend_from_slice(value.as_bytes());
        lines.extend_from_slice(b"\r\n");
    }
    lines
}

/// Reads headers that [`header_lines`] wrote.
pub(super) fn parsed_headers(mut lines: &[u8]) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    while !lines.is_empty() {
        let end = memchr::memmem::find(lines, b"\r\n")?;
        let (line, rest) = lines.split_at(end);
        let colon = memchr::memmem::find(line, b": ")?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        headers.append(name, HeaderValue::from_bytes(&line[colon + 2..]).ok()?);
        lines = &rest[2..];
    }
    Some(headers)
}
