//! Deliveries that are forwarded to a server, one attempt at a time.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use hookport::{
    Delivery, DeliveryParts, Outcome, Provider, RawRequest, Receiver, Secret, Trust,
    destinations::{
        DeliveryAttempt, Destination, Destinations, Filter, Forward, ForwardTo, Meaning,
    },
    providers,
    scheme::Token,
    stores::MemoryStore,
    testing::HandClock,
};
use http::{HeaderName, Method, Request, StatusCode, header::AUTHORIZATION};
use tokio::{io::AsyncReadExt, io::AsyncWriteExt, net::TcpListener};

use super::{kit::documented, upstream::Upstream};
use crate::kit::Running;

const OLD: &str = "whsec_b2xkIG1hZGUtdXAgc2VjcmV0IG9mIGVub3VnaCBieXRlcw==";
const NEW: &str = "whsec_bmV3IG1hZGUtdXAgc2VjcmV0IG9mIGVub3VnaCBieXRlcw==";
const BODY: &[u8] = b"{ \"id\":\t1.50,\r\n \"\xff\": null }\n";

fn delivery(uri: &str) -> Delivery {
    let request = Request::put(uri)
        .header("content-type", "application/weird; charset=x")
        .header("authorization", "Bearer of-the-sender")
        .header("cookie", "a=b")
        .header("x-acme-signature", "proof")
        .header("x-request-id", "r1")
        .header("host", "hooks.example")
        .body(Bytes::from_static(BODY))
        .unwrap();
    let mut parts = DeliveryParts::new("acme", Trust::Signed, UNIX_EPOCH, request);
    parts.event_name = Some("caffè%0A.paid\n".into());
    parts.id = Some("d1".to_owned());
    Delivery::from_parts(parts, http::Extensions::new())
}

async fn send(forward: &Forward) -> Outcome {
    forward.deliver(&delivery("/shop"), &DeliveryAttempt::new("shop", "app")).await
}

fn error(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done => "done".to_owned(),
        Outcome::Retry { after, error } => {
            let after = after.map(|after| format!(" after {after:?}")).unwrap_or_default();
            format!("retry{after}: {}", error.as_ref().unwrap())
        }
        Outcome::DeadLetter { reason } => format!("dead: {reason}"),
    }
}

#[tokio::test]
async fn the_server_gets_the_exact_body_and_no_header_that_was_not_chosen() {
    let upstream = Upstream::answering(200, &[]).await;
    let forward = ForwardTo::new(upstream.url()).build().unwrap();

    assert_eq!(error(&send(&forward).await), "done");

    let request = &upstream.requests()[0];
    assert_eq!((request.method(), request.uri().path()), (&Method::POST, "/hooks"));
    assert_eq!(request.body(), BODY);
    let mut headers: Vec<_> = request
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    headers.sort();
    let key = DeliveryAttempt::new("shop", "app").key(&delivery("/shop"));
    let key = format!("hookport-key: {key}");
    let user_agent = format!("user-agent: hookport/{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(
        headers,
        [
            "accept: */*",
            &format!("content-length: {}", BODY.len()),
            "content-type: application/weird; charset=x",
            "hookport-attempt: 1",
            "hookport-delivery: d1",
            "hookport-endpoint: shop",
            "hookport-event: caff%C3%A8%250A.paid%0A",
            &key,
            "hookport-provider: acme",
            "hookport-trust: signed",
            &format!("host: {}", upstream.address),
            &user_agent,
        ]
    );
}

