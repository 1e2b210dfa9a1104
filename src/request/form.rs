//! Fields of forms and queries, decoded strictly.
//!
//! `form_urlencoded` replaces bytes that are not UTF-8. A signed document must not change, so such
//! a field is refused here.

use std::borrow::Cow;

/// The error of a field that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormError {
    /// The field occurs twice.
    Repeated,
    /// The decoded bytes of the field are not UTF-8.
    InvalidUtf8,
}

/// Returns the decoded value of the only field called `name`.
///
/// Fields whose name is not UTF-8 are ignored: they cannot be `name`.
pub(super) fn field<'a>(form: &'a str, name: &str) -> Result<Option<Cow<'a, str>>, FormError> {
    let mut values = form.split('&').filter_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(key)? == name).then_some(value)
    });
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(FormError::Repeated);
    }
    decode(value).map(Some).ok_or(FormError::InvalidUtf8)
}

/// Decodes `+` and `%XX`; `None` if the result is not UTF-8.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    if text.contains('+') {
        return percent_decode(&text.replace('+', " ")).map(Cow::into_owned).map(Cow::Owned);
    }
    percent_decode(text)
}

/// Decodes `%XX`; `None` if the result is not UTF-8. A `%` without two hexadecimal digits behind it
/// stays as it is, as in browsers.
pub(crate) fn percent_decode(text: &str) -> Option<Cow<'_, str>> {
    let Some(first) = memchr::memchr(b'%', text.as_bytes()) else {
        return Some(Cow::Borrowed(text));
    };
    let (plain, mut rest) = text.as_bytes().split_at(first);
    let mut bytes = Vec::with_capacity(text.len());
    bytes.extend_from_slice(plain);
    while let Some((&byte, tail)) = rest.split_first() {
        let (decoded, tail) = escaped(byte, tail).unwrap_or((byte, tail));
        bytes.push(decoded);
        rest = tail;
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// Returns the byte that `first` and the two digits behind it encode, and the rest.
fn escaped(first: u8, tail: &[u8]) -> Option<(u8, &[u8])> {
    let (&[high, low], tail) = tail.split_first_chunk()?;
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = u8::try_from(digit(high)? * 16 + digit(low)?).ok()?;
    (first == b'%').then_some((byte, tail))
}
