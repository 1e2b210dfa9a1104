//! Reading a template part by part, when a constant is compiled or later.

use super::{TemplateError, error::Mistake};
use crate::{
    Field,
    scheme::{Encoding, Hash, Part, SortedParts},
};

/// Returns the part that begins at byte `at`, and where the next one begins; `None` at the end.
pub(super) const fn part(
    template: &'static str,
    at: usize,
) -> Result<Option<(Part, usize)>, TemplateError> {
    let bytes = template.as_bytes();
    if at == bytes.len() {
        return Ok(None);
    }
    let read = if bytes[at] == b'{' && !is_doubled(bytes, at) {
        word(template, at)
    } else {
        text(template, at)
    };
    match read {
        Ok(read) => Ok(Some(read)),
        Err(mistake) => Err(TemplateError::new(template, at, mistake)),
    }
}

/// Reads up to the next word, or up to a brace that is written twice, which ends a text.
const fn text(template: &'static str, at: usize) -> Result<(Part, usize), Mistake> {
    let bytes = template.as_bytes();
    let mut end = at;
    while end < bytes.len() {
        if matches!(bytes[end], b'{' | b'}') {
            if is_doubled(bytes, end) {
                return Ok((Part::Text(slice(template, at, end + 1)), end + 2));
            }
            break;
        }
        end += 1;
    }
    if end == at { Err(Mistake::Stray) } else { Ok((Part::Text(slice(template, at, end)), end)) }
}

/// Reads a word in its braces.
const fn word(template: &'static str, at: usize) -> Result<(Part, usize), Mistake> {
    let bytes = template.as_bytes();
    let mut end = at + 1;
    while end < bytes.len() && !matches!(bytes[end], b'{' | b'}') {
        end += 1;
    }
    if end == bytes.len() || bytes[end] == b'{' {
        return Err(Mistake::Unclosed);
    }
    match meaning(slice(template, at + 1, end)) {
        Ok(Some(Part::MaybeEmpty { at, .. })) => match text_behind(template, end + 1) {
            Ok(until) => Ok((Part::MaybeEmpty { at, until }, end + 1)),
            Err(mistake) => Err(mistake),
        },
        Ok(Some(part)) => Ok((part, end + 1)),
        Ok(None) => Err(Mistake::UnknownWord(slice(template, at, end + 1))),
        Err(mistake) => Err(mistake),
    }
}