#[tokio::test]
async fn the_headers_of_the_documentation_are_those_that_the_server_gets() {
    let upstream = Upstream::answering(200, &[]).await;
    let forward = ForwardTo::new(upstream.url()).signed_with([Secret::new(NEW)]).build().unwrap();
    let request =
        Request::post("/shop").header("content-type", "a/b").header("content-encoding", "gzip");
    let mut parts =
        DeliveryParts::new("acme", Trust::Signed, UNIX_EPOCH, request.body(Bytes::new()).unwrap());
    parts.event_name = Some("paid".into());
    (parts.id, parts.tenant) = (Some("d1".to_owned()), Some("t1".to_owned()));
    let delivery = Delivery::from_parts(parts, http::Extensions::new());

    assert_eq!(error(&forward.deliver(&delivery, &DeliveryAttempt::new("a", "b")).await), "done");

    let headers = upstream.requests()[0].headers().clone();
    let of_client = ["accept", "content-length", "host", "user-agent"];
    let names = headers.keys().map(HeaderName::as_str).filter(|name| !of_client.contains(name));
    assert_eq!(names.map(str::to_owned).collect::<BTreeSet<_>>(), documented("forward"));
    assert_eq!(headers["hookport-key"], headers["webhook-id"]);
}

#[tokio::test]
async fn a_request_without_a_body_says_that_its_length_is_zero() {
    let upstream = Upstream::answering(200, &[]).await;
    let attempt = DeliveryAttempt::new("shop", "app");
    let forward = ForwardTo::new(upstream.url()).method_of_sender().build().unwrap();

    for method in [Method::POST, Method::PUT, Method::PATCH, Method::GET] {
        let request = Request::builder().method(method).body(Bytes::new()).unwrap();
        let parts = DeliveryParts::new("acme", Trust::Signed, UNIX_EPOCH, request);
        let delivery = Delivery::from_parts(parts, http::Extensions::new());
        assert_eq!(error(&forward.deliver(&delivery, &attempt).await), "done");
    }

    let requests = upstream.requests();
    let lengths = requests.iter().map(|request| request.headers().get("content-length"));
    let zero = http::HeaderValue::from_static("0");
    assert_eq!(lengths.collect::<Vec<_>>(), [Some(&zero), Some(&zero), Some(&zero), None]);
}

#[tokio::test]
async fn headers_method_path_and_query_of_the_sender_go_on_if_they_are_chosen() {
    let upstream = Upstream::answering(204, &[]).await;
    let names = ["x-request-id", "Authorization"].map(|name| name.parse::<HeaderName>().unwrap());
    let forward = ForwardTo::new(upstream.url() + "?own=1")
        .headers(names)
        .set_header("x-token".parse().unwrap(), "t".parse().unwrap())
        .set_header("x-request-id".parse().unwrap(), "mine".parse().unwrap())
        .method_of_sender()
        .append_path()
        .append_query()
        .build()
        .unwrap();
    let attempt = DeliveryAttempt::new("shop", "app");

    assert_eq!(error(&forward.deliver(&delivery("/shop/%20a?b=c"), &attempt).await), "done");
    assert_eq!(error(&forward.deliver(&delivery("/ü/{a}"), &attempt).await), "done");
    for uri in ["/../secret", "/a/./b", "/%2e%2e/secret", "/../%FF"] {
        let outcome = forward.deliver(&delivery(uri), &attempt).await;
        assert_eq!(
            error(&outcome),
            "dead: path of the delivery cannot be appended to the URL",
            "{uri}"
        );
    }

    let requests = upstream.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].uri().path(), "/hooks/%C3%BC/%7Ba%7D");
    assert_eq!(requests[0].method(), Method::PUT);
    assert_eq!(requests[0].uri(), "/hooks/shop/%20a?own=1&b=c");
    assert_eq!(requests[0].headers()["authorization"], "Bearer of-the-sender");
    assert_eq!(requests[0].headers()["x-request-id"], "mine");
    assert_eq!(requests[0].headers()["x-token"], "t");
}

/// A sender that shows a token in the last segment but one of the path.
const IN_THE_PATH: Provider = Provider::new("in-the-path").token_in(Token::path_segment(1));

