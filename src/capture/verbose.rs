//! The output of `curl -v`.

use http::{Method, header::CONTENT_LENGTH};

use super::{CaptureError, Captured};
use crate::http_file::{Head, HeadReader, Lines};

/// Reads the lines behind `> ` as the head, and the text below them as the body.
pub(super) fn read(lines: &mut Lines<'_>) -> Result<Captured, CaptureError> {
    let head = head(lines)?;
    let body = body(lines, announced(&head))?.to_vec();
    Ok(Captured { head, body: body.into() })
}

fn head(lines: &mut Lines<'_>) -> Result<Head, CaptureError> {
    let mut reader = HeadReader::default();
    while let Some(line) = lines.next() {
        let Some(line) = line.strip_prefix(b">") else {
            continue;
        };
        let line = line.strip_prefix(b" ").unwrap_or(line);
        if let Some(head) = reader.take(line).map_err(|expected| lines.expected(expected))? {
            return Ok(head);
        }
    }
    Err(CaptureError::line(lines.taken() + 1, "a blank line `>` below the headers"))
}

/// Returns the length of the body, if the head says it: a `GET` that says nothing has none.
fn announced(head: &Head) -> Option<usize> {
    match head.headers.get(CONTENT_LENGTH) {
        Some(length) => length.to_str().ok()?.parse().ok(),
        None => (head.method == Method::GET).then_some(0),
    }
}

/// Returns the first text below the head that curl did not write itself.
///
/// The bytes after the answer's head are the answer's body, unless they are as long as the request's.
fn body<'a>(lines: &mut Lines<'a>, announced: Option<usize>) -> Result<&'a [u8], CaptureError> {
    let below = lines.taken() + 1;
    let mut is_answered = false;
    loop {
        let start = lines.rest();
        let Some(line) = lines.next() else {
            break;
        };
        is_answered |= line.starts_with(b"< HTTP/");
        if is_noise(line) {
            continue;
        }
        let text = text(start, lines, announced);
        if text.is_empty() {
            continue;
        }
        if !is_answered || announced.is_none_or(|length| length == text.len()) {
            return Ok(text);
        }
    }
    match announced {
        None | Some(0) => Ok(&[]),
        Some(_) => Err(CaptureError::line(below, BODY)),
    }
}

/// Returns `start` up to the next line of noise, without a line break that only a terminal added.
fn text<'a>(start: &'a [u8], lines: &mut Lines<'a>, announced: Option<usize>) -> &'a [u8] {
    let mut end = start.len() - lines.rest().len();
    let is_followed = loop {
        match lines.next() {
            None => break false,
            Some(line) if is_noise(line) => break true,
            Some(_) => end = start.len() - lines.rest().len(),
        }
    };
    let text = &start[..end];
    let shorter = text.strip_suffix(b"\n").unwrap_or(text);
    let shorter = shorter.strip_suffix(b"\r").unwrap_or(shorter);
    match announced {
        Some(length) if length == text.len() => text,
        Some(length) if length == shorter.len() => shorter,
        _ if is_followed => shorter,
        _ => text,
    }
}

/// Returns whether curl wrote the line: notes, the answer's head, a transfer, or its progress.
fn is_noise(line: &[u8]) -> bool {
    let transfer = line.starts_with(b"{ [") || line.starts_with(b"} [");
    line.starts_with(b"* ")
        || line.starts_with(b"< ")
        || line == b"<"
        || line.starts_with(b"\r")
        || (transfer && line.ends_with(b" bytes data]"))
}

const BODY: &str =
    "the body below the `>` lines, as long as `Content-Length` says: `curl -v` does not show it";
