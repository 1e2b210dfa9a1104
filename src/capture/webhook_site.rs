//! Requests that webhook.site kept.

use super::{CaptureError, Captured, entry::Entries, json::Node};
use crate::http_file::Head;

/// Returns the requests of a list, or the only one of a detail.
pub(super) fn requests<'a>(answer: &Node<'a>) -> Result<Entries<'a>, CaptureError> {
    let list = answer.member("data");
    let requests = if list.is_there() { list.elements()? } else { vec![answer.clone()] };
    Ok(Entries { list, requests })
}

/// Reads one request.
pub(super) fn one(request: &Node<'_>) -> Result<Captured, CaptureError> {
    let content = request.member("content");
    let fields = request.member("request");
    if content.text().unwrap_or_default().is_empty() && fields.values().is_ok_and(|f| !f.is_empty())
    {
        return Err(content.expected("the body: `request` does not hold it byte for byte"));
    }
    let url = request.member("url");
    let text = url.text()?;
    let head = Head {
        method: request.member("method").method()?,
        // A URL without a query is shown with the mark of an empty one.
        uri: url.parsed_uri(text.strip_suffix('?').unwrap_or(text))?,
        headers: request.member("headers").headers()?,
    };
    Ok(Captured { head, body: content.body(false)? })
}
