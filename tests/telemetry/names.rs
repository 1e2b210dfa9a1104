//! Names that a sender makes long do not make a log line or a span long.

use axum::{Router, routing::post};
use bytes::Bytes;
use hookport::{
    EventRouter, Field, Outcome, Provider, ReceiveLayer, Unknown, WebhookEvent,
    scheme::Signature,
    testing::{Signer, deliver},
};
use http::Request;

use crate::{acme::SECRET, recorder::Recorder};

const ACME: Provider = Provider::new("acme")
    .signed_with(Signature::hmac_sha256("x-acme-signature"))
    .names_event_in(&[Field::Header("x-acme-event"), Field::Json("/type")])
    .names_delivery_in(&[Field::Header("x-acme-id"), Field::Json("/id")]);

#[derive(WebhookEvent)]
#[event(payload = "/data")]
enum Shop {
    #[event("order.fails.*")]
    Fails(serde_json::Value),
    #[event("order.gives_up.*")]
    GivesUp(serde_json::Value),
    #[event("order.counts.*")]
    Counts(u64),
    #[event(other)]
    Other(Unknown),
}

fn router() -> EventRouter<Shop> {
    EventRouter::new(ACME.secret(SECRET))
        .on(Shop::FAILS, async |_: serde_json::Value| Err::<(), _>(long("error ")))
        .on(Shop::GIVES_UP, async |_: serde_json::Value| {
            Err::<(), _>(Outcome::dead_letter(long("reason ")))
        })
        .on(Shop::COUNTS, async |_: u64| {})
}

/// 60 KB of text. Its line breaks must not make lines of their own.
fn long(start: &str) -> String {
    format!("{start}{}", "€\n\u{1b}[31m".repeat(60 * 1024 / 9))
}

/// Deliveries of every fate, whose event and id are 60 KB long.
fn deliveries() -> impl Iterator<Item = Request<Bytes>> {
    let bodies =
        ["order.fails.", "order.gives_up.", "order.counts.", "order.unknown."].map(|start| {
            let body =
                serde_json::json!({ "type": long(start), "id": long(start), "data": "seven" });
            body.to_string()
        });
    let signed = |secret: &'static str, body: String| {
        let signer = Signer::new(ACME, secret).url("http://localhost/hooks");
        let mut request = signer.sign(body).unwrap();
        request.headers_mut().remove("x-acme-id");
        request
    };
    let named = |id: String| {
        let mut forged = signed("guessed", "{}".to_owned());
        forged.headers_mut().insert("x-acme-id", id.parse().unwrap());
        forged.headers_mut().insert("x-acme-event", id.parse().unwrap());
        forged.headers_mut().insert("traceparent", id.parse().unwrap());
        forged
    };
    let no_event = signed(SECRET, serde_json::json!({ "id": long("id ") }).to_string());
    let genuine = bodies.into_iter().map(move |body| signed(SECRET, body));
    genuine.chain([no_event, named("h".repeat(200)), named("h".repeat(60 * 1024))])
}

/// Sends them all, and checks all that is told of them. Returns how many of the lines were cut.
async fn check(app: &Router) -> usize {
    let recorder = Recorder::start();
    for request in deliveries() {
        deliver(app, request).await;
    }
    // The refusals are logged by another thread.
    recorder.wait_for(&format!("delivery={}…", "h".repeat(128)));
    shortened(&recorder)
}

fn shortened(recorder: &Recorder) -> usize {
    for line in recorder.lines() {
        assert!(line.len() < 3 * 1024, "{} bytes: {line}", line.len());
        for name in ["event=", "delivery="] {
            let value = line.split(name).nth(1).unwrap_or_default();
            let value = value.split(['=', '…']).next().unwrap_or_default();
            assert!(value.len() <= 128 + " delivery".len(), "{value}");
        }
    }
    recorder.lines().iter().filter(|line| line.contains('…')).count()
}

#[tokio::test]
async fn a_router_logs_and_records_the_start_of_a_long_name() {
    let app = Router::new().route_service("/hooks", router().with_state(()));

    // Two values are recorded of each of four deliveries and one of the fifth; each is logged; so is
    // the claim of one of the forged ones, the other one's is too long to be logged at all.
    assert_eq!(check(&app).await, 4 * 2 + 1 + 5 + 1);
}

#[tokio::test]
async fn a_layer_logs_the_start_of_a_long_name() {
    let layer = ReceiveLayer::new(ACME.secret(SECRET));
    let app = Router::new().route("/hooks", post(async || {}).layer(layer));

    assert_eq!(check(&app).await, 1);
}

#[cfg(feature = "inbox")]
#[tokio::test]
async fn a_receiver_and_its_worker_log_and_record_the_start_of_a_long_name() {
    use std::{future::pending, time::Duration};

    use tokio::{task::yield_now, time::timeout};

    let endpoint = hookport::InboxEndpoint::new(router().with_state(()));
    let parts = hookport::Receiver::open("memory:").await.unwrap();
    let parts = parts.endpoint("/hooks", endpoint).into_parts();
    let recorder = Recorder::start();
    tokio::spawn(parts.worker.run(pending(), Duration::ZERO));
    for request in deliveries() {
        deliver(&parts.app, request).await;
    }

    let told = [
        "webhook refused",
        "webhook unhandled",
        "webhook undecodable",
        "hookport.attempt",
        "handler failed, will retry",
        "run is dead until it is replayed",
    ];
    let is_told =
        |text: &&str| recorder.lines().iter().any(|line| line.contains(text) && line.contains('…'));
    let all = async {
        while !told.iter().all(is_told) {
            yield_now().await;
        }
    };
    timeout(Duration::from_secs(30), all).await.unwrap();
    shortened(&recorder);
}
