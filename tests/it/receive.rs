//! The door: what passes, what is refused, and how a refusal looks.

use std::{
    collections::VecDeque,
    convert::Infallible,
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use hookport::{
    Field, Provider, ReceiveLayer, Trust, Verified, VerifyError, providers, receive::ReceiveError,
    scheme::Token, testing::Signer,
};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Full, Limited};
use tower::{Layer, ServiceExt, service_fn};

use crate::kit::panic_of;

const SECRET: &str = "made-up-secret";
const BODY: &str = r#"{"id":"evt_1","type":"payment_intent.succeeded"}"#;

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

fn stripe() -> ReceiveLayer {
    ReceiveLayer::new(providers::STRIPE.secret(SECRET)).clock(now)
}

fn signed(provider: &Provider, body: impl Into<Bytes>) -> Request<Bytes> {
    Signer::new(*provider, SECRET).at(now()).sign(body).unwrap()
}

/// Signed, but for another body.
fn forged() -> Request<Full<Bytes>> {
    with_body(signed(&providers::STRIPE, BODY), Full::from("{}"))
}

fn with_body<B>(request: Request<Bytes>, body: B) -> Request<B> {
    request.map(|_| body)
}

/// Returns the answer to a request behind `layer`. A request that passes is echoed.
async fn answer<B>(layer: ReceiveLayer, request: Request<B>) -> Response<Bytes>
where
    B: Body,
    B::Error: Into<hookport::BoxError>,
{
    let echo = service_fn(async |request: Request<Full<Bytes>>| {
        assert!(request.extensions().get::<Verified>().is_some());
        Ok::<_, Infallible>(Response::new(request.into_body()))
    });
    let (parts, body) = layer.layer(echo).oneshot(request).await.unwrap().into_parts();
    Response::from_parts(parts, body.collect().await.unwrap().to_bytes())
}

async fn status<B>(layer: ReceiveLayer, request: Request<B>) -> StatusCode
where
    B: Body,
    B::Error: Into<hookport::BoxError>,
{
    answer(layer, request).await.status()
}

/// A body that does these things, one after the other, and panics if it is asked for more.
struct Script(VecDeque<Step>);

enum Step {
    Data(Bytes),
    Trailers,
    Fail,
    Stall,
    EmptyFramesForEver,
    End,
}

fn script(steps: impl IntoIterator<Item = Step>) -> Script {
    Script(steps.into_iter().collect())
}

fn data(bytes: impl Into<Bytes>) -> Step {
    Step::Data(bytes.into())
}

impl Body for Script {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.0.pop_front().expect("a body that is not to be read any further") {
            Step::Data(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            Step::Trailers => Poll::Ready(Some(Ok(Frame::trailers(HeaderMap::new())))),
            Step::Fail => Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
            Step::End => Poll::Ready(None),
            Step::Stall => {
                self.0.push_front(Step::Stall);
                Poll::Pending
            }
            Step::EmptyFramesForEver => {
                self.0.push_front(Step::EmptyFramesForEver);
                Poll::Ready(Some(Ok(Frame::data(Bytes::new()))))
            }
        }
    }
}

#[tokio::test]
async fn a_genuine_delivery_goes_on_unchanged_and_with_what_was_proved() {
    let inner = service_fn(async |request: Request<Full<Bytes>>| {
        let verified = request.extensions().get::<Verified>().unwrap().clone();
        assert_eq!(verified.trust(), Trust::Signed);
        assert_eq!(verified.sent_at(), Some(now()));
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.uri().path(), "/hooks");
        assert_eq!(request.headers()["x-own"], "kept");
        let body = request.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(body, BODY);
        assert_eq!(body.as_ptr(), BODY.as_ptr(), "the very bytes, not a copy");
        assert_eq!(body.as_ptr(), verified.body().as_ptr());
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    });
    let signer = Signer::new(providers::STRIPE, SECRET).at(now()).url("http://localhost/hooks");
    let request = signer.header("x-own", "kept").sign(BODY).unwrap();

    let response = stripe().layer(inner).oneshot(request.map(Full::new)).await.unwrap();

    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_forged_delivery_never_reaches_the_service() {
    let inner =
        service_fn(async |_: Request<Full<Bytes>>| -> Result<Response<Full<Bytes>>, Infallible> {
            panic!("a forged delivery came through")
        });

    let response = stripe().layer(inner).oneshot(forged()).await.unwrap();

    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_refusal_looks_the_same_whatever_the_reason() {
    let genuine = || signed(&providers::STRIPE, BODY).map(Full::new);
    let with_signature = |text: &'static str| {
        let mut request = genuine();
        request.headers_mut().insert("stripe-signature", text.parse().unwrap());
        request
    };
    let mut missing = genuine();
    missing.headers_mut().remove("stripe-signature");
    let mut repeated = genuine();
    let again = repeated.headers()["stripe-signature"].clone();
    repeated.headers_mut().append("stripe-signature", again);
    let other_secret = Signer::new(providers::STRIPE, "guessed").at(now());
    let stale = Signer::new(providers::STRIPE, SECRET).at(now() - Duration::from_secs(301));
    let future = Signer::new(providers::STRIPE, SECRET).at(now() + Duration::from_secs(301));
    let refused = [
        ("missing", missing),
        ("repeated", repeated),
        ("malformed", with_signature("t=then,v1=00")),
        ("empty", with_signature("")),
        ("other body", forged()),
        ("other secret", other_secret.sign(BODY).unwrap().map(Full::new)),
        ("stale", stale.sign(BODY).unwrap().map(Full::new)),
        ("future", future.sign(BODY).unwrap().map(Full::new)),
    ];

    for (reason, request) in refused {
        let response = answer(stripe(), request).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{reason}");
        assert!(response.headers().is_empty(), "{reason}");
        assert!(response.body().is_empty(), "{reason}");
    }
}

