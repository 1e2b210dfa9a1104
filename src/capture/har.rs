//! HTTP archives (HAR 1.2).

use http::HeaderMap;

use super::{CaptureError, Captured, entry::Entries, json::Node};
use crate::http_file::Head;

/// Returns the requests of an archive.
pub(super) fn requests<'a>(archive: &Node<'a>) -> Result<Entries<'a>, CaptureError> {
    let list = archive.member("log").member("entries");
    let requests = list.elements()?.iter().map(|entry| entry.member("request")).collect();
    Ok(Entries { list, requests })
}

/// Reads one request.
pub(super) fn one(request: &Node<'_>) -> Result<Captured, CaptureError> {
    let head = Head {
        method: request.member("method").method()?,
        uri: request.member("url").uri()?,
        headers: headers(&request.member("headers"))?,
    };
    let posted = request.member("postData");
    let text = posted.member("text");
    if !text.is_there() && posted.member("params").elements().is_ok_and(|all| !all.is_empty()) {
        return Err(text.expected("the body: `params` do not hold it byte for byte"));
    }
    let encoding = posted.member("encoding");
    let is_base64 = encoding.is_there() && encoding.text()? == "base64";
    Ok(Captured { head, body: text.body(is_base64)? })
}

/// Reads `[{"name": …, "value": …}]` without the pseudo-headers of HTTP/2.
fn headers(list: &Node<'_>) -> Result<HeaderMap, CaptureError> {
    let mut headers = HeaderMap::new();
    for header in list.elements()? {
        let name = header.member("name").text()?;
        if !name.starts_with(':') {
            header.add_header(&mut headers, name, header.member("value").text()?)?;
        }
    }
    Ok(headers)
}
