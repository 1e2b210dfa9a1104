//! Requests as the bytes of HTTP/1.

use bytes::Bytes;
use http::Request;

/// A request as it goes over a connection.
pub(crate) fn written_out(request: &Request<Bytes>) -> Vec<u8> {
    let (method, uri) = (request.method(), request.uri());
    let mut text = format!("{method} {uri} HTTP/1.1\r\nhost: a\r\n").into_bytes();
    let headers = request.headers().iter().filter(|(name, _)| *name != "host");
    for (name, value) in headers {
        text.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    text.extend(format!("content-length: {}\r\n\r\n", request.body().len()).into_bytes());
    text.extend(request.body());
    text
}
