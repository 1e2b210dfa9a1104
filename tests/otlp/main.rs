//! Traces and metrics that are sent to a collector, which is a server of this test. A binary of its own: the
//! subscriber and the recorder are those of the process.
#![cfg(all(
    feature = "macros",
    feature = "otlp",
    feature = "serve",
    feature = "sqlite",
    feature = "testing"
))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../it/kit/acme.rs"]
#[expect(dead_code, reason = "what other tests need of it")]
mod acme;
mod collector;

use std::{path::Path, sync::Arc, time::Duration};

use hookport::{
    EventRouter, InboxEndpoint, Outcome, Receiver, WebhookEvent,
    extract::Attempt,
    inbox::{EntryState, Filter, Page, Store},
    receiver::Gauges,
    router::{HandlerPolicy, RetryPolicy},
    stores::SqliteStore,
    telemetry::{LogFormat, Logs, Otlp, Telemetry},
    testing::deliver,
};
use opentelemetry_proto::tonic::trace::v1::Span;

use crate::{
    acme::{SECRET, acme, forged, signed},
    collector::{Collector, text},
};

const TRACEPARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

#[derive(WebhookEvent)]
#[event(payload = "/data")]
enum Shop {
    #[event("order.paid")]
    Paid(String),
}

async fn ship(_: String, attempt: Attempt) -> Result<(), Outcome> {
    if attempt.number() == 1 { Err(Outcome::retry("not yet")) } else { Ok(()) }
}

/// Both processes of this test have the inbox of this folder.
async fn receiver(folder: &Path) -> Receiver {
    let shop = EventRouter::new(acme())
        .on_with(Shop::PAID, ship, HandlerPolicy::new().named("ship"))
        .with_state(());
    let shop = InboxEndpoint::new(shop)
        .retries(RetryPolicy::exponential().starting_at(Duration::from_millis(1)));
    let store = SqliteStore::open(folder.join("inbox.db")).await.unwrap();
    Receiver::new(Arc::new(store)).endpoint("/shop", shop)
}

#[test]
fn the_attempts_of_a_delivery_are_linked_to_its_request_by_another_process() {
    let collector = Collector::start();
    let otlp = Otlp::to(collector.url())
        .service_name("hooks")
        .header("x-token", "made-up-token")
        .metrics_every(Duration::from_secs(3600));
    let logs = Logs::new(LogFormat::Json).filter("error");
    let running = Telemetry::new().logs(logs).prometheus().otlp(otlp).install().unwrap();
    let folder = tempfile::tempdir().unwrap();

    block_on(async {
        // It keeps deliveries, and runs no handler.
        let parts = receiver(folder.path()).await.into_parts();
        let body = r#"{"id":"d1","type":"order.paid","data":"the buyer's name"}"#;
        let mut genuine = signed(body);
        genuine.headers_mut().insert("traceparent", TRACEPARENT.parse().unwrap());
        assert_eq!(deliver(&parts.app, genuine).await.status(), 204);
        assert_eq!(deliver(&parts.app, forged("{}")).await.status(), 401);
        parts.inbox.close().await;
    });
    block_on(async {
        let parts = receiver(folder.path()).await.into_parts();
        let store = Arc::clone(parts.inbox.store());
        Gauges::of(parts.inbox).look().await;
        parts.worker.run(done(store), Duration::from_secs(5)).await;
    });
    let page = running.prometheus().unwrap().render();
    running.shutdown();

    let traced = collector.spans();
    let requests: Vec<_> = traced.iter().filter(|span| span.name == "hookport.receive").collect();
    let attempts: Vec<_> = traced.iter().filter(|span| span.name == "hookport.attempt").collect();
    let [request, _refused] = &requests[..] else { panic!("{traced:#?}") };
    assert_eq!(text(&request.attributes, "event").as_deref(), Some("order.paid"));
    assert_eq!(linked(request), [TRACEPARENT.to_owned()], "a stranger's trace is no parent");
    assert!(request.parent_span_id.is_empty());
    assert_ne!(hex(&request.trace_id), TRACEPARENT[3..35]);
    assert_eq!(attempts.len(), 2, "{traced:#?}");
    for attempt in attempts {
        assert_eq!(linked(attempt), [place(request)]);
        assert_eq!(text(&attempt.attributes, "handler").as_deref(), Some("ship"));
        assert!(attempt.parent_span_id.is_empty());
    }

    let metrics = collector.metrics();
    for name in ["hookport_deliveries_total", "hookport_attempt_seconds", "hookport_runs"] {
        let found: Vec<_> = metrics.iter().filter(|metric| metric.name == name).collect();
        let [metric] = &found[..] else { panic!("`{name}` is there {} times", found.len()) };
        assert!(!metric.description.is_empty(), "{name}");
        assert!(page.contains(&format!("# HELP {name} {}", metric.description)), "{page}");
    }
    assert!(
        page.contains(
            r#"hookport_attempt_seconds_bucket{endpoint="shop",handler="ship",le="0.1"}"#
        ),
        "{page}"
    );
    assert_eq!(collector.services(), ["hooks"]);
    assert_eq!(collector.values_of("x-token"), ["made-up-token"]);
    let sent = collector.bytes();
    for secret in [SECRET, "the buyer's name", "guessed", "made-up-token"] {
        assert!(memchr(&sent, secret.as_bytes()).is_none(), "{secret} was sent");
    }
}

fn block_on(program: impl Future<Output = ()>) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.unwrap().block_on(program);
}

/// Waits until the only delivery is done.
async fn done(store: Arc<dyn Store>) {
    let looking = async {
        loop {
            let changed = store.wait();
            let filter = Filter::new().states([EntryState::Done]);
            if !store.list(filter, Page::first(1)).await.unwrap().entries.is_empty() {
                return;
            }
            changed.await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), looking).await.expect("it is done by now");
}

/// Returns the spans that a span is linked to.
fn linked(span: &Span) -> Vec<String> {
    let links = span.links.iter();
    links.map(|link| format!("00-{}-{}-01", hex(&link.trace_id), hex(&link.span_id))).collect()
}

fn place(span: &Span) -> String {
    format!("00-{}-{}-01", hex(&span.trace_id), hex(&span.span_id))
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// Returns the place of some bytes among others.
fn memchr(all: &[u8], wanted: &[u8]) -> Option<usize> {
    all.windows(wanted.len()).position(|window| window == wanted)
}
