//! The same attacks through a whole endpoint: the sender cannot tell one refusal from another, and
//! no handler runs.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;
use hookport::{
    Endpoint, EventRouter, Unknown, WebhookEvent,
    testing::{HandClock, deliver},
};
use http::{HeaderValue, Method, Request, Response, StatusCode};

use super::target::{
    NOW, Shown, TARGETS, Target, at, received, target, with_body, with_header, with_uri,
};

#[tokio::test]
async fn every_refusal_is_the_same_to_the_byte_and_no_handler_runs() {
    for target in TARGETS.iter() {
        let (endpoint, calls) = endpoint(target);
        for (attack, request) in attacks(target) {
            let response = deliver(&endpoint, request).await;
            assert_eq!(shown(&response), shown(&refusal()), "{}: {attack}", target.name);
        }
        assert_eq!(calls.load(Ordering::SeqCst), 0, "{}", target.name);
    }
}

#[tokio::test]
async fn the_genuine_request_behind_the_attacks_is_handled_once() {
    for target in TARGETS.iter() {
        let (endpoint, calls) = endpoint(target);
        let genuine = target.genuine();
        let expected = target.provider.answer_to(&received(&genuine));
        let response = deliver(&endpoint, genuine).await;
        assert!(response.status().is_success(), "{}: {}", target.name, response.status());
        assert_eq!(response.status(), expected.status(), "{}", target.name);
        assert_eq!(response.headers(), expected.headers(), "{}", target.name);
        assert_eq!(response.body(), expected.body(), "{}", target.name);
        assert_eq!(calls.load(Ordering::SeqCst), 1, "{}", target.name);
    }
}

#[tokio::test]
async fn another_method_reaches_no_handler() {
    for target in TARGETS.iter() {
        let (endpoint, calls) = endpoint(target);
        for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "post"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            if target.provider.delivers_with(&method) {
                continue;
            }
            let mut request = target.genuine();
            *request.method_mut() = method.clone();
            let response = deliver(&endpoint, request).await;
            if !target.provider.uses(&method) {
                assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{}", target.name);
            }
            assert_eq!(response.body().len(), 0, "{} {method}", target.name);
        }
        assert_eq!(calls.load(Ordering::SeqCst), 0, "{}", target.name);
    }
}

#[tokio::test]
async fn an_unsigned_handshake_is_refused_like_anything_else() {
    for (name, body) in [
        ("discord", r#"{"type":1}"#),
        ("slack", r#"{"type":"url_verification","challenge":"a"}"#),
        ("zoom", r#"{"event":"endpoint.url_validation","payload":{"plainToken":"a"}}"#),
        ("meta", r#"{"hub.mode":"subscribe","hub.challenge":"a"}"#),
    ] {
        let (endpoint, _) = endpoint(target(name));
        let response = deliver(&endpoint, with_body(&target(name).genuine(), body)).await;
        assert_eq!(shown(&response), shown(&refusal()), "{name}");
    }
}

#[tokio::test]
async fn a_compressed_body_is_refused_unread() {
    for target in TARGETS.iter() {
        let (endpoint, calls) = endpoint(target);
        let request = with_header(&target.genuine(), "content-encoding", "gzip");
        let response = deliver(&endpoint, request).await;
        assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "{}", target.name);
        assert_eq!(calls.load(Ordering::SeqCst), 0, "{}", target.name);
    }
}

#[derive(Debug, WebhookEvent)]
enum Anything {
    #[event(other)]
    Any(Unknown),
}

/// An endpoint for the target, and how often its handler ran.
fn endpoint(target: &Target) -> (Endpoint<Anything>, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let handler = move |Anything::Any(_): Anything| {
        let counted = Arc::clone(&counted);
        async move {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    };
    let router = EventRouter::new(target.source()).any(handler).clock(HandClock::new(NOW));
    (router.with_state(()), calls)
}

/// One request of each class that is refused because nothing proves it.
pub(super) fn attacks(target: &Target) -> Vec<(&'static str, Request<Bytes>)> {
    let genuine = target.genuine();
    let mut attacks = vec![("nothing at all", Request::post("/").body(Bytes::new()).unwrap())];
    match target.shown {
        Shown::Header { name, label, .. } => attacks.extend(on_header(&genuine, name, label)),
        Shown::Path => attacks.push(("another path", with_uri(&genuine, "/in/guessed"))),
        Shown::Body => attacks.extend(on_body(&genuine, target)),
    }
    if target.is_signed() {
        attacks.push(("another body", with_body(&genuine, r#"{"type":"forged"}"#)));
        attacks.push(("no body", with_body(&genuine, "")));
        attacks.push(("broken JSON", with_body(&genuine, "{")));
        attacks.push(("not UTF-8", with_body(&genuine, &b"\xff"[..])));
    }
    if target.is_timed() {
        let signed = |seconds| target.signer().at(at(seconds)).sign(target.body).unwrap();
        attacks.push(("stale", signed(NOW - 90_000)));
        attacks.push(("future", signed(NOW + 90_000)));
    }
    attacks
}

fn on_body(genuine: &Request<Bytes>, target: &Target) -> [(&'static str, Request<Bytes>); 5] {
    let with = |text: &str| with_body(genuine, target.body.replace(target.signing, text));
    [
        ("another token", with("guessed")),
        ("an empty token", with("")),
        ("no token", with_body(genuine, r#"{"type":"ping"}"#)),
        ("broken JSON", with_body(genuine, "{")),
        ("not UTF-8", with_body(genuine, &b"\xff"[..])),
    ]
}

fn on_header(
    genuine: &Request<Bytes>,
    name: &'static str,
    label: &'static str,
) -> [(&'static str, Request<Bytes>); 6] {
    let mut bare = genuine.clone();
    bare.headers_mut().remove(name);
    let mut twice = genuine.clone();
    twice.headers_mut().append(name, genuine.headers()[name].clone());
    let mut obs_text = genuine.clone();
    obs_text.headers_mut().insert(name, HeaderValue::from_bytes(b"\xff").unwrap());
    let zeros = format!("{label}{}", "0".repeat(64));
    [
        ("no credential", bare),
        ("an empty credential", with_header(genuine, name, "")),
        ("the label alone", with_header(genuine, name, label)),
        ("zeros", with_header(genuine, name, &zeros)),
        ("twice", twice),
        ("no ASCII", obs_text),
    ]
}

fn refusal() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    response
}

fn shown(response: &Response<Bytes>) -> String {
    format!("{:?} {:?} {:?}", response.status(), response.headers(), response.body())
}
