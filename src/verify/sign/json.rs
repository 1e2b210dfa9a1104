//! Putting a text into a JSON document.

use serde_json::value::RawValue;

use crate::request::{member, replaced, segments, with_member};

/// Puts a text at a pointer of a document, whose other bytes stay as they are. `None` if the way leads
/// through a value that is no object.
pub(super) fn with_text(document: &str, pointer: &'static str, text: &str) -> Option<String> {
    let way: Vec<_> = segments(pointer).collect();
    let text = serde_json::to_string(text).ok()?;
    let mut at: &RawValue = serde_json::from_str(document).ok()?;
    for (depth, name) in way.iter().enumerate() {
        let Some(value) = member(at, name).ok()? else {
            let with = with_members(at, &way[depth..], text)?;
            return Some(replaced(document, at.get(), &with));
        };
        at = value;
    }
    Some(replaced(document, at.get(), &text))
}

/// Puts a value behind these names, which are not there yet, at the start of an object.
fn with_members<N: AsRef<str>>(object: &RawValue, way: &[N], value: String) -> Option<String> {
    let (name, below) = way.split_first()?;
    let nested = below.iter().rev().try_fold(value, |value, name| {
        Some(format!("{{{}:{value}}}", serde_json::to_string(name.as_ref()).ok()?))
    })?;
    with_member(object.get(), name.as_ref(), &nested)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_put_where_the_pointer_leads_and_nothing_else_changes() {
        let cases = [
            (r#"{ "a": 1.50 }"#, "/s", Some(r#"{"s":"x", "a": 1.50 }"#)),
            ("{}", "/s", Some(r#"{"s":"x"}"#)),
            (r#"{"s" : 7, "b":[1, 2]}"#, "/s", Some(r#"{"s" : "x", "b":[1, 2]}"#)),
            (r#"{"a":{"s":""}}"#, "/a/s", Some(r#"{"a":{"s":"x"}}"#)),
            (r#"{"a":{"b":1}}"#, "/a/s", Some(r#"{"a":{"s":"x","b":1}}"#)),
            (r#"{"b":1}"#, "/a/s", Some(r#"{"a":{"s":"x"},"b":1}"#)),
            (r#"{"a":[1]}"#, "/a/s", None),
            ("[1]", "/s", None),
            ("no JSON", "/s", None),
        ];
        for (document, pointer, expected) in cases {
            let edited = with_text(document, pointer, "x");
            assert_eq!(edited.as_deref(), expected, "{document} {pointer}");
        }
    }
}
