//! Deliveries of a sender that gives no id: which of them are the same one.

use std::sync::Arc;

use bytes::Bytes;
use hookport::{
    Endpoint, EventRouter, Field, InboxEndpoint, Provider,
    inbox::IdempotencyKey,
    scheme::{Part, Signature},
    stores::MemoryStore,
    testing::Signer,
};
use http::{Method, Request, StatusCode};

use crate::kit::{Running, SECRET, Shop, url};

/// A sender that gives no id, and tells the event in a header, in the body or in the query.
const NAMELESS: Provider = Provider::new("nameless")
    .signed_with(Signature::hmac_sha256("x-acme-signature").over(&[Part::PathAndQuery, Part::Body]))
    .names_event_in(&[Field::Header("x-event"), Field::Json("/type"), Field::Query("type")])
    .also_delivers_with_get();

fn nameless(path: &str) -> Signer {
    Signer::new(NAMELESS, SECRET).url(url(path))
}

fn endpoint() -> Endpoint<Shop> {
    EventRouter::new(NAMELESS.secret(SECRET)).ignore_rest().with_state(())
}

/// How many entries these requests become.
async fn kept_of(
    endpoint: impl Into<InboxEndpoint>,
    requests: impl IntoIterator<Item = Request<Bytes>>,
) -> usize {
    let running = Running::shop(Arc::new(MemoryStore::default()), endpoint);
    for request in requests {
        assert_eq!(running.status(request).await, StatusCode::OK);
    }
    running.states().await.len()
}

#[tokio::test]
async fn those_that_differ_in_the_url_are_kept_apart() {
    let posts = ["/shop/tenant-a", "/shop/tenant-b", "/shop?order=1", "/shop?order=2"]
        .map(|path| nameless(path).sign(r#"{"type":"order.paid"}"#).unwrap());
    let gets = ["/shop?type=order.paid&order=1", "/shop?type=order.paid&order=2"]
        .map(|path| nameless(path).method(Method::GET).sign("").unwrap());
    let requests = || posts.iter().chain(&gets).cloned();

    assert_eq!(kept_of(endpoint(), requests()).await, 6);
    assert_eq!(kept_of(endpoint(), requests().chain(requests())).await, 6, "each once");
}

#[tokio::test]
async fn those_that_differ_in_the_method_the_event_or_the_body_are_kept_apart() {
    let plain = || nameless("/shop?type=ping");
    let different = [
        plain().sign("{}").unwrap(),
        plain().sign("{ }").unwrap(),
        plain().method(Method::GET).sign("{}").unwrap(),
        plain().header("x-event", "order.paid").sign("{}").unwrap(),
    ];

    assert_eq!(kept_of(endpoint(), different).await, 4);
}

#[tokio::test]
async fn by_the_body_the_event_matters_and_the_url_does_not() {
    let of = |path: &str, event: &str| nameless(path).header("x-event", event).sign("{}").unwrap();
    let requests = [of("/shop", "order.paid"), of("/shop?a", "order.paid"), of("/shop", "ping")];

    let by_body = InboxEndpoint::new(endpoint()).deduplicated_by(IdempotencyKey::body());

    assert_eq!(kept_of(by_body, requests).await, 2);
}
