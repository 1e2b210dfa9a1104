//! Handshakes that the receiver confirms by a call of its own: one, after the proof, to a host of the
//! provider.

use std::convert::Infallible;

use bytes::Bytes;
use hookport::{
    ConfigError, Field, KeySource, Provider, RawRequest, ReceiveLayer, Verdict, providers,
    receive::Receive,
    scheme::{Answer, Guard, Handshake, Signature, UrlPattern, When},
    testing::{HandClock, Signer, deliver},
};
use http::{Request, Response};
use http_body_util::Full;
use serde_json::json;
use tower::{Layer, ServiceExt, service_fn, util::BoxCloneService};

use super::{
    key_server::KeyServer,
    other_hosts::{hostile, key_source},
};

const CONFIRM: Handshake =
    Handshake::new(Guard::Verified, &[When::Is(Field::Json("/type"), "confirm")], Answer::empty())
        .confirmed_by(
            Field::Json("/url"),
            &[UrlPattern::new("https://acme.example/confirm?{query}")],
        );
const ACME: Provider = Provider::new("acme")
    .signed_with(Signature::hmac_sha256("x-acme-signature"))
    .answers_handshakes(&[CONFIRM]);

type Inner = BoxCloneService<Request<Full<Bytes>>, Response<Full<Bytes>>, Infallible>;

fn endpoint(keys: KeySource) -> Receive<Inner> {
    let inner = service_fn(async |_| Ok(Response::new(Full::from("a delivery")))).boxed_clone();
    let layer = ReceiveLayer::new(ACME.secret("made-up")).key_source(keys);
    layer.clock(HandClock::new(1_800_000_000)).layer(inner)
}

