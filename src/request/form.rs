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
        stands_for(key, name).then_some(value)
    });
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(FormError::Repeated);
    }
    decode(value).map(Some).ok_or(FormError::InvalidUtf8)
}

/// Returns the fields of a form, decoded to bytes.
pub(crate) fn fields(form: &[u8]) -> impl Iterator<Item = (Cow<'_, [u8]>, Cow<'_, [u8]>)> {
    pairs(form).map(|pair| {
        let at = memchr::memchr(b'=', pair).unwrap_or(pair.len());
        (decode_bytes(&pair[..at]), decode_bytes(pair.get(at + 1..).unwrap_or_default()))
    })
}

/// Returns the fields of a form, as they came.
pub(crate) fn pairs(form: &[u8]) -> impl Iterator<Item = &[u8]> {
    form.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty())
}

/// Returns a form or a query without the fields of these names, the others as they came.
#[cfg(any(feature = "inbox", feature = "testing"))]
pub(crate) fn without(query: &str, names: &[&str]) -> String {
    let is_kept = |pair: &&str| {
        let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
        !names.iter().any(|other| stands_for(name, other))
    };
    query.split('&').filter(is_kept).collect::<Vec<_>>().join("&")
}

/// Returns whether a coded text stands for `plain`. It keeps nothing: a body can have a million
/// names.
fn stands_for(coded: &str, plain: &str) -> bool {
    decoded(coded.as_bytes()).eq(plain.bytes())
}

/// Decodes `+` and `%XX`; `None` if the result is not UTF-8.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    match decode_bytes(text.as_bytes()) {
        Cow::Borrowed(_) => Some(Cow::Borrowed(text)),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

fn decode_bytes(coded: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr2(b'%', b'+', coded).is_none() {
        return Cow::Borrowed(coded);
    }
    let mut bytes = Vec::with_capacity(coded.len());
    bytes.extend(decoded(coded));
    Cow::Owned(bytes)
}

/// Returns the bytes that `+` and `%XX` stand for, and all others as they are.
fn decoded(mut coded: &[u8]) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        let (&first, tail) = coded.split_first()?;
        let (byte, tail) = match first {
            b'+' => (b' ', tail),
            byte => escaped(byte, tail).unwrap_or((byte, tail)),
        };
        coded = tail;
        Some(byte)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_compared_as_it_is_decoded() {
        for coded in ["a b", "a+b", "a%20b", "%61+%62", "a%2Bb", "a%2", "%", "%zz", "", "a", "a++b"]
        {
            for plain in ["a b", "a+b", "a%2", "%", "%zz", "", "a", "a  b"] {
                let decoded = decode(coded).unwrap();
                assert_eq!(stands_for(coded, plain), decoded == plain, "{coded} {plain}");
            }
        }
        assert!(!stands_for("%FF", "\u{FFFD}"), "what is not UTF-8 is no name");
    }
}
