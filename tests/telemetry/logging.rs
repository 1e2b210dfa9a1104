//! The log lines and the span of a delivery that is handled while its sender waits.

use std::{io, time::Duration};

use axum::{Router, routing::post};
use hookport::{
    Endpoint, EventRouter, Field, Outcome, Provider, ReceiveLayer, Unknown, WebhookEvent,
    scheme::Signature,
    secrets::Accounts,
    testing::{Signer, deliver},
};
use http::{Request, StatusCode};

use crate::{
    acme::{Order, SECRET},
    recorder::Recorder,
};

/// Names the delivery in a header, and sends it to a path that holds a secret.
const ACME: Provider = Provider::new("acme")
    .signed_with(Signature::hmac_sha256("x-acme-signature"))
    .names_event_in(&[Field::Header("x-acme-event"), Field::Json("/type")])
    .names_delivery_in(&[Field::Header("x-acme-id"), Field::Json("/id")])
    .names_tenant_in(&[Field::Header("x-acme-store"), Field::Json("/store")]);

#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
enum Shop {
    #[event("order.paid")]
    Paid(Order),
    #[event(other)]
    Other(Unknown),
}

const DONE: &str = r#"{"id":"d1","type":"order.paid","data":{"id":1}}"#;
const FAILS: &str = r#"{"id":"d2","store":101,"type":"order.paid","data":{"id":2}}"#;
const GIVES_UP: &str = r#"{"id":"d3","type":"order.paid","data":{"id":3}}"#;
const UNDECODABLE: &str = r#"{"id":"d4","store":102,"type":"order.paid","data":{"id":"seven"}}"#;
const NO_EVENT: &str = r#"{"id":"d5","kind":"seven"}"#;
const UNHANDLED: &str = r#"{"id":"d6","type":"order.seven","data":{"id":"seven"}}"#;

/// The diagnosis of a forgery.
const UNKNOWN: &str = "cause=wrong_secret diagnosis=no signature matches: the secret is another \
                       one, or the delivery is forged or changed; if the secret is right, something \
                       on the way wrote the JSON again: verify the raw bytes";

/// All that must not be told: what is secret, and what is of the body.
const UNSPEAKABLE: [&str; 5] =
    [SECRET, "path-secret", "guessed", "\"seven\"", "x-acme-signature: "];

fn endpoint() -> Endpoint<Shop> {
    EventRouter::new(ACME.secret(SECRET)).on(Shop::PAID, on_paid).with_state(())
}

async fn on_paid(order: Order) -> Result<(), Outcome> {
    match order.id {
        1 => Ok(()),
        2 => Err(io::Error::from(io::ErrorKind::TimedOut).into()),
        _ => Err(Outcome::dead_letter("no such order")),
    }
}

/// A delivery whose id lies in the body alone.
fn signed(secret: &'static str, body: impl Into<bytes::Bytes>) -> Request<bytes::Bytes> {
    let signer = Signer::new(ACME, secret).url("http://localhost/hooks/path-secret");
    let mut request = signer.sign(body).unwrap();
    request.headers_mut().remove("x-acme-id");
    request
}

fn app() -> Router {
    Router::new().route_service("/hooks/{tenant}", endpoint())
}

/// Returns the log lines of one delivery, which hold nothing that must not be told.
async fn logged(app: &Router, request: Request<bytes::Bytes>) -> Vec<String> {
    let recorder = Recorder::start();
    if deliver(app, request).await.status() == StatusCode::UNAUTHORIZED {
        recorder.wait_for("webhook refused");
    }
    for line in recorder.lines() {
        for secret in UNSPEAKABLE {
            assert!(!line.contains(secret), "{secret} in {line}");
        }
    }
    recorder.events()
}

#[tokio::test]
async fn a_delivery_that_goes_well_logs_nothing() {
    assert_eq!(logged(&app(), signed(SECRET, DONE)).await, [""; 0]);
}

#[tokio::test]
async fn one_line_names_provider_endpoint_delivery_and_reason_of_each_failure() {
    let names = "provider=acme endpoint=/hooks/{tenant}";
    let mut forged = signed("guessed", DONE);
    forged.headers_mut().insert("x-acme-id", "h1".parse().unwrap());
    forged.headers_mut().insert("x-acme-event", "order.lost".parse().unwrap());
    forged.headers_mut().insert("x-acme-store", "103".parse().unwrap());
    let mut long = signed("guessed", DONE);
    long.headers_mut().insert("x-acme-id", "h".repeat(257).parse().unwrap());

    for (request, expected) in [
        (
            forged,
            format!(
                "WARN message=webhook refused {names} event=order.lost delivery=h1 tenant=103 reason=signature_mismatch \
                 error=no signature matches {UNKNOWN} status=401"
            ),
        ),
        (
            long,
            format!(
                "WARN message=webhook refused {names} reason=signature_mismatch \
                 error=no signature matches {UNKNOWN} status=401"
            ),
        ),
        (
            signed(SECRET, FAILS),
            format!(
                "WARN message=handler failed, sender will retry {names} event=order.paid \
                 delivery=d2 tenant=101 handler=on_paid error=timed out"
            ),
        ),
        (
            signed(SECRET, GIVES_UP),
            format!(
                "WARN message=dead letter: handler gave up {names} event=order.paid delivery=d3 \
                 handler=on_paid reason=no such order"
            ),
        ),
        (
            signed(SECRET, UNDECODABLE),
            format!(
                "WARN message=webhook undecodable {names} event=order.paid delivery=d4 tenant=102 error=event \
                 `order.paid` has an unexpected payload: expected u64 at `/data/id`, found a \
                 string (line 1 column 63)"
            ),
        ),
        (
            signed(SECRET, NO_EVENT),
            format!(
                "WARN message=webhook undecodable {names} delivery=d5 error=event name is missing"
            ),
        ),
        (
            signed(SECRET, UNHANDLED),
            format!(
                "WARN message=webhook unhandled, further ones of this event are not logged for \
                 an hour {names} event=order.seven delivery=d6"
            ),
        ),
    ] {
        assert_eq!(logged(&app(), request).await, [expected]);
    }
}