#[tokio::test]
async fn no_segment_of_the_path_that_is_the_token_of_the_sender_goes_on() {
    let upstream = Upstream::answering(200, &[]).await;
    let app = ForwardTo::new(upstream.url()).append_path().build().unwrap();
    let endpoint = Destinations::new(IN_THE_PATH.secret("made-up")).to("app", Filter::all(), app);
    let receiver = Receiver::new(Arc::new(MemoryStore::new()));
    let running = Running::start(receiver.endpoint("/in", endpoint.for_inbox()));

    for path in ["/in/made-up/orders", "/in/m%61de-up/made-up/paid"] {
        let request = Request::post(format!("https://shop.example{path}")).body(Bytes::new());
        assert_eq!(running.status(request.unwrap()).await, StatusCode::OK);
    }
    running.idle().await;

    let requests = upstream.requests();
    let mut paths: Vec<_> = requests.iter().map(|request| request.uri().path()).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/hooks/in/orders", "/hooks/in/paid"]);
}

#[tokio::test]
async fn a_receiver_of_standard_webhooks_accepts_the_signature_of_each_secret() {
    let upstream = Upstream::answering(200, &[]).await;
    let clock = HandClock::new(1_700_000_000);
    let secrets = [NEW, OLD].map(Secret::new);
    let forward = ForwardTo::new(upstream.url()).signed_with(secrets).clock(clock.clone());
    let forward = forward.build().unwrap();

    assert_eq!(error(&send(&forward).await), "done");
    clock.advance(Duration::from_secs(60));
    assert_eq!(error(&send(&forward).await), "done");

    let requests = upstream.requests();
    let received = |at: usize| RawRequest::from(&requests[at]);
    for secret in [NEW, OLD] {
        let verifier = providers::STANDARD_WEBHOOKS.secret(Secret::new(secret)).verifier().unwrap();
        for (at, seconds) in [(0, 1_700_000_000), (1, 1_700_000_060)] {
            let now = UNIX_EPOCH + Duration::from_secs(seconds);
            assert!(verifier.verify(&received(at), now).is_ok(), "{at}");
        }
        let mut other = requests[0].clone();
        *other.body_mut() = Bytes::from_static(b"{}");
        let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        assert!(verifier.verify(&RawRequest::from(&other), now).is_err());
    }
    let header = |at: usize, name: &str| requests[at].headers()[name].clone();
    assert_eq!(header(0, "webhook-id"), header(1, "webhook-id"), "one delivery");
    assert_eq!(header(1, "webhook-timestamp"), "1700000060");
}

