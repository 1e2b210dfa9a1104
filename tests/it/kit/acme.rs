//! A made-up sender, whose deliveries are a shop's orders.

use bytes::Bytes;
use hookport::{
    EventRouter, Field, Provider, Source, Unknown, WebhookEvent, scheme::Signature, testing::Signer,
};
use http::{Request, StatusCode};
use serde::Deserialize;

pub(crate) const SECRET: &str = "made-up-secret";

pub(crate) const ACME: Provider = Provider::new("acme")
    .signed_with(Signature::hmac_sha256("x-acme-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")])
    .expects(StatusCode::NO_CONTENT);

#[derive(Debug, PartialEq, WebhookEvent)]
#[event(payload = "/data")]
pub(crate) enum Shop {
    #[event("order.paid")]
    Paid(Order),
    #[event("order.refunded")]
    Refunded(Order),
    #[event("ping")]
    Ping,
    #[event(other)]
    Other(Unknown),
}

/// Not `Clone`: each handler has to get one of its own.
#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct Order {
    pub(crate) id: u64,
}

pub(crate) fn acme() -> Source {
    ACME.secret(SECRET)
}

/// A router to which a test adds what becomes of paid orders.
pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> EventRouter<Shop, S> {
    router_of(acme())
}

/// The same, with other secrets.
pub(crate) fn router_of<S: Clone + Send + Sync + 'static>(source: Source) -> EventRouter<Shop, S> {
    EventRouter::new(source).ignore(Shop::REFUNDED).ignore(Shop::PING)
}

/// The body that tells of a paid order.
pub(crate) fn paid(delivery: &str, order: u64) -> String {
    format!(r#"{{"id":"{delivery}","type":"order.paid","data":{{"id":{order}}}}}"#)
}

pub(crate) fn signed(body: impl Into<Bytes>) -> Request<Bytes> {
    signed_to("/shop", body)
}

pub(crate) fn signed_to(path: &str, body: impl Into<Bytes>) -> Request<Bytes> {
    signed_with(SECRET, path, body)
}

pub(crate) fn forged(body: impl Into<Bytes>) -> Request<Bytes> {
    signed_with("guessed", "/shop", body)
}

pub(crate) fn url(path: &str) -> String {
    format!("https://shop.example{path}")
}

fn signed_with(secret: &'static str, path: &str, body: impl Into<Bytes>) -> Request<Bytes> {
    Signer::new(ACME, secret).url(url(path)).sign(body).unwrap()
}
