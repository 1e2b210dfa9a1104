//! Requests that nobody has signed, made to cost as much as they can.

use std::{fmt::Write, sync::LazyLock};

use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Request,
    header::{AUTHORIZATION, CONTENT_TYPE},
};

/// A name for a failed test, and the request.
pub(super) type Shape = (&'static str, Request<Bytes>);

/// Bodies of every kind, behind a head that is well-formed and fresh.
pub(super) fn bodies(genuine: &Request<Bytes>) -> impl Iterator<Item = Shape> {
    BODIES.iter().map(|(name, content_type, body)| {
        let mut request = genuine.clone();
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        *request.body_mut() = body.clone();
        (*name, request)
    })
}

static BODIES: LazyLock<Vec<(&'static str, &'static str, Bytes)>> = LazyLock::new(|| {
    let object_of_many = [b"{", &*many(|n| format!("\"{n}\":0,"))].concat();
    let string_of_escapes = [b"\"", &*b"\\u0000".repeat(LONG / 6)].concat();
    let bodies = [
        ("bytes", "application/octet-stream", vec![0; LONG]),
        ("white space", FORM, vec![b' '; LONG]),
        ("a form of many fields", FORM, many(|n| format!("{n:05x}&"))),
        ("a form of 1,000 long names", FORM, thousand_long_names()),
        ("a form of separators", FORM, vec![b'&'; LONG]),
        ("a form of escapes", FORM, b"%FF".repeat(LONG / 3)),
        ("a form that is not UTF-8", FORM, vec![0xFF; LONG]),
        ("a form of pluses", FORM, vec![b'+'; LONG]),
        ("deep arrays", JSON, vec![b'['; LONG]),
        ("deep objects", JSON, br#"{"a":"#.repeat(LONG / 5)),
        ("an object of many members", JSON, object_of_many),
        ("a string of escapes", JSON, string_of_escapes),
        ("many parts", MULTIPART, many(|_| PART.to_owned())),
        ("one part without an end", MULTIPART, b"--xy\r\n".repeat(LONG / 6)),
    ];
    bodies.map(|(name, content_type, body)| (name, content_type, body.into())).into()
});

/// Heads of every kind, before a long body. `at` is the header of the credential, if it is in one.
pub(super) fn heads(genuine: &Request<Bytes>, at: Option<HeaderName>) -> Vec<Shape> {
    let mut genuine = genuine.clone();
    *genuine.body_mut() = vec![b'x'; LONG].into();
    let mut shapes = vec![
        ("many headers", with_headers(&genuine, |n| format!("x-filler-{n}"))),
        ("a header many times", with_headers(&genuine, |_| "x-filler".to_owned())),
        ("a query of many fields", with_query(&genuine)),
    ];
    let Some(at) = at else {
        return shapes;
    };
    shapes.push(("a credential many times", with_headers(&genuine, |_| at.to_string())));
    let value = genuine.headers()[&at].to_str().expect("ASCII").to_owned();
    for count in [2, 4, 5, 16, 17, 1000] {
        for separator in [",", " "] {
            let list = vec![&*value; count].join(separator);
            shapes.push(("a credential as a list", with(&genuine, &at, &list)));
            let signature = value.rsplit(',').next().unwrap_or_default();
            let list = format!("{value}{}", format!("{separator}{signature}").repeat(count));
            shapes.push(("a list of signatures", with(&genuine, &at, &list)));
        }
    }
    for filler in [",v1=x", " v1,x", ",v0=00", ",", " ", "a", "0"] {
        let list = format!("{value}{}", filler.repeat(HEAD / filler.len()));
        shapes.push(("a long credential", with(&genuine, &at, &list)));
    }
    if at == AUTHORIZATION {
        shapes.push(("long base64", with(&genuine, &at, &format!("Basic {}", "A".repeat(HEAD)))));
    }
    shapes
}

fn with(genuine: &Request<Bytes>, name: &HeaderName, value: &str) -> Request<Bytes> {
    let mut request = genuine.clone();
    request.headers_mut().insert(name, value.parse().expect("a header value"));
    request
}

fn with_headers(genuine: &Request<Bytes>, name: impl Fn(usize) -> String) -> Request<Bytes> {
    let mut request = genuine.clone();
    for n in 0..15_000 {
        let name: HeaderName = name(n).parse().expect("a header name");
        request.headers_mut().append(name, HeaderValue::from_static("1"));
    }
    request
}

fn with_query(genuine: &Request<Bytes>) -> Request<Bytes> {
    let mut request = genuine.clone();
    let fields = "%41+=%42&".repeat(HEAD / 9);
    *request.uri_mut() = format!("{}?{fields}", genuine.uri().path()).parse().expect("a URL");
    request
}

fn many(entry: impl Fn(usize) -> String) -> Vec<u8> {
    let mut body = String::new();
    for n in 0.. {
        body.push_str(&entry(n));
        if body.len() >= LONG {
            break;
        }
    }
    body.into_bytes()
}

/// Names that differ at their end only, in the reverse of their order.
fn thousand_long_names() -> Vec<u8> {
    let start = "a".repeat(LONG / 1000 - 6);
    let mut body = String::new();
    for n in (0..1000).rev() {
        let _ = write!(body, "{start}{n:05}&");
    }
    body.into_bytes()
}

/// The length of a body. The claims are ratios to it.
const LONG: usize = 64 * 1024;
/// The length of a credential or a query, near the longest that a server reads.
const HEAD: usize = 60 * 1024;

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const MULTIPART: &str = "multipart/form-data; boundary=xy";
const PART: &str = "--xy\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
