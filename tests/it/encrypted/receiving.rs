//! Deliveries that were decrypted.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use hookport::{
    Delivery, EventRouter, Field, ReceiveLayer, Trust, Unknown, Verified, WebhookEvent,
    testing::deliver,
};
use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use tower::{Layer, service_fn};

use super::{FOR_RECEIVER, HASHED, IN_PART, account, judge};

const BODY: &str = r#"{"type":"order.paid","id":"evt_1","data":{"order":7,"note":"\u00e9 é"}}"#;

#[test]
fn what_is_encrypted_is_read_as_it_was_before() {
    for provider in [HASHED, FOR_RECEIVER, IN_PART] {
        let (source, signer) = account(provider);
        let sent = signer.sign(BODY).unwrap();
        assert!(!String::from_utf8_lossy(sent.body()).contains("order\":7"), "{provider:?}");

        let verified = judge(&source, &sent).unwrap();

        assert_eq!(verified.body(), BODY);
        assert_eq!(verified.trust(), Trust::Signed);
        for at in [Field::Json("/type"), Field::Json("/data/order"), Field::Body] {
            assert!(verified.covers(at), "{at}");
        }
        assert!(!verified.covers(Field::Header("content-type")));
    }
}

#[test]
fn texts_of_every_length_come_back() {
    for provider in [HASHED, FOR_RECEIVER] {
        let (source, signer) = account(provider);
        for length in 0..100 {
            let body = "x".repeat(length);
            let sent = signer.sign(body.clone()).unwrap();
            assert_eq!(judge(&source, &sent).unwrap().body(), &body, "{length}");
        }
    }
}

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
enum Shop {
    #[event("order.paid")]
    Paid(Order),
    #[event(other)]
    Other(Unknown),
}

#[derive(Debug, serde::Deserialize)]
struct Order {
    order: u64,
}

#[tokio::test]
async fn a_handler_gets_what_was_decrypted() {
    for provider in [HASHED, FOR_RECEIVER, IN_PART] {
        let (source, signer) = account(provider);
        let router = EventRouter::new(source)
            .on(Shop::PAID, async |paid: Order, delivery: Delivery| {
                assert_eq!(paid.order, 7);
                assert_eq!(delivery.body(), BODY);
                assert_eq!((delivery.id(), delivery.id_is_signed()), (Some("evt_1"), true));
            })
            .with_state(());

        let answer = deliver(&router, signer.sign(BODY).unwrap()).await;

        assert_eq!((answer.status(), router.counts().handled), (StatusCode::OK, 1));
    }
}

#[tokio::test]
async fn a_service_behind_the_layer_gets_what_was_decrypted_and_its_length() {
    let (source, signer) = account(HASHED);
    let service = service_fn(async |request: Request<Full<Bytes>>| {
        let (parts, body) = request.into_parts();
        assert_eq!(parts.headers[header::CONTENT_LENGTH], BODY.len().to_string());
        assert_eq!(parts.extensions.get::<Verified>().unwrap().body(), BODY);
        assert_eq!(body.collect().await.unwrap().to_bytes(), BODY);
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    });
    let layered = ReceiveLayer::new(source).layer(service);
    let mut sent = signer.sign(BODY).unwrap();
    let length = sent.body().len().into();
    sent.headers_mut().insert(header::CONTENT_LENGTH, length);

    assert_eq!(deliver(&layered, sent).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn the_limit_of_a_body_is_that_of_what_comes() {
    let (source, signer) = account(HASHED);
    let sent = signer.sign(BODY).unwrap();
    let router = |limit| {
        EventRouter::new(source.clone())
            .on(Shop::PAID, async |_: Order| {})
            .body_limit(limit)
            .with_state(())
    };
    let length = sent.body().len();

    assert_eq!(deliver(&router(length), sent.clone()).await.status(), StatusCode::OK);
    let refused = deliver(&router(length - 1), sent).await;
    assert_eq!(refused.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn events_of_an_encrypted_batch_are_found() {
    const MANY: hookport::Provider = HASHED.holds_items_at(&["/events"]);
    let (source, signer) = account(MANY);
    let taken = Arc::new(Mutex::new(Vec::new()));
    let there = Arc::clone(&taken);
    let router = EventRouter::new(source)
        .on(Shop::PAID, move |paid: Order| {
            there.lock().unwrap().push(paid.order);
            async {}
        })
        .with_state(());
    let body = format!(r#"{{"events":[{BODY},{}]}}"#, BODY.replace(":7", ":8"));

    assert_eq!(deliver(&router, signer.sign(body).unwrap()).await.status(), StatusCode::OK);
    assert_eq!(*taken.lock().unwrap(), [7, 8]);
}
