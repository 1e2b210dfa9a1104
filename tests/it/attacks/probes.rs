//! Probes that anyone may send: they are answered with what everybody knows, and do nothing.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;
use hookport::{
    EventRouter, Field, HandshakeResponse, Provider, Unknown, Verdict, VerifyError, WebhookEvent,
    scheme::{Answer, AnswerValue, Encoding, Guard, Handshake, Hash, Signature, When},
    testing::{HandClock, Signer, deliver},
};
use http::{Method, Request, StatusCode};

use super::target::{NOW, TARGETS, now, received, target, with_body, with_header};

#[test]
fn slacks_certificate_check_is_answered_the_same_whatever_it_holds() {
    let answers =
        ["ssl_check=1", "ssl_check=1&token=a", "token=b%3D&ssl_check=1", "ssl_check=1&token"]
            .map(|body| answered(&probe(body)));

    for answer in &answers {
        assert_eq!(answer, &answers[0]);
        assert_eq!((answer.status, &*answer.body), (StatusCode::OK, &b""[..]));
    }
}

#[test]
fn credentials_beside_a_certificate_check_change_nothing() {
    let bare = answered(&probe(PROBE));
    let signed = target("slack").signer().sign(PROBE).unwrap();
    let forged = with_header(&probe(PROBE), "x-slack-signature", "v0=00");

    assert_eq!(answered(&signed), bare);
    assert_eq!(answered(&forged), bare);
}

#[test]
fn what_differs_from_the_certificate_check_has_to_be_signed() {
    let long = format!("ssl_check=1&token={}", "a".repeat(1024));
    let bodies = [
        "",
        "ssl_check",
        "ssl_check=",
        "ssl_check=0",
        "ssl_check=01",
        "ssl_check=1+",
        "ssl_check=true",
        "SSL_CHECK=1",
        "token=a",
        "ssl_check=1&ssl_check=1",
        "ssl_check=0&ssl_check=1",
        "ssl_check=1&command=%2Fdeploy",
        "command=%2Fdeploy&ssl_check=1&token=a",
        "ssl_check=1&payload=%7B%7D",
        "ssl_check=1&=a",
        "{\"ssl_check\":1}",
        "[\"ssl_check=1\"]",
        &long,
    ];
    for body in bodies {
        assert!(judged(&probe(body)).is_err(), "{body}");
    }
    let json = with_header(&probe(PROBE), "content-type", "application/json");
    let mut untyped = probe(PROBE);
    untyped.headers_mut().remove("content-type");
    let mut in_query = probe("");
    *in_query.uri_mut() = "/?ssl_check=1&token=a".parse().unwrap();
    for request in [json, untyped, in_query] {
        assert!(judged(&request).is_err(), "{request:?}");
    }
    for method in [Method::GET, Method::PUT, Method::OPTIONS] {
        let mut request = probe(PROBE);
        *request.method_mut() = method;
        assert!(matches!(judged(&request), Err(VerifyError::MethodNotAllowed { .. })));
    }
}

#[tokio::test]
async fn a_certificate_check_reaches_no_handler() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let handler = move |_: Anything| {
        let counted = Arc::clone(&counted);
        async move {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    };
    let router = EventRouter::new(target("slack").source()).any(handler).clock(HandClock::new(NOW));
    let endpoint = router.with_state(());

    let response = deliver(&endpoint, probe(PROBE)).await;

    assert_eq!((response.status(), &**response.body()), (StatusCode::OK, &b""[..]));
    assert_eq!(calls.load(Ordering::SeqCst), 0);
    assert_eq!((endpoint.counts().handshakes, endpoint.counts().refused), (1, 0));
}

#[test]
fn a_challenge_in_the_query_can_be_echoed_to_anyone() {
    let get = |query: &str| Request::get(format!("/{query}")).body(Bytes::new()).unwrap();
    let post = with_body(&Request::post("/?challenge=a").body(Bytes::new()).unwrap(), "{}");
    let verifier = DROPBOX.secret("made-up").verifier().unwrap();
    let judge = |request: &Request<Bytes>| verifier.verify(&received(request), now());

    let Ok(Verdict::Handshake(answer)) = judge(&get("?challenge=abc-1_2")) else {
        panic!("the challenge is not answered")
    };
    assert_eq!(answer.body, "abc-1_2");
    for query in ["", "?challenge=", "?challenge=%3Cb%3E", "?challenge=a&challenge=b"] {
        assert!(judge(&get(query)).is_err(), "{query}");
    }
    assert!(judge(&post).is_err(), "a delivery has to be signed");
    assert!(DROPBOX.uses(&Method::GET) && !DROPBOX.delivers_with(&Method::GET));
}

