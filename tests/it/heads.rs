//! The refusals that the head of a request decides, before one byte of its body is read.

use std::{
    convert::Infallible,
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use hookport::{Provider, ReceiveLayer, Secret, providers, testing::Signer};
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body::{Body, Frame, SizeHint};
use http_body_util::Full;
use tokio::time::Instant;
use tower::{Layer, ServiceExt, service_fn};

/// A body of this announced length, of which nothing comes.
struct Announced {
    length: u64,
    may_be_read: bool,
}

/// Returns a body that fails the test if anybody reads it.
fn unread(length: u64) -> Announced {
    Announced { length, may_be_read: false }
}

/// Returns a body that never comes.
fn missing(length: u64) -> Announced {
    Announced { length, may_be_read: true }
}

impl Body for Announced {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        assert!(self.may_be_read, "the body is read");
        Poll::Pending
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

fn layer(provider: &Provider) -> ReceiveLayer {
    ReceiveLayer::new(provider.secret(Secret::new("made-up")))
}

async fn status<B>(layer: &ReceiveLayer, request: Request<B>) -> StatusCode
where
    B: Body,
    B::Error: Into<hookport::BoxError>,
{
    layer.layer(service_fn(taken)).oneshot(request).await.unwrap().status()
}

async fn taken(_: Request<Full<Bytes>>) -> Result<Response<Full<Bytes>>, Infallible> {
    Ok(Response::default())
}

fn guessed(provider: &Provider) -> Request<Bytes> {
    Signer::new(*provider, "guessed").url("https://hooks.example/in/guessed").sign("{}").unwrap()
}

#[tokio::test]
async fn a_wrong_token_is_refused_without_its_body() {
    for provider in [
        &providers::CARGOSON,
        &providers::GITLAB,
        &providers::RABBOT,
        &providers::ROUTAL,
        &providers::TELEGRAM,
        &providers::ZONOS,
    ] {
        let forged = guessed(provider).map(|_| unread(1 << 20));
        let status = status(&layer(provider), forged).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{}", provider.name());
    }
}

#[tokio::test]
async fn a_missing_malformed_or_stale_signature_is_refused_without_its_body() {
    let stripe = layer(&providers::STRIPE);
    for signature in [None, Some("t=1,v1=00"), Some(&*format!("t=1,v1={}", "0".repeat(64)))] {
        let mut request = Request::post("/");
        if let Some(signature) = signature {
            request = request.header("stripe-signature", signature);
        }
        let request = request.body(unread(1 << 20)).unwrap();
        assert_eq!(status(&stripe, request).await, StatusCode::UNAUTHORIZED, "{signature:?}");
    }
}

#[tokio::test]
async fn a_few_refused_bodies_a_second_are_read_for_a_hook_and_the_rest_is_not() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&heard);
    let gitlab = layer(&providers::GITLAB).on_refusal(move |refusal| {
        let cause = refusal.diagnosis().map(|diagnosis| diagnosis.cause());
        note.lock().unwrap().push((refusal.reason(), cause));
    });

    let service = gitlab.layer(service_fn(taken));
    for _ in 0..20 {
        let forged = guessed(&providers::GITLAB).map(Full::new);
        let response = service.clone().oneshot(forged).await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }

    let heard = heard.lock().unwrap();
    assert!(heard.iter().all(|(reason, _)| *reason == "token_mismatch"));
    let diagnosed = heard.iter().filter(|(_, cause)| cause.is_some()).count();
    assert!((4..=8).contains(&diagnosed), "{diagnosed} of {}", heard.len());
    assert_eq!(heard[0].1, Some("wrong_secret"));
}

#[tokio::test]
async fn no_long_body_is_read_to_tell_the_cause() {
    let gitlab = layer(&providers::GITLAB).on_refusal(|refusal| {
        assert_eq!(refusal.reason(), "token_mismatch");
        assert!(refusal.unproved().is_none() && refusal.diagnosis().is_none());
    });

    let forged = guessed(&providers::GITLAB).map(|_| unread(1 << 20));
    assert_eq!(status(&gitlab, forged).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test(start_paused = true)]
async fn a_sender_whose_head_is_refused_does_not_wait_for_its_own_body() {
    let gitlab = layer(&providers::GITLAB).on_refusal(|refusal| {
        assert_eq!(refusal.reason(), "token_mismatch");
        assert!(refusal.unproved().is_none());
    });
    let start = Instant::now();

    let forged = guessed(&providers::GITLAB).map(|_| missing(100));
    assert_eq!(status(&gitlab, forged).await, StatusCode::UNAUTHORIZED);

    assert!(start.elapsed() <= Duration::from_millis(250), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_sender_whose_head_is_refused_is_not_asked_for_a_body_that_it_holds_back() {
    let gitlab = layer(&providers::GITLAB).on_refusal(|refusal| {
        assert_eq!(refusal.reason(), "token_mismatch");
    });

    let mut forged = guessed(&providers::GITLAB).map(|_| unread(100));
    forged.headers_mut().insert(header::EXPECT, HeaderValue::from_static("100-continue"));

    assert_eq!(status(&gitlab, forged).await, StatusCode::UNAUTHORIZED);
}
