//! Compression and chunks that a receiver would not find around a body.

use hookport::RawRequest;

/// Says that the body is compressed or in chunks, if its headers and its bytes say so.
pub(super) fn note(received: &RawRequest<'_>) -> Option<String> {
    let header = |name| received.headers.get(name).and_then(|value| value.to_str().ok());
    let encoding = header("content-encoding").filter(|it| !it.eq_ignore_ascii_case("identity"));
    if let Some(encoding) = encoding {
        return Some(format!(
            "`Content-Encoding: {encoding}` is still on the body: an endpoint refuses it with 415, \
             unless it accepts encoded bodies"
        ));
    }
    let is_chunked = header("transfer-encoding").is_some_and(|it| it.contains("chunked"));
    (is_chunked && begins_with_chunk(received.body)).then(|| {
        "the chunks of `Transfer-Encoding: chunked` are still in the body: a server takes them out"
            .to_owned()
    })
}

/// Returns whether the body begins with the length of a chunk.
fn begins_with_chunk(body: &[u8]) -> bool {
    let line = body.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    (1..=LONGEST_LENGTH).contains(&digits) && body[digits..].starts_with(b"\r\n")
}

/// In hex digits: a chunk is no longer than a body that is read here.
const LONGEST_LENGTH: usize = 8;