#[test]
fn a_text_that_anyone_can_have_signed_is_no_delivery() {
    let verifier = ORACLE.secret("made-up").verifier().unwrap();
    let ask = |token: &str| {
        let uri = format!("/?crc_token={token}");
        verifier.verify(&received(&Request::get(uri).body(Bytes::new()).unwrap()), now())
    };
    let long = "a".repeat(256);
    for text in ["123", "true", "null", "a", "0", "order.paid", &long] {
        let Ok(Verdict::Handshake(answer)) = ask(text) else { panic!("{text} is not signed") };
        let delivery = Request::post("/").header("x-signature", &answer.body[..]);
        let delivery = delivery.body(Bytes::from(text.to_owned())).unwrap();
        let judged = verifier.verify(&received(&delivery), now());
        assert_eq!(judged.unwrap_err(), VerifyError::SignatureMismatch, "{text}");
    }
    for text in ["{}", "%7B%7D", "[1]", "a%20b", "a:b", "", "%22a%22", &"a".repeat(257)] {
        assert!(ask(text).is_err(), "{text}");
    }
    let genuine = Signer::new(ORACLE, "made-up").sign("{}").unwrap();
    assert!(matches!(verifier.verify(&received(&genuine), now()), Ok(Verdict::Delivery(_))));
}

#[test]
fn probes_are_answered_where_the_user_says_so() {
    for target in TARGETS.iter() {
        let silent = target.verifier();
        let open = target.source().answer_probes().verifier().unwrap();
        for method in [Method::HEAD, Method::GET, Method::OPTIONS] {
            let request = Request::builder().method(&method).uri("/in").body(Bytes::new()).unwrap();
            if target.provider.uses(&method) {
                continue;
            }
            let refused = silent.verify(&received(&request), now());
            assert!(
                matches!(refused, Err(VerifyError::MethodNotAllowed { .. })),
                "{}",
                target.name
            );
            let Ok(Verdict::Handshake(answer)) = open.verify(&received(&request), now()) else {
                panic!("{} {method}", target.name)
            };
            assert_eq!((answer.status, &*answer.body), (StatusCode::OK, &b""[..]));
            assert!(answer.headers["allow"].to_str().unwrap().contains("POST"), "{}", target.name);
        }
        let unsigned = Request::post("/in").body(Bytes::from_static(b"{}")).unwrap();
        assert!(open.verify(&received(&unsigned), now()).is_err(), "{}", target.name);
    }
}

#[tokio::test]
async fn a_probe_reaches_no_handler() {
    let routal = EventRouter::new(PROBED.secret("made-up").answer_probes())
        .any(async |event: Anything| drop(event))
        .with_state(());
    for method in [Method::HEAD, Method::GET, Method::OPTIONS] {
        let request = Request::builder().method(method).uri("/").body(Bytes::new()).unwrap();
        let answer = deliver(&routal, request).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["allow"], "GET, HEAD, OPTIONS, POST");
    }
    let counts = routal.counts();
    assert_eq!((counts.handshakes, counts.handled, counts.refused), (3, 0, 0));
}

#[derive(Debug, WebhookEvent)]
enum Anything {
    #[event(other)]
    Any(Unknown),
}

/// Dropbox: the challenge of an unsigned `GET` is echoed; deliveries are signed.
const DROPBOX: Provider = Provider::new("dropbox")
    .signed_with(Signature::hmac_sha256("x-dropbox-signature"))
    .answers_handshakes(&[Handshake::new(
        Guard::Anyone,
        &[When::Method("GET")],
        Answer::echo(Field::Query("challenge")),
    )]);

/// Signs the token of an unsigned `GET`, as X does.
const ORACLE: Provider = Provider::new("oracle")
    .signed_with(Signature::hmac_sha256("x-signature"))
    .answers_handshakes(&[Handshake::new(
        Guard::Anyone,
        &[When::Method("GET")],
        Answer::text(AnswerValue::hmac(Field::Query("crc_token"), Hash::Sha256, Encoding::Hex)),
    )]);

const PROBED: Provider = Provider::new("probed").signed_with(Signature::hmac_sha256("x-signature"));

fn answered(request: &Request<Bytes>) -> HandshakeResponse {
    match judged(request) {
        Ok(Verdict::Handshake(answer)) => answer,
        other => panic!("{other:?}"),
    }
}

fn judged(request: &Request<Bytes>) -> Result<Verdict, VerifyError> {
    target("slack").judge(request)
}

/// An unsigned form.
fn probe(body: &str) -> Request<Bytes> {
    Request::post("/slack")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap()
}

/// As Slack sends it.
const PROBE: &str = "ssl_check=1&token=madeup";
