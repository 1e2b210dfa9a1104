//! The events that the seed payloads become. `tests/payloads/README.md` says which of them are documented.

use bytes::Bytes;
use hookport::{
    DocumentIn, ExactNumber, Field, RawRequest, WebhookEvent,
    event::{DecodeError, Decoder},
};
use http::{HeaderMap, HeaderValue, Method, Uri};

/// The bytes of a file in `tests/payloads`.
macro_rules! payload {
    ($file:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/payloads/", $file))
    };
}

mod cargoson;
mod cassa_in_cloud;
mod rabbot;
mod routal;
mod zonos;

/// Decodes a `POST` of `body` to `/hooks/{segment}`, whose event is named at `name`.
fn post<E: WebhookEvent>(
    name: &'static [Field],
    segment: &str,
    headers: &HeaderMap,
    body: impl Into<Bytes>,
) -> Result<E, DecodeError> {
    let decoded = Decoder::<E>::new(name, &[], DocumentIn::Body).decode(&RawRequest {
        method: &Method::POST,
        uri: &format!("/hooks/{segment}").parse::<Uri>().expect("a path"),
        headers,
        body: &body.into(),
    })?;
    Ok(decoded.event.expect("every enum here has `other`"))
}

/// Decodes a `POST` of `body` to a path that ends in the name of the event.
fn post_to<E: WebhookEvent>(segment: &str, body: impl Into<Bytes>) -> Result<E, DecodeError> {
    post(&[Field::PathSegment(0)], segment, &HeaderMap::new(), body)
}

fn text(number: Option<&ExactNumber>) -> Option<&str> {
    number.map(ExactNumber::as_str)
}