#[tokio::test]
async fn a_body_announced_as_too_long_is_refused_unread() {
    let mut request = with_body(signed(&providers::STRIPE, BODY), script([]));
    request.headers_mut().insert("content-length", 2_097_153.into());

    assert_eq!(status(stripe(), request).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_default_limit_is_what_the_provider_sends_at_most_but_never_below_2_mib() {
    const SHORT: Provider = providers::GITHUB.sends_at_most(1024);
    const MIB: usize = 1024 * 1024;
    for (provider, limit) in
        [(providers::GITHUB, 25 * MIB), (providers::STRIPE, 2 * MIB), (SHORT, 2 * MIB)]
    {
        for (length, expected) in
            [(limit, StatusCode::OK), (limit + 1, StatusCode::PAYLOAD_TOO_LARGE)]
        {
            let layer = ReceiveLayer::new(provider.secret(SECRET)).clock(now);
            let request = signed(&provider, "a".repeat(length)).map(Full::new);

            assert_eq!(status(layer, request).await, expected, "{} {length}", provider.name());
        }
    }
}

#[tokio::test]
async fn a_body_that_grows_too_long_is_read_no_further() {
    let half = || data(vec![b' '; 60]);
    let request = with_body(signed(&providers::STRIPE, BODY), script([half(), half()]));

    let status = status(stripe().body_limit(100), request).await;

    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_passes() {
    for (limit, expected) in
        [(BODY.len(), StatusCode::OK), (BODY.len() - 1, StatusCode::PAYLOAD_TOO_LARGE)]
    {
        let request = signed(&providers::STRIPE, BODY).map(Full::new);
        assert_eq!(status(stripe().body_limit(limit), request).await, expected);
    }
}

#[tokio::test]
async fn the_limit_of_an_outer_layer_is_answered_as_ours() {
    let request = signed(&providers::STRIPE, BODY).map(|body| Limited::new(Full::new(body), 10));

    assert_eq!(status(stripe(), request).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn frames_are_joined_and_trailers_passed_over() {
    let (start, rest) = BODY.as_bytes().split_at(7);
    let (middle, end) = rest.split_at(11);
    let body = script([
        data(start),
        data(Bytes::new()),
        data(middle),
        data(end),
        Step::Trailers,
        Step::End,
    ]);

    let response = answer(stripe(), with_body(signed(&providers::STRIPE, BODY), body)).await;

    assert_eq!(response.body(), BODY);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stalls_is_given_up_in_time() {
    let started = tokio::time::Instant::now();
    let body = script([data("{"), Step::Stall]);

    let status = status(stripe(), with_body(signed(&providers::STRIPE, BODY), body)).await;

    assert_eq!(status, StatusCode::REQUEST_TIMEOUT);
    let waited = started.elapsed().as_millis();
    assert!((10_000..10_100).contains(&waited), "{waited} ms");
}

#[tokio::test]
async fn a_body_of_nothing_but_empty_frames_is_given_up_too() {
    let body = script([Step::EmptyFramesForEver]);
    let request = with_body(signed(&providers::STRIPE, BODY), body);

    assert_eq!(status(stripe(), request).await, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_body_in_tiny_pieces_is_refused_and_one_in_lines_is_not() {
    let lines = format!("{{\n{}\"id\": \"evt_1\"\n}}", "\"pad\": null,\n".repeat(4000));
    let long = format!("{{\"pad\": \"{}\"}}", "x".repeat(1 << 20));
    let bytes = |text: &str| text.bytes().map(|byte| data(vec![byte])).collect::<Vec<_>>();
    let in_lines = lines.split_inclusive('\n').map(|line| data(line.to_owned()));
    let in_packets = long.as_bytes().chunks(256).map(|packet| data(packet.to_vec()));

    for (body, pieces, expected) in [
        (&*lines, bytes(&lines), StatusCode::BAD_REQUEST),
        (BODY, bytes(BODY), StatusCode::OK),
        (&*lines, in_lines.collect(), StatusCode::OK),
        (&*long, in_packets.collect(), StatusCode::OK),
    ] {
        let pieces = script(pieces.into_iter().chain([Step::End]));
        let request = with_body(signed(&providers::STRIPE, body.to_owned()), pieces);
        assert_eq!(status(stripe(), request).await, expected, "{} bytes", body.len());
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_bad_request() {
    let body = script([data("{"), Step::Fail]);

    let status = status(stripe(), with_body(signed(&providers::STRIPE, BODY), body)).await;

    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_encoded_body_is_refused_unread() {
    let mut request = with_body(signed(&providers::STRIPE, BODY), script([]));
    request.headers_mut().insert("content-encoding", "gzip".parse().unwrap());

    let response = answer(stripe(), request).await;

    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(response.headers()["accept-encoding"], "identity");
}

#[tokio::test]
async fn an_encoded_body_passes_untouched_where_that_is_accepted() {
    let mut request = signed(&providers::STRIPE, "not really gzip").map(Full::new);
    request.headers_mut().insert("content-encoding", "gzip".parse().unwrap());

    let response = answer(stripe().accept_encoded_bodies(), request).await;

    assert_eq!(response.body(), "not really gzip");
}

#[tokio::test]
async fn identity_is_no_encoding() {
    let mut request = signed(&providers::STRIPE, BODY).map(Full::new);
    request.headers_mut().insert("content-encoding", "Identity".parse().unwrap());

    assert_eq!(status(stripe(), request).await, StatusCode::OK);
}

#[tokio::test]
async fn another_method_hears_which_are_allowed() {
    let meta = providers::META.secret(SECRET).verify_token("made-up-token");
    let cases = [
        (stripe(), "POST"),
        (ReceiveLayer::new(providers::RABBOT.secret(SECRET)), "GET, POST"),
        (ReceiveLayer::new(meta), "GET, POST"),
    ];
    for (layer, allowed) in cases {
        let request = Request::put("/").body(Full::<Bytes>::default()).unwrap();

        let response = answer(layer, request).await;

        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.headers()["allow"], allowed);
        assert!(response.body().is_empty());
    }
}

#[tokio::test]
async fn a_handshake_is_answered_and_goes_no_further() {
    let slack = ReceiveLayer::new(providers::SLACK.secret(SECRET)).clock(now);
    let body = r#"{"type":"url_verification","challenge":"abc123"}"#;

    let response = answer(slack, signed(&providers::SLACK, body).map(Full::new)).await;

    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(response.body(), "abc123");
}

#[tokio::test]
async fn the_operator_hears_the_reason() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&heard);
    let layer = stripe().on_refusal(move |refusal| {
        let words = (refusal.provider().name(), refusal.status().as_u16(), refusal.reason());
        note.lock().unwrap().push(words);
    });
    let too_long = with_body(signed(&providers::STRIPE, BODY), script([data("{"), Step::Fail]));

    status(layer.clone(), forged()).await;
    status(layer.clone(), too_long).await;
    status(layer, signed(&providers::STRIPE, BODY).map(Full::new)).await;

    let expected = [("stripe", 401, "signature_mismatch"), ("stripe", 400, "body_broke_off")];
    assert_eq!(*heard.lock().unwrap(), expected);
}

#[tokio::test]
async fn the_operator_may_ask_what_went_wrong() {
    let source = providers::STRIPE.secret(format!("{SECRET}\n"));
    let layer = ReceiveLayer::new(source).clock(now).on_refusal(|refusal| {
        assert_eq!(refusal.verify_error(), Some(&VerifyError::SignatureMismatch));
        assert!(matches!(refusal.error(), ReceiveError::Verify(_)));
        let diagnosis = refusal.diagnosis();
        assert_eq!(diagnosis.map(|diagnosis| diagnosis.cause()), Some("secret_pasted"));
        assert_eq!(refusal.unproved().unwrap().body, BODY);
    });

    let status = status(layer, signed(&providers::STRIPE, BODY).map(Full::new)).await;

    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_refusal_shows_nothing_of_the_request_in_debug() {
    let layer = stripe().on_refusal(|refusal| {
        let text = format!("{refusal:?}");
        assert!(text.contains("stripe") && text.contains("SignatureMismatch"), "{text}");
        for hidden in ["path-secret", "body-text", "v1="] {
            assert!(!text.contains(hidden), "{text}");
        }
    });
    let signer = Signer::new(providers::STRIPE, "other").at(now());
    let request = signer.url("http://localhost/path-secret").sign("body-text").unwrap();

    assert_eq!(status(layer, request.map(Full::new)).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_url_that_is_signed_is_the_one_that_was_asked_for() {
    let twilio = providers::TWILIO.secret(SECRET).public_url("https://hooks.example");
    let inner = service_fn(async |_: Request<Full<Bytes>>| {
        Ok::<_, Infallible>(Response::new(axum::body::Body::empty()))
    });
    let app = axum::Router::new().nest_service("/in", ReceiveLayer::new(twilio).layer(inner));
    let signer = Signer::new(providers::TWILIO, SECRET).url("https://hooks.example/in/sms?a=1");
    let request = signer.sign("Body=hello").unwrap();

    let response = app.oneshot(request.map(axum::body::Body::from)).await.unwrap();

    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_get_that_asks_is_answered_by_a_plain_axum_handler() {
    #[derive(serde::Deserialize)]
    struct Question {
        order: u64,
    }
    #[derive(serde::Serialize)]
    struct Known {
        order: u64,
        trust: &'static str,
    }
    async fn status_of(
        verified: Verified,
        axum::extract::Query(question): axum::extract::Query<Question>,
    ) -> axum::Json<Known> {
        axum::Json(Known { order: question.order, trust: verified.trust().as_str() })
    }
    let rabbot = ReceiveLayer::new(providers::RABBOT.secret(SECRET));
    let app = axum::Router::new().route("/order", axum::routing::get(status_of)).layer(rabbot);
    let ask = |token: &str| {
        let request =
            Request::get("/order?order=7").header("authorization", format!("Bearer {token}"));
        app.clone().oneshot(request.body(axum::body::Body::empty()).unwrap())
    };

    let response = ask(SECRET).await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/json");
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body, r#"{"order":7,"trust":"token"}"#);

    assert_eq!(ask("guessed").await.unwrap().status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn without_the_layer_a_handler_that_needs_proof_is_not_run() {
    async fn handler(_: Verified) {}
    let app = axum::Router::new().route("/", axum::routing::post(handler));
    let request = signed(&providers::STRIPE, BODY).map(axum::body::Body::from);

    let response = app.oneshot(request).await.unwrap();

    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn the_layer_serves_a_plain_hyper_connection() {
    let inner = service_fn(async |request: Request<Full<Bytes>>| {
        Ok::<_, Infallible>(Response::new(request.into_body()))
    });
    let service = hyper_util::service::TowerToHyperService::new(stripe().layer(inner));
    let (client, server) = tokio::io::duplex(4096);
    let server = hyper_util::rt::TokioIo::new(server);
    tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(server, service));
    let client = hyper_util::rt::TokioIo::new(client);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(client).await.unwrap();
    tokio::spawn(connection);

    let genuine =
        sender.send_request(signed(&providers::STRIPE, BODY).map(Full::new)).await.unwrap();
    assert_eq!(genuine.into_body().collect().await.unwrap().to_bytes(), BODY);

    let refused = sender.send_request(forged()).await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_in_the_path_is_checked_in_the_path_that_was_asked_for() {
    const PATH: Provider = Provider::new("path").token_in(Token::path_segment(0));
    let by_path = ReceiveLayer::new(PATH.secret(SECRET));
    let inner = service_fn(async |_: Request<Full<Bytes>>| {
        Ok::<_, Infallible>(Response::new(axum::body::Body::empty()))
    });
    let app = axum::Router::new().nest_service("/in/made-up-secret", by_path.layer(inner));
    let request = Request::post("/in/made-up-secret").body(axum::body::Body::empty()).unwrap();

    assert_eq!(app.oneshot(request).await.unwrap().status(), StatusCode::OK);
}

#[test]
fn a_source_that_is_not_complete_is_refused_where_the_layer_is_made() {
    let blank = || providers::STRIPE.secret(" ");
    assert!(ReceiveLayer::try_new(blank()).is_err());

    let line = line!() + 1;
    let panic = panic_of(|| ReceiveLayer::new(blank()));

    assert_eq!(panic, (line, "secret 1 of provider `stripe` is blank".to_owned()));
}

#[test]
fn an_absent_value_is_named_by_its_place() {
    let error = ReceiveError::from(VerifyError::Missing { at: Field::Header("x-signature") });

    assert_eq!(error.to_string(), "missing header `x-signature`");
    assert_eq!((error.status(), error.reason()), (StatusCode::UNAUTHORIZED, "missing_value"));
}
