//! From a request that holds many events to its items.

use std::fmt;

use bytes::Bytes;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Batch, DocumentIn, FieldError, Input, Item, Items, RawRequest, segments};

/// Splits a request into its items; `None` if it has no document, as a `GET` without a body.
///
/// # Errors
///
/// Fails if the document is not JSON, if there is no list of items, or if it is too long.
pub(crate) fn split(
    received: &RawRequest<'_>,
    items: Items,
    document_in: DocumentIn,
) -> Result<Option<Vec<Item>>, FieldError> {
    let Some(document) = Input::request(*received, document_in).find_document()? else {
        return Ok(None);
    };
    let texts = match items {
        Items::Lines if document.trim_start().starts_with('[') => elements(&document, &[""])?,
        Items::Lines => lines(&document)?,
        Items::At(pointers) => elements(&document, pointers)?,
    };
    let batch = Batch::new(received.body.clone());
    let item = |(position, text): (usize, &str)| {
        let batch = batch.clone();
        match range_in(received.body, text) {
            Some(range) => Item::new(batch, position, range),
            None => Some(Item::decoded(batch, position, Bytes::copy_from_slice(text.as_bytes()))),
        }
    };
    Ok(Some(texts.into_iter().enumerate().filter_map(item).collect()))
}

/// Returns the place of `text` in `body`; `None` if it is not a part of it.
fn range_in(body: &Bytes, text: &str) -> Option<std::ops::Range<usize>> {
    let start = text.as_ptr().addr().checked_sub(body.as_ptr().addr())?;
    let end = start.checked_add(text.len())?;
    (end <= body.len()).then_some(start..end)
}

fn lines(document: &str) -> Result<Vec<&str>, FieldError> {
    let mut found = Vec::new();
    for line in document.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        add(&mut found, line)?;
    }
    Ok(found)
}

/// Returns the items at the first pointer that leads to a value.
fn elements<'a>(
    document: &'a str,
    pointers: &'static [&'static str],
) -> Result<Vec<&'a str>, FieldError> {
    let root: &RawValue =
        serde_json::from_str(document).map_err(|cause| FieldError::not_json(&cause))?;
    for pointer in pointers {
        let way: Vec<_> = segments(pointer).collect();
        let way: Vec<_> = way.iter().map(|step| &**step).collect();
        let mut found = Vec::new();
        match follow(root, &way, &mut found) {
            Ok(()) => return Ok(found),
            Err(Stop::Missing) => {}
            Err(Stop::Wrong(error)) => return Err(error),
        }
    }
    Err(FieldError::MissingItems { place: Items::At(pointers) })
}

/// The reason why a way ends early.
enum Stop {
    /// It leads to nothing, or to a value of another kind.
    Missing,
    Wrong(FieldError),
}

impl From<FieldError> for Stop {
    fn from(error: FieldError) -> Self {
        Self::Wrong(error)
    }
}

/// Adds the items at the end of `way`.
fn follow<'a>(value: &'a RawValue, way: &[&str], found: &mut Vec<&'a str>) -> Result<(), Stop> {
    let is_array = value.get().starts_with('[');
    match way.split_first() {
        None if is_array => {
            array(value)?.into_iter().try_for_each(|element| Ok(add(found, element.get())?))
        }
        None if value.get().starts_with('{') => Ok(add(found, value.get())?),
        Some((&"*", rest)) if is_array => {
            array(value)?.into_iter().try_for_each(|element| follow(element, rest, found))
        }
        Some((name, rest)) if value.get().starts_with('{') => {
            follow(member(value, name)?.ok_or(Stop::Missing)?, rest, found)
        }
        _ => Err(Stop::Missing),
    }
}

fn add<'a>(found: &mut Vec<&'a str>, text: &'a str) -> Result<(), FieldError> {
    if found.len() == Items::MOST {
        return Err(FieldError::TooManyItems { limit: Items::MOST });
    }
    found.push(text);
    Ok(())
}

fn array(value: &RawValue) -> Result<Vec<&RawValue>, FieldError> {
    let mut json = serde_json::Deserializer::from_str(value.get());
    let mut is_too_long = false;
    json.deserialize_seq(Elements(&mut is_too_long)).map_err(|cause| {
        if is_too_long {
            return FieldError::TooManyItems { limit: Items::MOST };
        }
        FieldError::not_json(&cause)
    })
}

/// Collects the elements of an array, and ends early if there are too many.
struct Elements<'f>(&'f mut bool);

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(element) = array.next_element()? {
            if found.len() == Items::MOST {
                *self.0 = true;
                return Err(A::Error::custom("too many elements"));
            }
            found.push(element);
        }
        Ok(found)
    }
}

/// Returns the only member of this name.
pub(crate) fn member<'a>(
    value: &'a RawValue,
    name: &str,
) -> Result<Option<&'a RawValue>, FieldError> {
    let mut json = serde_json::Deserializer::from_str(value.get());
    let found =
        json.deserialize_map(Members(name)).map_err(|cause| FieldError::not_json(&cause))?;
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(FieldError::RepeatedMember { name: name.to_owned() }),
    }
}

