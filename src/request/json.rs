//! Single values of a JSON document, without building the document in memory.

use std::{borrow::Cow, fmt};

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Unexpected, Visitor};
use serde_json::value::RawValue;

use super::{Field, FieldError, Node, Sink, walk};

/// Returns the text of the value at `pointer`: a string's text, a number or a boolean as written.
pub(crate) fn find<'a>(
    document: &'a str,
    pointer: &'static str,
) -> Result<Option<Cow<'a, str>>, FieldError> {
    raw(document, pointer)?.map_or(Ok(None), |raw| scalar(raw, Field::Json(pointer)))
}

/// Returns the value at `pointer`, as it is written.
pub(super) fn raw<'a>(
    document: &'a str,
    pointer: &'static str,
) -> Result<Option<&'a RawValue>, FieldError> {
    let mut root = Node::new();
    root.add_pointer(pointer, ());
    let mut sink = Raw::default();
    match walk(document, &root, &mut sink) {
        Ok(()) => Ok(sink.found),
        Err(cause) => Err(sink.repeated.unwrap_or_else(|| FieldError::not_json(&cause))),
    }
}

/// Returns the text of `raw`: a string's text, a number or a boolean as written. `null` is `None`.
pub(crate) fn scalar(raw: &RawValue, place: Field) -> Result<Option<Cow<'_, str>>, FieldError> {
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'"') => {
            string(text).map(Some).ok_or(FieldError::Malformed { place, expected: "Unicode text" })
        }
        Some(b'{' | b'[') => {
            Err(FieldError::Malformed { place, expected: "a string, a number or a boolean" })
        }
        Some(b'n') => Ok(None),
        _ => Ok(Some(Cow::Borrowed(text))),
    }
}

/// Returns the name of the only member of an object besides `known`, for the field `place`.
pub(super) fn only_member(
    document: &str,
    known: Option<&'static str>,
    place: Field,
) -> Result<Option<String>, FieldError> {
    let mut json = serde_json::Deserializer::from_str(document);
    let members = json
        .deserialize_map(Besides(known))
        .and_then(|members| json.end().map(|()| members))
        .map_err(|cause| FieldError::not_json(&cause))?;
    if members.count > 1 {
        return Err(FieldError::Ambiguous { place });
    }
    Ok(members.first)
}

/// Reads a JSON string; `None` if an escape in it stands for no character.
fn string(literal: &str) -> Option<Cow<'_, str>> {
    if memchr::memchr(b'\\', literal.as_bytes()).is_some() {
        return serde_json::from_str(literal).map(Cow::Owned).ok();
    }
    literal.strip_prefix('"')?.strip_suffix('"').map(Cow::Borrowed)
}

#[derive(Default)]
struct Raw<'de> {
    found: Option<&'de RawValue>,
    repeated: Option<FieldError>,
}

impl<'de> Sink<'de> for Raw<'de> {
    type Place = ();

    fn take<D: Deserializer<'de>>(&mut self, _: &Node<()>, value: D) -> Result<(), D::Error> {
        self.found = Some(serde::Deserialize::deserialize(value)?);
        Ok(())
    }

    fn repeated(&mut self, member: &str, _: &Node<()>) -> bool {
        self.repeated = Some(FieldError::RepeatedMember { name: member.to_owned() });
        false
    }
}

/// Returns whether the document is an object that has members of these names only.
pub(crate) fn has_only_members(document: &[u8], names: &[&str]) -> bool {
    let mut json = serde_json::Deserializer::from_slice(document);
    json.deserialize_map(Only(names)).is_ok() && json.end().is_ok()
}

struct Only<'a>(&'a [&'a str]);

impl<'de> Visitor<'de> for Only<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of known members")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if !self.0.contains(&&*name) {
                return Err(A::Error::invalid_type(Unexpected::Map, &self));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

struct Besides(Option<&'static str>);

#[derive(Default)]
struct Members {
    first: Option<String>,
    count: usize,
}

impl<'de> Visitor<'de> for Besides {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Members::default();
        while let Some(name) = map.next_key::<String>()? {
            map.next_value::<IgnoredAny>()?;
            if self.0 != Some(&*name) {
                members.count += 1;
                members.first.get_or_insert(name);
            }
        }
        Ok(members)
    }
}