#[tokio::test]
async fn the_status_says_what_becomes_of_the_delivery() {
    for (status, expected) in [
        (200, "done"),
        (204, "done"),
        (301, r"dead: server answered 301, which says: no \u{1b}[31mluck"),
        (400, r"dead: server answered 400, which says: no \u{1b}[31mluck"),
        (404, r"dead: server answered 404, which says: no \u{1b}[31mluck"),
        (408, r"retry: server answered 408, which says: no \u{1b}[31mluck"),
        (409, r"retry: server answered 409, which says: no \u{1b}[31mluck"),
        (410, r"dead: server answered 410, which says: no \u{1b}[31mluck"),
        (422, r"dead: server answered 422, which says: no \u{1b}[31mluck"),
        (425, r"retry: server answered 425, which says: no \u{1b}[31mluck"),
        (429, r"retry: server answered 429, which says: no \u{1b}[31mluck"),
        (500, r"retry: server answered 500, which says: no \u{1b}[31mluck"),
        (503, r"retry: server answered 503, which says: no \u{1b}[31mluck"),
    ] {
        let upstream = Upstream::answering(status, &[]).await;
        let forward = ForwardTo::new(upstream.url()).build().unwrap();
        assert_eq!(error(&send(&forward).await), expected);
    }

    let upstream = Upstream::answering(404, &[]).await;
    let forward = ForwardTo::new(upstream.url()).status(StatusCode::NOT_FOUND, Meaning::Retry);
    assert!(error(&send(&forward.build().unwrap()).await).starts_with("retry: "));
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_its_place_is_named_without_its_query() {
    let other = Upstream::answering(200, &[]).await;
    let location: &str = format!("{}?token=secret", other.url()).leak();
    let headers: &'static [(&str, &str)] = vec![("location", location)].leak();
    let upstream = Upstream::answering(307, headers).await;
    let forward = ForwardTo::new(upstream.url()).build().unwrap();

    let place = other.url();
    assert_eq!(
        error(&send(&forward).await),
        format!("dead: server answered 307 and redirects to {place}, which is not followed")
    );
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn retry_after_is_honoured_within_a_bound() {
    let now = 784_111_770;
    for (text, expected) in [
        ("7", "7s"),
        ("Sun, 06 Nov 1994 08:49:37 GMT", "7s"),
        ("86400", "60s"),
        ("Mon, 06 Nov 2034 08:49:37 GMT", "60s"),
    ] {
        let headers: &'static [(&str, &str)] = vec![("retry-after", text)].leak();
        let upstream = Upstream::answering(429, headers).await;
        let forward = ForwardTo::new(upstream.url())
            .longest_retry_after(Duration::from_secs(60))
            .clock(HandClock::new(now))
            .build()
            .unwrap();

        let outcome = error(&send(&forward).await);
        assert!(outcome.starts_with(&format!("retry after {expected}: ")), "{text}: {outcome}");
        assert_eq!(forward.takes_now(), 0, "it pauses for all deliveries");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_and_one_that_is_slow_are_tried_again() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let url = format!("http://{address}/hooks?token=secret");
    let forward = ForwardTo::new(&url).timeout(Duration::from_millis(50)).build().unwrap();

    let slow = error(&send(&forward).await);
    assert!(slow.starts_with("retry: ") && slow.contains("timed out"), "{slow}");
    drop(listener);
    let gone = error(&send(&forward).await);
    assert!(gone.starts_with("retry: ") && gone.contains("efused"), "{gone}");
    assert!(!slow.contains("secret") && !gone.contains("secret"), "{slow} {gone}");
}

/// A server that writes some bytes for each connection, and closes it.
async fn breaking_off(answer: &'static str) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/hooks", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 4096];
            while !request.ends_with(BODY) {
                let length = stream.read(&mut request).await.unwrap();
                request.truncate(length);
                if request.ends_with(BODY) {
                    break;
                }
                request.resize(4096, 0);
            }
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    url
}

#[tokio::test]
async fn an_answer_that_breaks_off_counts_as_far_as_its_status_came() {
    for (answer, expected) in [
        ("", "retry: "),
        ("HTTP/1.1 20", "retry: "),
        ("HTTP/1.1 200 OK\r\nContent-Le", "retry: "),
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "done"),
        (
            "HTTP/1.1 500 Oh\r\nContent-Length: 10\r\n\r\nabc",
            "retry: server answered 500, which says: abc",
        ),
        ("no HTTP at all\r\n\r\n", "retry: "),
    ] {
        let forward = ForwardTo::new(breaking_off(answer).await).build().unwrap();
        let outcome = error(&send(&forward).await);
        assert!(outcome.starts_with(expected), "{answer}: {outcome}");
    }
}

#[tokio::test]
async fn a_header_that_is_added_is_hidden_where_an_answer_repeats_it() {
    let echo = "HTTP/1.1 500 Oh\r\n\r\nauthorization: Bearer made-up, and no";
    let forward = ForwardTo::new(breaking_off(echo).await)
        .set_header(AUTHORIZATION, "Bearer made-up".parse().unwrap())
        .build()
        .unwrap();

    let outcome = error(&send(&forward).await);

    assert!(outcome.ends_with("which says: authorization: hidden, and no"), "{outcome}");
}

#[tokio::test]
async fn an_endless_answer_is_read_up_to_a_limit() {
    let upstream = Upstream::start(|_| async {
        let endless = endless_body();
        axum::response::Response::builder().status(500).body(endless).unwrap()
    })
    .await;
    let forward = ForwardTo::new(upstream.url()).build().unwrap();

    let outcome = error(&send(&forward).await);
    assert!(outcome.len() < 400, "{outcome}");
    assert!(outcome.starts_with("retry: server answered 500, which says: xxx"), "{outcome}");
}

fn endless_body() -> axum::body::Body {
    struct Endless;
    impl http_body::Body for Endless {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
            let chunk = Bytes::from_static(&[b'x'; 1000]);
            std::task::Poll::Ready(Some(Ok(http_body::Frame::data(chunk))))
        }
    }
    axum::body::Body::new(Endless)
}

#[tokio::test]
async fn where_only_public_addresses_are_allowed_no_other_one_is_connected_to() {
    let upstream = Upstream::answering(200, &[]).await;
    let port = upstream.address.port();
    for host in [
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.0.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "0x7f.1",
    ] {
        let forward = ForwardTo::new(format!("http://{host}:{port}/")).public_only();
        let error = forward.build().unwrap_err().to_string();
        assert_eq!(error, "host of the URL is no public address", "{host}");
    }

    let url = format!("http://localhost:{port}/hooks");
    let own = ForwardTo::new(&url).build().unwrap();
    assert_eq!(error(&send(&own).await), "done", "it is allowed by default");
    let forward = ForwardTo::new(&url).public_only().build().unwrap();
    let outcome = error(&send(&forward).await);
    assert!(outcome.starts_with("retry: "), "{outcome}");
    assert!(outcome.contains("host has no public address"), "{outcome}");
    assert_eq!(upstream.requests().len(), 1);
}

#[tokio::test]
async fn a_rate_limit_spreads_deliveries_over_time() {
    use hookport::receiver::RateLimit;

    let upstream = Upstream::answering(200, &[]).await;
    let forward = ForwardTo::new(upstream.url()).rate_limit(RateLimit::per_second(20).burst(2));
    let forward = forward.build().unwrap();
    let started = SystemTime::now();
    for _ in 0..6 {
        assert_eq!(error(&send(&forward).await), "done");
    }

    let taken = started.elapsed().unwrap();
    assert!(taken >= Duration::from_millis(190), "{taken:?}");
    assert!(forward.takes_now() <= 22);
}

#[test]
fn a_server_that_cannot_be_forwarded_to_is_refused() {
    let forward = || ForwardTo::new("https://app.example/hooks");
    for (settings, problem) in [
        (ForwardTo::new("app.example"), "URL cannot be forwarded to"),
        (ForwardTo::new("ftp://app.example/"), "URL cannot be forwarded to"),
        (ForwardTo::new("http://user:password@app.example/"), "URL cannot be forwarded to"),
        (ForwardTo::new("http://app.example/#top"), "URL cannot be forwarded to"),
        (forward().headers(["host".parse().unwrap()]), "header `host` cannot be forwarded"),
        (
            forward().headers(["transfer-encoding".parse().unwrap()]),
            "header `transfer-encoding` cannot be forwarded",
        ),
        (
            forward().headers(["hookport-event".parse().unwrap()]),
            "header `hookport-event` cannot be",
        ),
        (
            forward()
                .set_header("webhook-id".parse().unwrap(), "a".parse().unwrap())
                .signed_with([Secret::new(NEW)]),
            "header `webhook-id` cannot be forwarded: it says what hookport knows",
        ),
        (forward().signed_with([Secret::new("made-up")]), "signing secret must be `whsec_`"),
        (forward().signed_with([Secret::new("whsec_c2hvcnQ=")]), "signing secret must be `whsec_`"),
        (forward().trusting("no PEM"), "certificates of the authority cannot be read"),
        (forward().timeout(Duration::ZERO), "`timeout` must not be zero"),
        (
            forward().pause_after(0, Duration::ZERO, Duration::ZERO),
            "`pause_after` must not be zero",
        ),
    ] {
        let error = settings.build().unwrap_err().to_string();
        assert!(error.starts_with(problem), "{error}");
        assert!(!error.contains("password"), "{error}");
    }
}
