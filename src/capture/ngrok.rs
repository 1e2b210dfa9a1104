//! Requests that ngrok's agent inspected.

use super::{CaptureError, Captured, entry::Entries, json::Node};
use crate::http_file::{Head, Lines};

/// Returns the requests of a list, or the only one of a detail.
pub(super) fn requests<'a>(answer: &Node<'a>) -> Result<Entries<'a>, CaptureError> {
    let list = answer.member("requests");
    let requests = if list.is_there() {
        list.elements()?.iter().map(|entry| entry.member("request")).collect()
    } else {
        vec![answer.member("request")]
    };
    Ok(Entries { list, requests })
}

/// Reads one request.
pub(super) fn one(request: &Node<'_>) -> Result<Captured, CaptureError> {
    let raw = request.member("raw");
    if !raw.is_there() {
        return Err(raw.expected("the request in base64"));
    }
    let bytes = raw.body(true)?;
    let mut lines = Lines::new(&bytes);
    if let Ok(head) = Head::read(&mut lines) {
        return Ok(Captured { head, body: bytes.slice_ref(lines.rest()) });
    }
    // The documentation does not say whether the head is part of it.
    let head = Head {
        method: request.member("method").method()?,
        uri: request.member("uri").uri()?,
        headers: request.member("headers").headers()?,
    };
    Ok(Captured { head, body: bytes })
}
