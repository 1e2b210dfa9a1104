//! A body that takes long to hash is proved beside the runtime's threads.

use std::{
    convert::Infallible,
    pin::pin,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use hookport::{ReceiveLayer, Secret, Source, providers, testing::Signer};
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use tower::{Layer, ServiceExt, service_fn};

#[cfg(feature = "p521")]
use crate::kit::secrets::keys;

const SHORT: usize = 64 * 1024;
const LONG: usize = 1024 * 1024;

fn sent(secret: &str, length: usize) -> Request<Full<Bytes>> {
    let body = format!("\"{}\"", "a".repeat(length));
    Signer::new(providers::GITHUB, secret).sign(body).unwrap().map(Full::new)
}

async fn status(request: Request<Full<Bytes>>) -> StatusCode {
    status_by(providers::GITHUB.secret(Secret::new("made-up")), request).await
}

async fn status_by(source: Source, request: Request<Full<Bytes>>) -> StatusCode {
    let layer = ReceiveLayer::new(source);
    let service = layer.layer(service_fn(async |request: Request<Full<Bytes>>| {
        Ok::<_, Infallible>(Response::new(request.into_body()))
    }));
    service.oneshot(request).await.unwrap().status()
}

/// The answer, if no other thread has to be waited for.
fn at_once(request: Request<Full<Bytes>>) -> Option<StatusCode> {
    at_once_by(providers::GITHUB.secret(Secret::new("made-up")), request)
}

fn at_once_by(source: Source, request: Request<Full<Bytes>>) -> Option<StatusCode> {
    match pin!(status_by(source, request)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(status) => Some(status),
        Poll::Pending => None,
    }
}

#[tokio::test]
async fn a_long_body_is_proved_on_another_thread_and_a_short_one_at_once() {
    assert_eq!(at_once(sent("made-up", SHORT)), Some(StatusCode::OK));
    assert_eq!(at_once(sent("guessed", SHORT)), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(at_once(sent("made-up", LONG)), None);

    assert_eq!(status(sent("made-up", LONG)).await, StatusCode::OK);
    assert_eq!(status(sent("guessed", LONG)).await, StatusCode::UNAUTHORIZED);
}

#[cfg(feature = "p521")]
#[tokio::test]
async fn a_proof_that_is_slow_for_any_body_is_made_on_another_thread() {
    let truelayer = providers::TRUELAYER;
    let sent = Signer::new(truelayer, keys::P521).sign("{}").unwrap().map(Full::new);
    assert_eq!(at_once_by(truelayer.secret(keys::P521_PUBLIC), sent.clone()), None);

    assert_eq!(status_by(truelayer.secret(keys::P521_PUBLIC), sent).await, StatusCode::OK);
}

#[test]
fn without_a_runtime_every_body_is_proved_at_once() {
    assert_eq!(at_once(sent("made-up", LONG)), Some(StatusCode::OK));
    assert_eq!(at_once(sent("guessed", LONG)), Some(StatusCode::UNAUTHORIZED));
}

#[tokio::test]
async fn long_bodies_that_nobody_waits_for_do_not_hold_up_the_next() {
    for _ in 0..100 {
        at_once(sent("guessed", LONG)); // its sender is gone
    }

    assert_eq!(status(sent("made-up", LONG)).await, StatusCode::OK);
}