/// Returns the text that follows a word; empty at the end.
const fn text_behind(template: &'static str, at: usize) -> Result<&'static str, Mistake> {
    if at == template.len() {
        return Ok("");
    }
    match text(template, at) {
        Ok((Part::Text(text), _)) => Ok(text),
        Ok(_) | Err(_) => Err(Mistake::NothingBehind),
    }
}

/// Returns the part that a word stands for; `None` if it is not known.
const fn meaning(word: &'static str) -> Result<Option<Part>, Mistake> {
    let Some((kind, name)) = split(word, b':') else {
        return Ok(single(word));
    };
    if let Some((name, texts)) = split(name, b'?') {
        return optional(kind, name, texts);
    }
    named(kind, name)
}

/// Reads `query:id?id:|;`, and `query:id?`.
const fn optional(
    kind: &'static str,
    name: &'static str,
    texts: &'static str,
) -> Result<Option<Part>, Mistake> {
    if texts.is_empty() {
        return match named(kind, name) {
            Ok(Some(Part::Field(at))) => Ok(Some(Part::MaybeEmpty { at, until: "" })),
            Ok(_) => Ok(None),
            Err(mistake) => Err(mistake),
        };
    }
    let Some((before, after)) = split(texts, b'|') else {
        return Err(Mistake::BadOption(texts));
    };
    if before.is_empty() || after.is_empty() || split(after, b'|').is_some() {
        return Err(Mistake::BadOption(texts));
    }
    match named(kind, name) {
        Ok(Some(Part::Field(at))) => Ok(Some(Part::OptionalField { at, before, after })),
        Ok(_) => Ok(None),
        Err(mistake) => Err(mistake),
    }
}

/// Returns the part that a word with a name stands for.
const fn named(kind: &'static str, name: &'static str) -> Result<Option<Part>, Mistake> {
    let field = match kind.as_bytes() {
        b"header" if is_header_name(name) => Field::Header(name),
        b"listed-headers" if is_header_name(name) => return Ok(Some(Part::ListedHeaders(name))),
        b"header" => match header_entry(name) {
            Some(entry) => entry,
            None => return Err(Mistake::BadHeader(name)),
        },
        b"listed-headers" => return Err(Mistake::BadHeader(name)),
        b"query" | b"form" if name.is_empty() => return Err(Mistake::NoName(kind)),
        b"query" => Field::Query(name),
        b"form" => Field::Form(name),
        b"json" if matches!(name.as_bytes(), [b'/', ..]) => Field::Json(name),
        b"json" => return Err(Mistake::BadPointer(name)),
        b"path-segment" => match number(name) {
            Some(segment) => Field::PathSegment(segment),
            None => return Err(Mistake::BadSegment(name)),
        },
        b"setting" if is_setting_name(name) => return Ok(Some(Part::Setting(name))),
        b"setting" => return Err(Mistake::BadSetting(name)),
        b"sorted" => return sorted(name),
        b"json-string" if matches!(name.as_bytes(), b"body") => {
            return Ok(Some(Part::BodyAsJsonString));
        }
        b"crc32" if matches!(name.as_bytes(), b"body") => return Ok(Some(Part::BodyCrc32)),
        _ => return Ok(if matches!(name.as_bytes(), b"body") { hash(kind) } else { None }),
    };
    Ok(Some(Part::Field(field)))
}

/// Reads parts with `|` between them: two or more, of which one is of the request.
const fn sorted(list: &'static str) -> Result<Option<Part>, Mistake> {
    let (mut rest, mut count, mut takes_something) = (Some(list), 0, false);
    while let Some(words) = rest {
        let (word, behind) = until_bar(words);
        match meaning(word) {
            Ok(Some(Part::Timestamp | Part::Field(_))) => takes_something = true,
            Ok(Some(Part::Secret | Part::Setting(_))) => {}
            Ok(_) => return Ok(None),
            Err(mistake) => return Err(mistake),
        }
        (rest, count) = (behind, count + 1);
    }
    let is_list = count > 1 && takes_something;
    Ok(if is_list { Some(Part::Sorted(SortedParts(list))) } else { None })
}

/// Returns the first part of a list, and what is behind it.
pub(super) const fn first_of_list(list: &'static str) -> Option<(Part, Option<&'static str>)> {
    let (word, behind) = until_bar(list);
    match meaning(word) {
        Ok(Some(part)) => Some((part, behind)),
        Ok(None) | Err(_) => None,
    }
}

const fn until_bar(list: &'static str) -> (&'static str, Option<&'static str>) {
    match split(list, b'|') {
        Some((word, behind)) => (word, Some(behind)),
        None => (list, None),
    }
}

/// Reads the name of a header with that of one of its entries: `x-sign[env]`.
const fn header_entry(text: &'static str) -> Option<Field> {
    let Some((header, entry)) = split(text, b'[') else { return None };
    let Some((name, behind)) = split(entry, b']') else { return None };
    if is_header_name(header) && !name.is_empty() && behind.is_empty() {
        return Some(Field::HeaderEntry { header, name });
    }
    None
}

const fn single(word: &str) -> Option<Part> {
    Some(match word.as_bytes() {
        b"timestamp" => Part::Timestamp,
        b"body" => Part::Body,
        b"secret" => Part::Secret,
        b"method" => Part::Method,
        b"url" => Part::Url,
        b"host" => Part::Host,
        b"path-and-query" => Part::PathAndQuery,
        b"escaped-path-and-query" => Part::EscapedPathAndQuery,
        b"url-and-fields" => Part::UrlAndFields,
        b"sorted-form" => Part::SortedForm,
        _ => return None,
    })
}

/// Reads `sha256` or `sha256-base64`.
const fn hash(word: &'static str) -> Option<Part> {
    let (name, encoding) = match split(word, b'-') {
        None => (word, Encoding::Hex),
        Some((name, encoding)) => match encoding.as_bytes() {
            b"base64" => (name, Encoding::Base64),
            b"base64url" => (name, Encoding::Base64Url),
            _ => return None,
        },
    };
    let hash = match name.as_bytes() {
        b"sha1" => Hash::Sha1,
        b"sha256" => Hash::Sha256,
        b"sha384" => Hash::Sha384,
        b"sha512" => Hash::Sha512,
        _ => return None,
    };
    Some(Part::BodyHash(hash, encoding))
}

/// Reads a number of at most three digits, written in the one usual way.
const fn number(text: &str) -> Option<usize> {
    let digits = text.as_bytes();
    if digits.is_empty() || digits.len() > 3 || (digits.len() > 1 && digits[0] == b'0') {
        return None;
    }
    let (mut number, mut at) = (0, 0);
    while at < digits.len() {
        if !digits[at].is_ascii_digit() {
            return None;
        }
        number = number * 10 + (digits[at] - b'0') as usize;
        at += 1;
    }
    Some(number)
}

/// Returns whether a setting can have this name: lower-case letters, digits and single hyphens.
pub(crate) const fn is_setting_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let (mut at, mut before) = (0, b'-');
    while at < bytes.len() {
        match bytes[at] {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b'-' if before != b'-' => {}
            _ => return false,
        }
        before = bytes[at];
        at += 1;
    }
    before != b'-'
}

/// Returns whether a header can have this name (RFC 9110, section 5.6.2).
pub(crate) const fn is_header_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let is_mark = matches!(
            bytes[at],
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        );
        if !is_mark && !bytes[at].is_ascii_alphanumeric() {
            return false;
        }
        at += 1;
    }
    !bytes.is_empty()
}

/// Returns the texts before and after the first `separator`, an ASCII character.
const fn split(text: &'static str, separator: u8) -> Option<(&'static str, &'static str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == separator {
            return Some((slice(text, 0, at), slice(text, at + 1, bytes.len())));
        }
        at += 1;
    }
    None
}

const fn slice(text: &'static str, start: usize, end: usize) -> &'static str {
    text.split_at(end).0.split_at(start).1
}

const fn is_doubled(bytes: &[u8], at: usize) -> bool {
    at + 1 < bytes.len() && bytes[at + 1] == bytes[at]
}
