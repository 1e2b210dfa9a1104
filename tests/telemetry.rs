//! What can be watched of an inbox, and that no secret and no body is among it. A test binary of its
//! own: recorder and subscriber are those of the whole process.
#![cfg(all(feature = "metrics", feature = "tracing", feature = "macros", feature = "testing"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeMap,
    fmt::{Debug, Write},
    future::pending,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use hookport::{
    EventRouter, Field, InboxEndpoint, Outcome, Provider, Receiver, WebhookEvent,
    extract::Attempt,
    inbox::{EntryId, Store},
    receiver::RateLimit,
    router::RetryPolicy,
    scheme::Signature,
    stores::MemoryStore,
    telemetry,
    testing::{Signer, deliver},
};
use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};
use tracing::{
    Event, Metadata, Subscriber,
    field::Visit,
    span::{Attributes, Id, Record},
};

const SECRET: &str = "made-up-secret";
const TRACEPARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

const ACME: Provider = Provider::new("acme")
    .signed_with(Signature::hmac_sha256("x-acme-signature"))
    .names_event_in(&[Field::Json("/type")])
    .names_delivery_in(&[Field::Json("/id")]);

#[derive(WebhookEvent)]
#[event(payload = "/data")]
enum Shop {
    #[event("order.*")]
    Order(String),
}

async fn on_order(_: String, attempt: Attempt) -> Result<(), Outcome> {
    if attempt.number() == 1 { Err(Outcome::retry("not yet")) } else { Ok(()) }
}

#[tokio::test]
async fn a_request_and_its_attempts_are_linked_and_counted_and_nothing_secret_is_told() {
    let recorder = DebuggingRecorder::new();
    let counted = recorder.snapshotter();
    recorder.install().unwrap();
    let log = Log::default();
    tracing::subscriber::set_global_default(Watcher(log.clone(), AtomicU64::new(1))).unwrap();

    let store = Arc::new(MemoryStore::new());
    let shop = EventRouter::new(ACME.secret(SECRET)).on(Shop::ORDER, on_order).with_state(());
    let inbox_endpoint = InboxEndpoint::new(shop)
        .retries(RetryPolicy::exponential().starting_at(Duration::from_millis(1)))
        .rate_limit(RateLimit::per_minute(1).burst(2));
    let parts = Receiver::new(store.clone()).endpoint("/shop", inbox_endpoint).into_parts();
    tokio::spawn(parts.worker.run(pending(), Duration::ZERO));
    let body = r#"{"id":"d1","type":"order.paid","data":"the buyer's name"}"#;
    let mut genuine = sign(SECRET, body);
    genuine.headers_mut().insert("traceparent", TRACEPARENT.parse().unwrap());
    for (request, status) in [
        (genuine.clone(), 200),
        (genuine.clone(), 200),
        (genuine, 429),
        (sign("guessed-secret", body), 401),
    ] {
        assert_eq!(deliver(&parts.app, request).await.status(), status);
    }
    done(&*store, EntryId::new(1)).await;

    assert_eq!(counts(&counted), expected());
    let told = log.0.lock().unwrap().join("\n");
    let spans = |name: &str| -> Vec<String> {
        told.lines().filter(|line| line.starts_with(name)).map(str::to_owned).collect()
    };
    let requests = spans("hookport.receive");
    assert_eq!(requests.len(), 4, "{told}");
    assert!(requests[0].contains("endpoint=shop"), "{told}");
    let attempts = spans("hookport.attempt");
    assert_eq!(attempts.len(), 2, "{told}");
    for (number, attempt) in [1, 2].into_iter().zip(&attempts) {
        for field in ["endpoint=shop", "handler=on_order", "entry=1", "event=order.paid"] {
            assert!(attempt.contains(field), "{field}: {attempt}");
        }
        assert!(attempt.contains(&format!("attempt={number}")), "{attempt}");
        assert!(attempt.contains(&format!("traceparent={TRACEPARENT}")), "{attempt}");
    }
    assert!(told.contains("recorded entry=1\nrecorded event=order.paid"), "{told}");
    assert!(told.contains("error=not yet"), "{told}");
    for secret in [SECRET, "guessed-secret", "the buyer's name", "x-acme-signature:"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}

fn sign(secret: &'static str, body: &'static str) -> http::Request<bytes::Bytes> {
    Signer::new(ACME, secret).url("http://localhost/shop").sign(body).unwrap()
}

async fn done(store: &dyn Store, id: EntryId) {
    loop {
        let changed = store.wait();
        if store.read(id).await.unwrap().unwrap().summary.state.is_closed() {
            return;
        }
        changed.await;
    }
}

/// Every metric with its labels; a histogram by how much was recorded.
fn counts(snapshotter: &Snapshotter) -> BTreeMap<String, u64> {
    let snapshot = snapshotter.snapshot().into_vec().into_iter();
    snapshot
        .map(|(key, _, _, value)| {
            let (_, key) = key.into_parts();
            let mut name = key.name().to_owned();
            for label in key.labels() {
                write!(name, " {}={}", label.key(), label.value()).unwrap();
            }
            let count = match value {
                DebugValue::Counter(count) => count,
                DebugValue::Histogram(recorded) => recorded.len() as u64,
                DebugValue::Gauge(_) => panic!("there are no gauges"),
            };
            (name, count)
        })
        .collect()
}

fn expected() -> BTreeMap<String, u64> {
    let shop = |metric: &str, labels: &str| format!("{metric} endpoint=shop{labels}");
    BTreeMap::from([
        // The event is what the variant declares, not what the sender wrote.
        (shop(telemetry::DELIVERIES, " event=order.* result=new"), 1),
        (shop(telemetry::DELIVERIES, " event=order.* result=duplicate"), 1),
        (shop(telemetry::LIMITED, " limit=rate"), 1),
        (shop(telemetry::REFUSED, " reason=signature_mismatch"), 1),
        (shop(telemetry::ATTEMPTS, " handler=on_order result=retry"), 1),
        (shop(telemetry::ATTEMPTS, " handler=on_order result=done"), 1),
        (shop(telemetry::ACCEPT_SECONDS, ""), 2),
        (shop(telemetry::DELAY_SECONDS, " handler=on_order"), 1),
        (shop(telemetry::ATTEMPT_SECONDS, " handler=on_order"), 2),
    ])
}

/// A line for each span, record and event.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

struct Watcher(Log, AtomicU64);

impl Watcher {
    fn tell(&self, mut text: String, record: impl FnOnce(&mut dyn Visit)) {
        record(&mut Text(&mut text));
        self.0.0.lock().unwrap().push(text);
    }
}

impl Subscriber for Watcher {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("hookport")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.tell(span.metadata().name().to_owned(), |visit| span.record(visit));
        Id::from_u64(self.1.fetch_add(1, Relaxed))
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.tell("recorded".to_owned(), |visit| values.record(visit));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.tell(event.metadata().level().to_string(), |visit| event.record(visit));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Text<'a>(&'a mut String);

impl Visit for Text<'_> {
    fn record_str(&mut self, field: &tracing::field::Field, value: &str) {
        write!(self.0, " {}={value}", field.name()).unwrap();
    }

    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}
