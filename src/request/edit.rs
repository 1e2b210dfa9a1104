//! Another text in the place of a value of a JSON document.

use serde_json::value::RawValue;

use super::member;
#[cfg(feature = "encrypted-bodies")]
use super::segments;

/// Returns the document with `json` in the place of the value at a pointer. `None` if there is no such
/// value, or if one of both is no JSON.
#[cfg(feature = "encrypted-bodies")]
pub(crate) fn with_json(document: &[u8], pointer: &'static str, json: &[u8]) -> Option<String> {
    let document = std::str::from_utf8(document).ok()?;
    let json: &RawValue = serde_json::from_slice(json).ok()?;
    Some(replaced(document, value_at(document, pointer)?.get(), json.get()))
}

/// Returns the text of the value at a pointer.
#[cfg(all(feature = "encrypted-bodies", feature = "testing"))]
pub(crate) fn json_at<'d>(document: &'d [u8], pointer: &'static str) -> Option<&'d str> {
    value_at(std::str::from_utf8(document).ok()?, pointer).map(RawValue::get)
}

#[cfg(feature = "encrypted-bodies")]
fn value_at<'d>(document: &'d str, pointer: &'static str) -> Option<&'d RawValue> {
    let whole: &RawValue = serde_json::from_str(document).ok()?;
    segments(pointer).try_fold(whole, |at, name| member(at, &name).ok()?)
}

/// Returns the text of a member of an object.
#[cfg(feature = "receive")]
pub(crate) fn member_of<'d>(object: &'d str, name: &str) -> Option<&'d str> {
    member(serde_json::from_str(object).ok()?, name).ok()?.map(RawValue::get)
}

/// Puts a value under a name that is not there yet, at the start of an object.
#[cfg(feature = "receive")]
pub(crate) fn with_member(object: &str, name: &str, json: &str) -> Option<String> {
    let others = object.trim_start().strip_prefix('{')?;
    let comma = if others.trim_start().starts_with('}') { "" } else { "," };
    Some(format!("{{{}:{json}{comma}{others}", serde_json::to_string(name).ok()?))
}

/// Returns the document with another text in the place of a value, which is a part of it.
pub(crate) fn replaced(document: &str, value: &str, text: &str) -> String {
    let start = value.as_ptr().addr() - document.as_ptr().addr();
    let (before, behind) = (&document[..start], &document[start + value.len()..]);
    [before, text, behind].concat()
}

#[cfg(all(test, feature = "encrypted-bodies"))]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_the_place_of_another_and_nothing_else_changes() {
        let cases = [
            (r#"{ "a" : {"b":1} , "c": 1.50}"#, "[2]", Some(r#"{ "a" : [2] , "c": 1.50}"#)),
            (r#"{"a":{}}"#, r#"{"x":"y"}"#, Some(r#"{"a":{"x":"y"}}"#)),
            (r#"{"a":1}"#, r#"1,"b":2"#, None),
            (r#"{"b":1}"#, "1", None),
            (r#"{"a":1,"a":2}"#, "1", None),
            ("no JSON", "1", None),
        ];
        for (document, json, expected) in cases {
            let edited = with_json(document.as_bytes(), "/a", json.as_bytes());
            assert_eq!(edited.as_deref(), expected, "{document} {json}");
        }
    }
}