/// Collects the members of one name.
struct Members<'n>(&'n str);

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(name) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if name == self.0 && found.len() < 2 {
                found.push(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, Method, Uri, header::CONTENT_TYPE};

    use super::*;

    fn texts(body: &str, items: Items) -> Result<Vec<String>, FieldError> {
        let body = Bytes::copy_from_slice(body.as_bytes());
        let (uri, headers) = (Uri::from_static("/"), HeaderMap::new());
        let received =
            RawRequest { method: &Method::POST, uri: &uri, headers: &headers, body: &body };
        let items = split(&received, items, DocumentIn::Body)?.expect("a body");
        for item in &items {
            assert_eq!(body.slice(item.range().unwrap().clone()), item.body());
        }
        Ok(items.iter().map(|item| str::from_utf8(item.body()).unwrap().to_owned()).collect())
    }

    fn at(body: &str, pointers: &'static [&'static str]) -> Result<Vec<String>, FieldError> {
        texts(body, Items::at(pointers))
    }

    #[test]
    fn a_pattern_leads_to_each_item_in_its_order() {
        let cases: &[(&str, &[&str], &[&str])] = &[
            ("[1, {\"a\":2}]", &[""], &["1", "{\"a\":2}"]),
            ("{\"a\":1}", &[""], &["{\"a\":1}"]),
            (r#"{"data":[{"n":1},{"n":2}]}"#, &["/data"], &[r#"{"n":1}"#, r#"{"n":2}"#]),
            (r#"{"e":[{"c":[1,2]},{"c":[]},{"c":[3]}]}"#, &["/e/*/c"], &["1", "2", "3"]),
            (r#"{"n":[{"R":{"x":1}},{"R":{"x":2}}]}"#, &["/n/*/R"], &[r#"{"x":1}"#, r#"{"x":2}"#]),
            ("[{\"a\":1},\r\n{\"a\":2}]\r\n", &[""], &["{\"a\":1}", "{\"a\":2}"]),
            (r#"{"a/b":{"~":[7]}}"#, &["/a~1b/~0"], &["7"]),
            (r#"{"\u0065":[1]}"#, &["/e"], &["1"]),
            ("[5]", &["/events", ""], &["5"]),
            (r#"{"events":[6]}"#, &["/events", ""], &["6"]),
            ("[]", &[""], &[]),
            (r#"{"e":[]}"#, &["/e/*/c"], &[]),
        ];
        for (body, pointers, expected) in cases {
            assert_eq!(at(body, pointers).unwrap(), *expected, "{body} {pointers:?}");
        }
    }

    #[test]
    fn a_document_without_the_list_is_no_empty_batch() {
        for body in ["{}", r#"{"e":null}"#, r#"{"e":7}"#, r#"{"e":"[]"}"#, "7", "[]", "null"] {
            let error = at(body, &["/e"]).unwrap_err();
            assert_eq!(error, FieldError::MissingItems { place: Items::At(&["/e"]) }, "{body}");
        }
        for body in [r#"{"e":{}}"#, r#"{"e":[{}]}"#, r#"{"e":[{"c":[1]},{}]}"#, r#"{"e":[1]}"#] {
            assert!(at(body, &["/e/*/c"]).is_err(), "{body}");
        }
        assert!(matches!(at("[1", &[""]), Err(FieldError::NotJson { .. })));
        assert!(matches!(at("[1] x", &[""]), Err(FieldError::NotJson { .. })));
        let twice = at(r#"{"e":[],"e":[1]}"#, &["/e"]);
        assert_eq!(twice, Err(FieldError::RepeatedMember { name: "e".to_owned() }));
    }

    #[test]
    fn a_batch_has_a_longest_length() {
        let list = |length| format!("[{}]", vec!["{}"; length].join(","));

        assert_eq!(at(&list(Items::MOST), &[""]).unwrap().len(), Items::MOST);
        let error = at(&list(Items::MOST + 1), &[""]).unwrap_err();
        assert_eq!(error, FieldError::TooManyItems { limit: Items::MOST });
    }

    #[test]
    fn each_line_that_is_not_blank_is_an_item() {
        let lines = texts("{\"a\":1}\r\n\n  {\"a\":2}\n", Items::Lines).unwrap();

        assert_eq!(lines, ["{\"a\":1}", "{\"a\":2}"]);
        assert_eq!(texts(" [1,\n2]", Items::Lines).unwrap(), ["1", "2"]);
        assert!(texts(" \n", Items::Lines).unwrap().is_empty());
    }

    #[test]
    fn items_in_a_form_field_have_bytes_of_their_own() {
        let body = Bytes::from_static(b"events=%5B%7B%22a%22%3A1%7D%2C2%5D&more=1");
        let headers = HeaderMap::from_iter([(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        )]);
        let uri = Uri::from_static("/");
        let received =
            RawRequest { method: &Method::POST, uri: &uri, headers: &headers, body: &body };

        let items =
            split(&received, Items::at(&[""]), DocumentIn::FormField("events")).unwrap().unwrap();
        let bodies: Vec<_> = items.iter().map(|item| &item.body()[..]).collect();
        assert_eq!(bodies, [&b"{\"a\":1}"[..], b"2"]);
        assert!(items.iter().all(|item| item.range().is_none()));
        assert_eq!(items[1].batch().body(), &body);
    }
}
