//! The message for a payload that is not of its type: the path, what was expected and what was
//! there, and never the value.
#![expect(dead_code, reason = "only the types of these fields matter")]

use std::{
    collections::{BTreeMap, HashMap},
    error::Error,
    num::NonZeroU32,
};

use hookport::{
    DocumentIn, ExactNumber, Field, WebhookEvent,
    event::{DecodeError, Decoder, PayloadError},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::deliveries::Delivery;

#[derive(Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    #[default]
    Open,
    Paid,
}

#[derive(Debug, Deserialize)]
enum Method {
    Card { last: u16 },
    Cash(u8),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Amount {
    Cents(u64),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    only: bool,
}

#[derive(Debug, Deserialize)]
struct Line {
    sku: String,
}

#[derive(Debug, Deserialize)]
struct Seconds(u32);

#[derive(Debug, Deserialize)]
struct Order {
    id: u32,
    #[serde(default)]
    lines: Vec<Line>,
    #[serde(default)]
    status: Status,
    #[serde(default, rename = "a/b")]
    slash: Option<bool>,
    #[serde(default)]
    notes: HashMap<String, u8>,
    #[serde(default)]
    by_year: BTreeMap<u32, NonFraction>,
    method: Option<Method>,
    amount: Option<Amount>,
    price: Option<ExactNumber>,
    raw: Option<Box<RawValue>>,
    wait: Option<Seconds>,
    parcels: Option<NonZeroU32>,
    pair: Option<(u8, u8)>,
    #[serde(default)]
    strict: Strict,
}

type NonFraction = i64;

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
enum Shop {
    #[event("order")]
    Order(Order),
}

fn refused(data: &str) -> PayloadError {
    let body = format!(r#"{{"type":"order","data":{data}}}"#);
    match Delivery::of(body).decode::<Shop>() {
        Err(DecodeError::Payload { source, .. }) => source,
        other => panic!("{data} must be refused as a payload: {other:?}"),
    }
}

/// The message without the position at its end.
fn message(error: &PayloadError) -> String {
    let text = error.to_string();
    text.split(" (line ").next().unwrap().to_owned()
}

#[test]
fn a_refused_payload_names_the_path_and_both_kinds() {
    for (data, path, expected) in [
        (r#"{"id":"s3cret"}"#, "/data/id", "expected u32 at `/data/id`, found a string"),
        (
            r#"{"id":-5}"#,
            "/data/id",
            "expected u32 at `/data/id`, found an integer that is not one",
        ),
        (r#"{"id":1.5}"#, "/data/id", "expected u32 at `/data/id`, found a number with a fraction"),
        (r#"{"id":null}"#, "/data/id", "expected u32 at `/data/id`, found null"),
        (r#"{"id":[1]}"#, "/data/id", "expected u32 at `/data/id`, found an array"),
        (r#"{"id":{"a":1}}"#, "/data/id", "expected u32 at `/data/id`, found an object"),
        (r#"{"id":true}"#, "/data/id", "expected u32 at `/data/id`, found a boolean"),
        (r"{}", "/data", "missing field `id` at `/data`"),
        ("7", "/data", "expected struct Order at `/data`, found an integer"),
        (
            r#"{"id":1,"lines":[{"sku":"s3cret"},{"sku":8}]}"#,
            "/data/lines/1/sku",
            "expected a string at `/data/lines/1/sku`, found an integer",
        ),
        (r#"{"id":1,"lines":[{}]}"#, "/data/lines/0", "missing field `sku` at `/data/lines/0`"),
        (
            r#"{"id":1,"status":"s3cret"}"#,
            "/data/status",
            "expected one of `open`, `paid` at `/data/status`, found another",
        ),
        (
            r#"{"id":1,"a/b":"s3cret"}"#,
            "/data/a~1b",
            "expected a boolean at `/data/a~1b`, found a string",
        ),
        (
            r#"{"id":1,"notes":{"s3cret":"no"}}"#,
            "/data/notes/*",
            "expected u8 at `/data/notes/*`, found a string",
        ),
        (
            r#"{"id":1,"by_year":{"2025":1,"2026":"no"}}"#,
            "/data/by_year/*",
            "expected i64 at `/data/by_year/*`, found a string",
        ),
        (
            r#"{"id":1,"method":{"Card":{"last":"s3cret"}}}"#,
            "/data/method/Card/last",
            "expected u16 at `/data/method/Card/last`, found a string",
        ),
        (
            r#"{"id":1,"method":{"Cash":300}}"#,
            "/data/method/Cash",
            "expected u8 at `/data/method/Cash`, found an integer that is not one",
        ),
        (
            r#"{"id":1,"amount":"s3cret"}"#,
            "/data/amount",
            "value at `/data/amount` is refused by its type",
        ),
        (
            r#"{"id":1,"price":"s3cret"}"#,
            "/data/price",
            "value at `/data/price` is refused by its type",
        ),
        (
            r#"{"id":1,"raw":{"s3cret":1},"price":1.10,"wait":"s3cret"}"#,
            "/data/wait",
            "expected u32 at `/data/wait`, found a string",
        ),
        (
            r#"{"id":1,"parcels":0}"#,
            "/data/parcels",
            "expected a nonzero u32 at `/data/parcels`, found an integer that is not one",
        ),
        (
            r#"{"id":1,"pair":[1]}"#,
            "/data/pair",
            "expected a tuple of size 2 at `/data/pair`, found 1 elements",
        ),
        (
            r#"{"id":1,"strict":{"only":true,"s3cret":1}}"#,
            "/data/strict",
            "unknown field at `/data/strict`",
        ),
    ] {
        let error = refused(data);
        assert_eq!(message(&error), expected, "{data}");
        assert_eq!(error.path().as_deref(), Some(path), "{data}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{data}: {error:?}");
    }
}

#[test]
fn a_number_that_is_no_integer_is_told_from_one_that_is_too_large() {
    for (number, found) in [
        ("18446744073709551616", "a number too large"),
        ("99999999999999999999999", "a number too large"),
        ("-9223372036854775809", "a number too large"),
        ("-0", "`-0` or a zero with a fraction"),
        ("0.0", "`-0` or a zero with a fraction"),
        ("2.0", "a number with a fraction"),
    ] {
        let error = refused(&format!("{{\"id\":{number}}}"));
        assert_eq!(message(&error), format!("expected u32 at `/data/id`, found {found}"));
    }
}

#[test]
fn a_field_that_occurs_twice_is_told() {
    let error = refused(r#"{"id":1,"id":2}"#);

    assert_eq!(error.to_string(), "a field occurs twice (line 1 column 35)");
}

#[test]
fn the_decode_error_says_the_same_and_its_position() {
    let body = r#"{"data":{"id":"s3cret"},"type":"order"}"#;
    let refused = Delivery::of(body).decode::<Shop>().unwrap_err();

    let expected =
        "event `order` has an unexpected payload: expected u32 at `/data/id`, found a string";
    assert_eq!(refused.to_string(), format!("{expected} (line 1 column 22)"));
    assert!(refused.source().is_some());
}

#[test]
fn a_refused_form_names_its_field() {
    #[derive(Debug, Deserialize)]
    struct Command {
        text: String,
        count: Option<u8>,
    }
    #[derive(Debug, WebhookEvent)]
    enum Slash {
        #[event("command")]
        Command(Command),
    }
    let sender = Decoder::<Slash>::new(&[Field::Fixed("command")], &[], DocumentIn::Body);
    for (form, expected) in [
        ("count=3", "missing field `text` at the top level"),
        ("text=a&count=s3cret", "expected u8 at `/count`, found a string that is not one"),
        ("text=a&text=s3cret", "field `text` occurs twice at the top level"),
    ] {
        let Err(DecodeError::Payload { source, .. }) =
            sender.decode(&Delivery::form(form).received())
        else {
            panic!("{form} must be refused as a payload");
        };
        assert_eq!(source.to_string(), expected);
        assert_eq!(source.line(), None);
    }
}

#[test]
fn a_long_document_is_not_parsed_again() {
    let long = format!(r#"{{"lines":[],"id":"{}"}}"#, "x".repeat(1024 * 1024));
    let error = refused(&long);

    assert_eq!(message(&error), "value is not of the expected type");
    assert_eq!(error.path(), None);
}
