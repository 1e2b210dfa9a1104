//! Fields of forms that are written as `multipart/form-data` (RFC 7578), as Dropbox Sign sends
//! them.

use std::str;

use http::{HeaderMap, header::CONTENT_TYPE};
use memchr::memmem;

use super::form::FormError;

/// Returns the text of the only field called `name`, if the body is such a form.
#[cfg(feature = "testing")]
pub(crate) fn multipart_field<'a>(
    headers: &HeaderMap,
    body: &'a [u8],
    name: &str,
) -> Option<&'a str> {
    Multipart::of(headers, body)?.field(name).ok()?
}

/// A form whose fields lie between boundaries.
pub(super) struct Multipart<'a> {
    /// The bytes before each part but the first.
    delimiter: Vec<u8>,
    /// The body after the first boundary.
    rest: &'a [u8],
}

impl<'a> Multipart<'a> {
    /// Returns the form of a body that begins with the boundary which `Content-Type` names. `None`:
    /// the body is something else, whatever `Content-Type` says, which no sender signs.
    pub(super) fn of(headers: &HeaderMap, body: &'a [u8]) -> Option<Self> {
        let body = body.strip_prefix(b"--")?;
        let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
        let (media_type, parameters) = content_type.split_once(';')?;
        if !media_type.trim().eq_ignore_ascii_case("multipart/form-data") {
            return None;
        }
        let boundary = parameter(parameters, "boundary").filter(|text| !text.is_empty())?;
        let rest = body.strip_prefix(boundary.as_bytes())?;
        Some(Self { delimiter: format!("\r\n--{boundary}").into_bytes(), rest })
    }

    /// Returns the text of the only field called `name`. What follows the last boundary, or is cut
    /// off before one, is no field.
    pub(super) fn field(&self, name: &str) -> Result<Option<&'a str>, FormError> {
        let mut parts = self.parts().filter_map(|part| value(part, name));
        let Some(value) = parts.next() else {
            return Ok(None);
        };
        if parts.next().is_some() {
            return Err(FormError::Repeated);
        }
        str::from_utf8(value).map(Some).map_err(|_| FormError::InvalidUtf8)
    }

    fn parts(&self) -> impl Iterator<Item = &'a [u8]> {
        let delimiter = memmem::Finder::new(&self.delimiter);
        let mut rest = self.rest;
        std::iter::from_fn(move || {
            let part = rest.strip_prefix(b"\r\n")?;
            let end = delimiter.find(part)?;
            rest = &part[end + delimiter.needle().len()..];
            Some(&part[..end])
        })
    }
}

/// The content of a part, if its name is this one.
fn value<'a>(part: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let head_ends = memmem::find(part, b"\r\n\r\n")?;
    let head = str::from_utf8(&part[..head_ends]).ok()?;
    let is_it = head.split("\r\n").any(|line| {
        let parameters = line.split_once(':').and_then(|(header, disposition)| {
            let is_disposition = header.eq_ignore_ascii_case("content-disposition");
            is_disposition.then(|| disposition.split_once(';'))?
        });
        parameters.is_some_and(|(_, parameters)| parameter(parameters, "name") == Some(name))
    });
    is_it.then_some(&part[head_ends + 4..])
}

/// The value of a parameter in `a=b; c="d"`.
fn parameter<'a>(parameters: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = parameters.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    Some(value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn field(content_type: &'static str, body: &str) -> Option<Result<Option<String>, FormError>> {
        let headers =
            HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        let form = Multipart::of(&headers, body.as_bytes())?;
        Some(form.field("json").map(|value| value.map(str::to_owned)))
    }

    const XY: &str = "multipart/form-data; boundary=xy";

    #[test]
    fn a_field_lies_between_boundaries() {
        let body = "--xy\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xy\r\n\
            content-disposition: form-data; name=json\r\nContent-Type: text/plain\r\n\r\n\
            {\"b\":\r\n\r\n2}\r\n--xy--\r\n";
        let json = Some(Ok(Some("{\"b\":\r\n\r\n2}".to_owned())));

        assert_eq!(field(XY, body), json);
        assert_eq!(field("Multipart/Form-Data;charset=utf-8; Boundary=\"xy\"", body), json);
    }

    #[test]
    fn a_body_that_does_not_begin_with_its_boundary_is_no_such_form() {
        let part = "Content-Disposition: form-data; name=\"json\"\r\n\r\n1\r\n--xy--";

        for body in ["", "{}", "--", "--x\r\n", "xy\r\n", &format!("\r\n--xy\r\n{part}")] {
            assert_eq!(field(XY, body), None, "{body}");
        }
        let body = format!("--xy\r\n{part}");
        for content_type in
            ["multipart/form-data", "multipart/form-data; boundary=", "a/b; boundary=xy"]
        {
            assert_eq!(field(content_type, &body), None, "{content_type}");
        }
    }

    #[test]
    fn what_is_no_field_is_passed_over() {
        for body in [
            "--xy",
            "--xy--",
            "--xy\r\n--xy--",
            "--xyz\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n1\r\n--xy--",
            "--xy\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\ncut off",
            "--xy\r\nContent-Disposition: form-data; name=\"json\"\r\n--xy--",
            "--xy\r\nContent-Type: form-data; name=\"json\"\r\n\r\n1\r\n--xy--",
            "--xy--\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n1\r\n--xy--",
        ] {
            assert_eq!(field(XY, body), Some(Ok(None)), "{body}");
        }
    }

    #[test]
    fn a_field_that_occurs_twice_is_refused() {
        let part = "\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n1\r\n--xy";

        assert_eq!(field(XY, &format!("--xy{part}{part}--")), Some(Err(FormError::Repeated)));
    }
}
