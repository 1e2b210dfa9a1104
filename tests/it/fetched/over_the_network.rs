//! Keys are fetched, kept and asked for again; nothing else is ever connected to.

use std::{convert::Infallible, time::Duration};

use bytes::Bytes;
use hookport::{
    Field, KeySource, Provider, ReceiveLayer,
    receive::Receive,
    scheme::{KeyLocation, Signature, UrlPattern},
    testing::{HandClock, Signer, deliver},
};
use http::{Request, Response, StatusCode, header};
use http_body_util::Full;
use tower::{Layer, ServiceExt, service_fn, util::BoxCloneService};

use super::{
    key_server::KeyServer,
    keys::{PAIRS, set},
};

const URL: &str = "https://acme.example/.well-known/jwks.json";
const ACME: Provider = Provider::new("acme").signed_with(
    Signature::ed25519("x-acme-signature")
        .key_at(KeyLocation::jwks(URL))
        .key_named_in(Field::Header("x-acme-key")),
);

type Inner = BoxCloneService<Request<Full<Bytes>>, Response<Full<Bytes>>, Infallible>;

/// An endpoint that fetches its keys, and its clock.
struct Endpoint {
    service: Receive<Inner>,
    clock: HandClock,
}

impl Endpoint {
    fn new(keys: KeySource) -> Self {
        let clock = HandClock::new(1_800_000_000);
        let inner = service_fn(async |_| Ok(Response::new(Full::default()))).boxed_clone();
        let layer = ReceiveLayer::new(ACME.source()).key_source(keys).clock(clock.clone());
        Self { service: layer.layer(inner), clock }
    }

    /// Delivers a request that a pair signed and that names a key.
    async fn deliver(&self, pair: usize, key: &str) -> Response<Bytes> {
        let signer = Signer::new(ACME, PAIRS[pair].0).header("x-acme-key", key);
        deliver(&self.service, signer.sign("{}").unwrap()).await
    }

    async fn status(&self, pair: usize, key: &str) -> u16 {
        self.deliver(pair, key).await.status().as_u16()
    }

    fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

fn first() -> String {
    set(&[("one", PAIRS[0].1)])
}

#[tokio::test]
async fn a_key_set_is_fetched_once_for_requests_that_come_together() {
    let server = KeyServer::start().await;
    server.answers("200 OK", "", &first());
    let endpoint = Endpoint::new(server.source());

    let (a, b, c, d) = tokio::join!(
        endpoint.status(0, "one"),
        endpoint.status(0, "one"),
        endpoint.status(1, "one"),
        endpoint.status(0, "one"),
    );
    assert_eq!((a, b, c, d), (200, 200, 401, 200));
    assert_eq!(endpoint.status(0, "one").await, 200);
    assert_eq!(server.requests(), ["GET /.well-known/jwks.json HTTP/1.1"]);
}

#[tokio::test]
async fn a_fetch_goes_on_when_its_client_hangs_up() {
    let server = KeyServer::start().await;
    server.answers("200 OK", "", &first());
    let endpoint = Endpoint::new(server.source());
    let held = server.hold().await;
    tokio::select! {
        status = endpoint.status(0, "one") => panic!("{status} without a key"),
        () = server.is_asked() => {}
    }
    drop(held);

    assert_eq!(endpoint.status(0, "one").await, 200);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn invented_urls_of_one_sender_do_not_keep_another_one_from_its_keys() {
    const CERTIFICATES: KeyLocation = KeyLocation::Certificate {
        urls: &[UrlPattern::new("https://acme.example/certificates/*.pem")],
        issued_to: "acme.example",
    };
    const OTHER: Provider = Provider::new("other").signed_with(
        Signature::ed25519("x-signature")
            .key_at(CERTIFICATES)
            .key_named_in(Field::Header("x-certificate")),
    );
    let server = KeyServer::start().await;
    server.answers("404 Not Found", "", "");
    let keys = server.source();
    let inner = service_fn(async |_| Ok::<_, Infallible>(Response::new(Full::<Bytes>::default())));
    let other = ReceiveLayer::new(OTHER.source()).key_source(keys.clone()).layer(inner);
    for number in 0..40 {
        let url = format!("https://acme.example/certificates/{number}.pem");
        let forged = Signer::new(OTHER, PAIRS[0].0).header("x-certificate", &url).sign("{}");
        assert_eq!(deliver(&other, forged.unwrap()).await.status(), 503);
    }
    assert_eq!(server.connections(), 30, "the others are not asked for");

    server.answers("200 OK", "", &first());
    assert_eq!(Endpoint::new(keys).status(0, "one").await, 200);
}

#[tokio::test]
async fn two_endpoints_share_what_one_has_fetched() {
    let server = KeyServer::start().await;
    server.answers("200 OK", "", &first());
    let keys = server.source();
    let (one, other) = (Endpoint::new(keys.clone()), Endpoint::new(keys));

    assert_eq!(one.status(0, "one").await, 200);
    assert_eq!(other.status(0, "one").await, 200);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn what_is_refused_by_its_head_makes_no_connection() {
    let server = KeyServer::start().await;
    let endpoint = Endpoint::new(server.source());
    let unsigned = Request::post("/acme").body(Bytes::from("{}")).unwrap();

    assert_eq!(deliver(&endpoint.service, unsigned).await.status(), 401);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_dead_key_server_is_a_503_which_says_when_to_try_again() {
    let server = KeyServer::start().await;
    let keys = server.source();
    server.stop().await;
    let endpoint = Endpoint::new(keys);

    let answer = endpoint.deliver(0, "one").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.headers()[header::RETRY_AFTER], "1");
    assert!(answer.body().is_empty());
}

#[tokio::test]
async fn an_answer_that_is_no_key_set_is_a_503_and_the_next_one_is_asked_for_later() {
    let server = KeyServer::start().await;
    let endpoint = Endpoint::new(server.source());
    let long = format!(r#"{{"keys":[{}]}}"#, " ".repeat(300 * 1024));
    let bad = [
        ("500 Internal Server Error", first()),
        ("404 Not Found", first()),
        ("200 OK", "<html>maintenance</html>".into()),
        ("200 OK", r#"{"keys":[]}"#.into()),
        ("200 OK", long),
    ];

    for (asked, (status, body)) in bad.iter().enumerate() {
        server.answers(status, "", body);
        assert_eq!(endpoint.status(0, "one").await, 503, "{status}");
        assert_eq!(endpoint.status(0, "one").await, 503, "{status}");
        assert_eq!(server.requests().len(), asked + 1, "it is not asked again at once");
        endpoint.wait(10);
    }
    server.answers("200 OK", "", &first());
    assert_eq!(endpoint.status(0, "one").await, 200);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (server, evil) = (KeyServer::start().await, KeyServer::start().await);
    evil.answers("200 OK", "", &first());
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let endpoint = Endpoint::new(server.source());
        let to = format!("location: https://acme.example:{}/\r\n", evil.address.port());
        server.answers(status, &to, &first());
        assert_eq!(endpoint.status(0, "one").await, 503, "{status}");
    }
    assert_eq!(evil.connections(), 0);
}

#[tokio::test]
async fn a_server_without_the_certificate_of_the_host_is_told_nothing() {
    let server = KeyServer::of_another_host().await;
    server.answers("200 OK", "", &first());
    assert_eq!(Endpoint::new(server.source()).status(0, "one").await, 503);

    let stranger = KeyServer::start().await;
    stranger.answers("200 OK", "", &first());
    let untrusting = KeySource::builder().connecting("acme.example", stranger.address).build();
    assert_eq!(Endpoint::new(untrusting).status(0, "one").await, 503);

    assert!(server.requests().is_empty() && stranger.requests().is_empty());
}

#[tokio::test]
async fn invented_key_ids_make_one_fetch_a_minute() {
    let server = KeyServer::start().await;
    server.answers("200 OK", "", &first());
    let endpoint = Endpoint::new(server.source());

    for minute in 1..=3 {
        for number in 0..20 {
            assert_eq!(endpoint.status(0, &format!("invented-{number}")).await, 401);
        }
        assert_eq!(server.connections(), minute);
        endpoint.wait(60);
    }
    assert_eq!(endpoint.status(0, "one").await, 200, "they do not harm a genuine request");
}

#[tokio::test]
async fn a_new_key_is_found_after_a_rotation_and_the_old_one_goes() {
    let server = KeyServer::start().await;
    server.answers("200 OK", "", &first());
    let endpoint = Endpoint::new(server.source());
    assert_eq!(endpoint.status(0, "one").await, 200);

    server.answers("200 OK", "", &set(&[("two", PAIRS[1].1)]));
    endpoint.wait(60);
    assert_eq!(endpoint.status(1, "two").await, 200);
    assert_eq!(endpoint.status(0, "one").await, 401);
}

#[tokio::test]
async fn a_new_key_whose_server_fails_is_a_503_and_no_401() {
    let server = KeyServer::start().await;
    server.answers("200 OK", "", &first());
    let endpoint = Endpoint::new(server.source());
    assert_eq!(endpoint.status(0, "one").await, 200);

    endpoint.wait(60);
    server.answers("500 Internal Server Error", "", "");
    assert_eq!(endpoint.status(1, "two").await, 503);
    assert_eq!(endpoint.status(0, "one").await, 200, "the old key still serves");
}

#[tokio::test]
async fn a_set_serves_as_long_as_its_server_says_and_a_day_longer_if_the_server_is_dead() {
    let server = KeyServer::start().await;
    server.answers("200 OK", "cache-control: max-age=600\r\n", &first());
    let endpoint = Endpoint::new(server.source());
    assert_eq!(endpoint.status(0, "one").await, 200);
    endpoint.wait(600);
    assert_eq!(endpoint.status(0, "one").await, 200);
    assert_eq!(server.connections(), 1);

    endpoint.wait(1);
    assert_eq!(endpoint.status(0, "one").await, 200);
    assert_eq!(server.connections(), 2, "it had expired");

    server.stop().await;
    endpoint.wait(601);
    assert_eq!(endpoint.status(0, "one").await, 200, "for a day");
    endpoint.wait(24 * 60 * 60);
    assert_eq!(endpoint.status(0, "one").await, 503);
}

#[tokio::test]
async fn a_source_with_documents_by_hand_fetches_nothing() {
    let source = ACME.source().fetched(URL, first());
    let inner = service_fn(async |_| Ok::<_, Infallible>(Response::new(Full::<Bytes>::default())));
    let service = ReceiveLayer::new(source).layer(inner);
    let delivered = async |key| {
        let signer = Signer::new(ACME, PAIRS[0].0).header("x-acme-key", key);
        deliver(&service, signer.sign("{}").unwrap()).await.status().as_u16()
    };

    assert_eq!(delivered("one").await, 200);
    // With the network, it would be a 503 here: there is no host of that name.
    assert_eq!(delivered("two").await, 401);
}
