//! Deliveries of a sender that gives no id, or does not sign it: which of them are the same one.

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

/// A sender that signs the body only, and gives the id in a header.
const OUTSIDE: Provider = Provider::new("outside")
    .signed_with(Signature::hmac_sha256("x-acme-signature").over(&[Part::Body]))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Header("x-delivery")]);

#[tokio::test]
async fn an_id_that_was_not_signed_cannot_make_another_delivery_a_duplicate() {
    let outside = |id: &str, body: &'static str| {
        let signer = Signer::new(OUTSIDE, SECRET).url(url("/shop"));
        let mut request = signer.sign(body).unwrap();
        request.headers_mut().insert("x-delivery", id.parse().unwrap());
        request
    };
    let endpoint = EventRouter::<Shop>::new(OUTSIDE.secret(SECRET)).ignore_rest().with_state(());
    let recorded = r#"{"type":"order.paid","order":1}"#;
    let genuine = r#"{"type":"order.paid","order":2}"#;

    // Somebody sends a recorded body under the id of a delivery to come, which is sent twice.
    let sent = [outside("7", recorded), outside("7", genuine), outside("7", genuine)];

    assert_eq!(kept_of(endpoint, sent).await, 2, "the recorded body, and the genuine delivery");
}

#[tokio::test]
async fn an_id_that_was_signed_decides_alone() {
    const INSIDE: Provider = OUTSIDE.names_delivery_in(&[Field::Json("/id")]);
    let inside = |order: u32| {
        let body = format!(r#"{{"id":"evt_7","type":"order.paid","order":{order}}}"#);
        Signer::new(INSIDE, SECRET).url(url("/shop")).sign(body).unwrap()
    };
    let endpoint = EventRouter::<Shop>::new(INSIDE.secret(SECRET)).ignore_rest().with_state(());

    assert_eq!(kept_of(endpoint, [inside(1), inside(2)]).await, 1);
}