/// Asks for a confirmation at this URL.
async fn ask(endpoint: &Receive<Inner>, secret: &str, url: &str) -> Response<Bytes> {
    let body = format!(r#"{{"type":"confirm","url":"{url}"}}"#);
    deliver(endpoint, Signer::new(ACME, secret).sign(body).unwrap()).await
}

#[tokio::test]
async fn a_verified_handshake_is_confirmed_by_one_call_before_it_is_answered() {
    let server = KeyServer::start().await;
    server.answers("200 OK", "", "<confirmed/>");
    let answer =
        ask(&endpoint(server.source()), "made-up", "https://acme.example/confirm?token=1").await;

    assert_eq!((answer.status().as_u16(), answer.body().len()), (200, 0));
    assert_eq!(server.requests(), ["GET /confirm?token=1 HTTP/1.1"]);
}

#[tokio::test]
async fn nothing_is_called_for_a_request_that_is_not_proved() {
    let server = KeyServer::start().await;
    let endpoint = endpoint(server.source());
    let answer = ask(&endpoint, "another", "https://acme.example/confirm?token=1").await;

    assert_eq!((answer.status().as_u16(), server.connections()), (401, 0));
}

#[tokio::test]
async fn no_other_url_is_called_although_the_sender_has_signed_it() {
    let server = KeyServer::start().await;
    let endpoint = endpoint(server.source());
    for url in [
        "https://evil.example/confirm?token=1",
        "http://acme.example/confirm?token=1",
        "https://acme.example:8443/confirm?token=1",
        "https://acme.example@evil.example/confirm?token=1",
        "https://evil.example@acme.example/confirm?token=1",
        "https://acme.example.evil.example/confirm?token=1",
        "https://169.254.169.254/confirm?token=1",
        "https://[::1]/confirm?token=1",
        "https://acme.example/other?token=1",
        "https://acme.example/confirm/../other?token=1",
        "https://acme.example/confirm",
        "https://acme.example/confirm?",
        "https://acme.example/confirm?a=1#b",
        "",
    ] {
        let answer = ask(&endpoint, "made-up", url).await;
        assert_eq!((answer.status().as_u16(), server.connections()), (401, 0), "{url}");
    }
}

#[tokio::test]
async fn a_confirmation_of_a_built_in_sender_calls_no_other_host() {
    let mut tried = 0;
    for provider in providers::ALL {
        for handshake in provider.handshakes() {
            let Some(confirmation) = handshake.confirmation else { continue };
            for pattern in confirmation.urls {
                let genuine = pattern.to_string();
                let genuine =
                    genuine.replace("{region}", "eu-west-1").replace("{query}", "Token=a");
                let rest = genuine.strip_prefix("https://").unwrap();
                let (host, path) = rest.split_at(rest.find('/').unwrap());
                for url in hostile(host, path) {
                    assert_eq!(calls(provider, handshake, host, &url).await.1, 0, "{url}");
                    tried += 1;
                }
                assert_eq!(calls(provider, handshake, host, &genuine).await, (1, 0), "{genuine}");
            }
        }
    }
    assert!(tried > 50, "{tried}");
}

/// Returns the number of connections to the host of a sender and to all others, for a handshake that is proved
/// and names this URL.
async fn calls(
    provider: &Provider,
    handshake: &Handshake,
    host: &str,
    url: &str,
) -> (usize, usize) {
    // Its own signature cannot be made here.
    let signed = Provider::new("acme")
        .signed_with(Signature::hmac_sha256("x-acme-signature"))
        .answers_handshakes(provider.handshakes());
    let mut body = json!({});
    for when in handshake.when {
        if let When::Is(Field::Json(pointer), text) = when {
            body[&pointer[1..]] = json!(text);
        }
    }
    let Field::Json(pointer) = handshake.confirmation.unwrap().at else { panic!("{host}") };
    body[&pointer[1..]] = json!(url);

    let (own, evil) = (KeyServer::start().await, KeyServer::start().await);
    let keys = key_source(host, own.address, evil.address);
    let inner = service_fn(async |_| Ok::<_, Infallible>(Response::new(Full::<Bytes>::default())));
    let layer = ReceiveLayer::new(signed.secret("made-up")).key_source(keys);
    let request = Signer::new(signed, "made-up").sign(body.to_string()).unwrap();
    deliver(&layer.clock(HandClock::new(1_800_000_000)).layer(inner), request).await;
    (own.connections(), evil.connections())
}

#[tokio::test]
async fn a_call_that_fails_or_leads_elsewhere_makes_the_sender_try_again() {
    let server = KeyServer::start().await;
    let endpoint = endpoint(server.source());
    for (status, headers) in [
        ("500 Internal Server Error", ""),
        ("302 Found", "location: https://acme.example/confirm?token=2\r\n"),
    ] {
        server.answers(status, headers, "");
        let answer = ask(&endpoint, "made-up", "https://acme.example/confirm?token=1").await;
        assert_eq!(answer.status(), 503, "{status}");
    }
    assert_eq!(server.requests().len(), 2, "no redirect is followed");
}

#[tokio::test]
async fn a_flood_of_confirmations_makes_few_calls() {
    let server = KeyServer::start().await;
    server.answers("200 OK", "", "");
    let endpoint = endpoint(server.source());
    for token in 0..60 {
        ask(&endpoint, "made-up", &format!("https://acme.example/confirm?token={token}")).await;
    }

    assert_eq!(server.requests().len(), 30, "as many as a minute has");
}

#[test]
fn a_verifier_alone_says_the_url_and_calls_nothing() {
    let sent = Signer::new(ACME, "made-up")
        .sign(r#"{"type":"confirm","url":"https://acme.example/confirm?token=1"}"#)
        .unwrap();
    let acme = ACME.secret("made-up").verifier().unwrap();
    let verdict = acme.verify(&RawRequest::from(&sent), std::time::SystemTime::now()).unwrap();
    let Verdict::Handshake(answer) = verdict else { panic!("it is a handshake") };

    assert_eq!(answer.confirm.unwrap().as_str(), "https://acme.example/confirm?token=1");
}

#[test]
fn a_handshake_of_anyone_cannot_make_the_receiver_call() {
    const ANYONE: Handshake = Handshake::new(Guard::Anyone, CONFIRM.when, Answer::empty())
        .confirmed_by(
            Field::Json("/url"),
            &[UrlPattern::new("https://acme.example/confirm?{query}")],
        );
    let error = ACME.answers_handshakes(&[ANYONE]).secret("made-up").verifier().unwrap_err();

    assert!(matches!(error, ConfigError::BadPlace { .. }), "{error}");
}

#[cfg(feature = "provider-file")]
#[test]
fn a_confirmation_goes_to_toml_and_back() {
    assert_eq!(Provider::from_toml(&ACME.to_toml()), Ok(ACME), "{}", ACME.to_toml());
}
