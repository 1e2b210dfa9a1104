//! Marks that something happened to a body, where nothing can be undone.

use std::ops::RangeBounds;

use super::{
    super::{case::Case, finding::Finding},
    form, json, texts, wrapped,
};

/// Names the damage that a body shows by itself.
pub(in crate::diagnosis) fn damage(case: Case<'_>) -> Option<Finding> {
    length(case)
        .or_else(|| compressed(case))
        .or_else(|| texts::sign(case.body()))
        .or_else(|| wrapped_in(start(case)))
        .or_else(|| replaced(start(case)))
}

/// Names what is suspicious about a body that is whole.
pub(in crate::diagnosis) fn suspicion(case: Case<'_>) -> Option<Finding> {
    form_or_json(case).or_else(|| sorted(start(case), HARDLY_BY_CHANCE..))
}

/// Names what may be by chance.
pub(in crate::diagnosis) fn weak_suspicion(case: Case<'_>) -> Option<Finding> {
    nothing(case.body()).or_else(|| sorted(start(case), PERHAPS_BY_CHANCE..HARDLY_BY_CHANCE))
}

/// A sign far behind tells nothing that is not seen before, and costs time.
fn start(case: Case<'_>) -> &[u8] {
    &case.body()[..case.body().len().min(LOOKED_AT)]
}

fn length(case: Case<'_>) -> Option<Finding> {
    let (len, said) = (case.body().len(), content_length(case));
    let announced = said.map(|said| format!(", though `Content-Length` is {said}"));
    let found = |cause, text: String| Some(Finding::of_body(cause, text));
    match said {
        _ if len == 0 && said != Some(0) => found(
            "empty",
            format!(
                "the body is empty{}: something read it before (a middleware, a body parser), or a \
                 redirect lost it",
                announced.unwrap_or_default()
            ),
        ),
        Some(said) if len < said => found(
            "cut",
            format!(
                "the body was cut: {len} of the {said} bytes of `Content-Length` came; something \
                 read or wrote it in part"
            ),
        ),
        Some(said) if len > said => found(
            "longer",
            format!(
                "the body has {len} bytes, more than the {said} of `Content-Length`: something \
                 wrote it again"
            ),
        ),
        _ => None,
    }
}

fn content_length(case: Case<'_>) -> Option<usize> {
    case.header("content-length")?.trim().parse().ok()
}

fn compressed(case: Case<'_>) -> Option<Finding> {
    let body = case.body();
    let magic = MAGIC.iter().find(|(start, _)| body.starts_with(start));
    let coding = case.header("content-encoding").filter(|it| !it.eq_ignore_ascii_case("identity"));
    let known = coding.and_then(|coding| CODINGS.iter().find(|it| coding.eq_ignore_ascii_case(it)));
    let text = match (magic, coding) {
        (Some((_, name)), _) => format!(
            "the body is still compressed with {name}{}: the sender signed it before, so something \
             on the way has to decompress it, or not compress it",
            coding.map_or("", |_| " (`Content-Encoding`)")
        ),
        (None, Some(_)) if super::is_json(body) => format!(
            "`Content-Encoding` is {}, and the body is not compressed: something on the way \
             decompressed it",
            known.map_or("set", |it| *it)
        ),
        (None, Some(_)) => format!(
            "`Content-Encoding` is {}: the body is compressed, and the sender signed it before",
            known.map_or("set", |it| *it)
        ),
        (None, None) => return None,
    };
    Some(Finding::of_body("compressed", text))
}

fn wrapped_in(body: &[u8]) -> Option<Finding> {
    let (cause, says) = wrapped::first(body)?;
    Some(Finding::of_body(
        cause,
        format!("{says}; with that undone, the secret does not match: check it, too"),
    ))
}

fn replaced(body: &[u8]) -> Option<Finding> {
    let count = memchr::memmem::find_iter(body, "\u{FFFD}".as_bytes()).count();
    let at = memchr::memmem::find(body, "\u{FFFD}".as_bytes())?;
    let text = format!(
        "the body holds U+FFFD, the replacement character ({count} of them, the first at byte \
         {at}): bytes were decoded as text in pieces, or in the wrong character set, and are lost"
    );
    Some(Finding::of_body("replaced", text))
}

/// A body that is not what `Content-Type` says.
fn form_or_json(case: Case<'_>) -> Option<Finding> {
    let media_type = case.header("content-type")?.to_ascii_lowercase();
    let (is_form, is_json) = (media_type.contains("form-urlencoded"), media_type.contains("json"));
    let body = case.body().trim_ascii();
    if is_form && super::is_json(body) {
        let text = "`Content-Type` is that of a form, and the body is JSON: the form was decoded";
        return Some(Finding::of_body("form_decoded", text));
    }
    if is_json && !body.is_empty() && !is_json_text(body) {
        let text = "`Content-Type` is that of JSON, and the body is none";
        return Some(Finding::of_body("not_json", text));
    }
    None
}

fn is_json_text(body: &[u8]) -> bool {
    body.len() > LOOKED_AT || serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok()
}

fn sorted(body: &[u8], pairs: impl RangeBounds<u32>) -> Option<Finding> {
    let is_sorted = json::sorted_pairs(body).is_some_and(|found| pairs.contains(&found));
    let json = "the members of the JSON lie in alphabetical order throughout: it seems to have been \
                parsed and written again with sorted keys";
    let form = "the fields of the form lie in alphabetical order: it seems to have been parsed and \
                written again";
    if is_sorted {
        return Some(Finding::of_body("json_sorted", json));
    }
    let is_sorted = form::sorted_pairs(body).is_some_and(|found| pairs.contains(&found));
    is_sorted.then(|| Finding::of_body("form_sorted", form))
}

/// The texts that a parser leaves if it has read nothing.
fn nothing(body: &[u8]) -> Option<Finding> {
    (body.trim_ascii() == b"{}").then(|| {
        let text = "the body is `{}`, which a body parser leaves where it did not read the body";
        Finding::of_body("object_text", text)
    })
}

/// First bytes of compressed data. Those of `br` are not known.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x1F\x8B", "gzip"),
    (b"\x1F\xEF\xBF\xBD", "gzip, and was read as text"),
    (b"\x28\xB5\x2F\xFD", "zstd"),
    (b"\x78\x01", "deflate"),
    (b"\x78\x5E", "deflate"),
    (b"\x78\x9C", "deflate"),
    (b"\x78\xDA", "deflate"),
];

/// Content codings that may be named: a forger writes what it likes.
const CODINGS: [&str; 5] = ["gzip", "br", "deflate", "zstd", "x-gzip"];

/// Of as many pairs of neighbours all in order: one in 64 of documents that are not sorted, at
/// most.
const HARDLY_BY_CHANCE: u32 = 6;
const PERHAPS_BY_CHANCE: u32 = 3;

/// The part of a body that is looked at.
const LOOKED_AT: usize = 256 * 1024;
