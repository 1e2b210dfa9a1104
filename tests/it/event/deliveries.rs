//! Requests, as the tests write them.

use std::fmt::Debug;

use bytes::Bytes;
use hookport::{
    DocumentIn, Field, RawRequest, WebhookEvent,
    event::{DecodeError, Decoded, Decoder},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

/// A request that owns its parts.
pub(crate) struct Delivery {
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl Delivery {
    pub(crate) fn of(body: impl Into<Bytes>) -> Self {
        Self { uri: Uri::from_static("/"), headers: HeaderMap::new(), body: body.into() }
    }

    pub(crate) fn form(body: impl Into<Bytes>) -> Self {
        Self::of(body).header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
    }

    pub(crate) fn header(mut self, name: &'static str, value: &'static str) -> Self {
        let (name, value) = (HeaderName::from_static(name), HeaderValue::from_static(value));
        self.headers.append(name, value);
        self
    }

    pub(crate) fn header_bytes(mut self, name: &'static str, value: &[u8]) -> Self {
        let value = HeaderValue::from_bytes(value).unwrap();
        self.headers.append(HeaderName::from_static(name), value);
        self
    }

    pub(crate) fn at(mut self, uri: &'static str) -> Self {
        self.uri = Uri::from_static(uri);
        self
    }

    pub(crate) fn received(&self) -> RawRequest<'_> {
        RawRequest {
            method: &Method::POST,
            uri: &self.uri,
            headers: &self.headers,
            body: &self.body,
        }
    }

    /// Decodes it as a sender's that puts the name at `/type` and the id at `/id`.
    pub(crate) fn decode<E: WebhookEvent>(&self) -> Result<Decoded<E>, DecodeError> {
        decoder().decode(&self.received())
    }

    /// The event it must hold.
    pub(crate) fn event<E: WebhookEvent + Debug>(&self) -> E {
        self.decode().unwrap().event.unwrap()
    }

    /// The message of the error it must end in.
    pub(crate) fn refusal<E: WebhookEvent + Debug>(&self) -> String {
        self.decode::<E>().unwrap_err().to_string()
    }
}

pub(crate) fn decoder<E: WebhookEvent>() -> Decoder<E> {
    Decoder::new(&[Field::Json("/type")], &[Field::Json("/id")], DocumentIn::Body)
}