#[tokio::test]
async fn a_nested_endpoint_is_named_by_its_prefix() {
    let app = Router::new().nest_service("/hooks", endpoint());

    let lines = logged(&app, signed("guessed", DONE)).await;
    assert!(lines[0].contains(" endpoint=/hooks "), "{lines:?}");
}

#[tokio::test(start_paused = true)]
async fn an_unhandled_event_is_logged_once_an_hour_for_each_name() {
    let app = app();
    let send = async |name: usize| {
        let body = format!(r#"{{"id":"d","type":"unheard of {name}"}}"#);
        logged(&app, signed(SECRET, body)).await.len()
    };

    assert_eq!((send(1).await, send(1).await, send(2).await), (1, 0, 1));
    tokio::time::advance(Duration::from_secs(60 * 60)).await;
    let mut lines = 0;
    for name in 0..300 {
        lines += send(name).await;
    }
    assert_eq!(lines, 256);
}

#[tokio::test]
async fn a_delivery_has_one_span_without_an_inbox_too() {
    let recorder = Recorder::start();
    deliver(&app(), signed(SECRET, DONE)).await;

    let span = "hookport.receive provider=acme endpoint=/hooks/{tenant}";
    let expected = [span, "recorded event=order.paid", "recorded delivery=d1"];
    assert_eq!(recorder.lines(), expected);
}

#[tokio::test]
async fn the_span_of_an_undecodable_delivery_has_its_names() {
    let recorder = Recorder::start();
    deliver(&app(), signed(SECRET, UNDECODABLE)).await;

    let expected = ["recorded event=order.paid", "recorded delivery=d4"];
    assert_eq!(recorder.lines()[1..3], expected);
}

#[tokio::test]
async fn a_layer_opens_a_span_around_the_service_inside() {
    let app = Router::new()
        .route("/hooks/{tenant}", post(async || tracing::info!(target: "hookport", "inside")))
        .layer(ReceiveLayer::new(ACME.secret(SECRET)));
    let recorder = Recorder::start();
    deliver(&app, signed(SECRET, DONE)).await;
    deliver(&app, signed("guessed", DONE)).await;
    recorder.wait_for("webhook refused");

    let lines = recorder.lines();
    let span = "hookport.receive provider=acme endpoint=/hooks/{tenant}";
    assert_eq!(lines[..3], [span, "INFO message=inside", span]);
    assert!(lines[3].starts_with("WARN message=webhook refused"), "{lines:?}");
    assert_eq!(lines.len(), 4);
}

#[tokio::test]
async fn the_line_of_a_refusal_has_the_sentence_of_its_diagnosis() {
    let app = app();
    let mut request = signed(SECRET, DONE);
    *request.body_mut() = DONE.replace(':', ": ").into();

    let lines = logged(&app, request).await;

    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("cause=json_rewritten diagnosis=the body is JSON"), "{lines:?}");
}

#[tokio::test]
async fn a_flood_of_forgeries_has_a_line_each_and_a_few_diagnoses() {
    let (app, recorder) = (app(), Recorder::start());
    for _ in 0..100 {
        deliver(&app, signed("guessed", DONE)).await;
    }
    recorder.wait_for("cause=");
    while recorder.events().len() < 100 {
        tokio::task::yield_now().await;
    }

    let diagnosed = recorder.events().iter().filter(|line| line.contains("cause=")).count();
    // The hundred may take more than one second.
    assert!((4..=40).contains(&diagnosed), "{diagnosed} of 100");
}

#[test]
fn a_secret_that_looks_wrong_is_told_at_start_up() {
    let recorder = Recorder::start();
    drop(ReceiveLayer::new(ACME.secret("made-up")));
    assert_eq!(recorder.lines(), [""; 0]);

    drop(ReceiveLayer::new(ACME.secret("\"made-up\"").secret("ghp_madeup")));
    drop(EventRouter::<Shop>::new(ACME.secret("made-up").verify_token("vt\n")));

    let message = "WARN message=secret looks wrong provider=acme cause";
    assert_eq!(
        recorder.lines(),
        [
            format!("{message}=secret_odd diagnosis=secret 1 has quotation marks around it"),
            format!(
                "{message}=secret_mistaken diagnosis=secret 2 begins with `ghp_` like a personal \
                 access token of GitHub"
            ),
            format!(
                "{message}=secret_odd diagnosis=the verify token has a line break or white space \
                 around it"
            ),
        ]
    );
}

#[tokio::test]
async fn a_refusal_names_the_account_that_is_unknown_up_to_128_bytes() {
    let find = async |_: String| Ok::<_, io::Error>(Vec::new());
    let accounts = Accounts::by_path(ACME.source(), "/acme/{account}", find);
    let inner = || async {};
    let app = Router::new().route("/acme/{shop}", post(inner).layer(ReceiveLayer::new(accounts)));
    let long = format!("{}…", "a".repeat(128));
    for (account, told) in [("globex", "globex"), (&*"a".repeat(129), &*long)] {
        let url = format!("http://localhost/acme/{account}");
        let request = Signer::new(ACME, SECRET).url(url).sign(DONE).unwrap();

        let lines = logged(&app, request).await;

        let of_account = format!(" account={told} reason=unknown_account ");
        assert!(lines.len() == 1 && lines[0].contains(&of_account), "{lines:?}");
    }
}
