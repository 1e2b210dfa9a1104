//! Everything that can be watched of an inbox. No secret and no body is among it.

use std::{collections::BTreeMap, fmt::Write, future::pending, sync::Arc, time::Duration};

use hookport::{
    EventRouter, InboxEndpoint, Outcome, Receiver, Reply, WebhookEvent,
    extract::Attempt,
    inbox::{EntryId, Record, Replay, Store},
    receiver::RateLimit,
    router::{HandlerPolicy, RetryPolicy},
    stores::MemoryStore,
    telemetry,
    testing::deliver,
};
use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};
use tokio::task::yield_now;

use crate::{
    acme::{SECRET, acme, forged, signed},
    recorder::Recorder,
};

const TRACEPARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

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
    let metrics = DebuggingRecorder::new();
    let counted = metrics.snapshotter();
    let _counting = metrics::set_default_local_recorder(&metrics);
    let recorder = Recorder::start();

    let store = Arc::new(MemoryStore::new());
    let shop = EventRouter::new(acme()).on(Shop::ORDER, on_order).with_state(());
    let inbox_endpoint = InboxEndpoint::new(shop)
        .retries(RetryPolicy::exponential().starting_at(Duration::from_millis(1)))
        .rate_limit(RateLimit::per_minute(1).burst(2));
    let parts = Receiver::new(store.clone()).endpoint("/shop", inbox_endpoint).into_parts();
    tokio::spawn(parts.worker.run(pending(), Duration::ZERO));
    let body = r#"{"id":"d1","type":"order.paid","data":"the buyer's name"}"#;
    let mut genuine = signed(body);
    genuine.headers_mut().insert("traceparent", TRACEPARENT.parse().unwrap());
    let mut too_long = forged(body);
    too_long.headers_mut().insert("traceparent", format!("{TRACEPARENT}0").parse().unwrap());
    for (request, status) in
        [(genuine.clone(), 204), (genuine.clone(), 204), (genuine, 429), (too_long, 401)]
    {
        assert_eq!(deliver(&parts.app, request).await.status(), status);
    }
    done(&*store, EntryId::new(1)).await;

    assert_eq!(counts(&counted), expected());
    recorder.wait_for("webhook refused");
    let told = recorder.lines().join("\n");
    let requests = recorder.spans("hookport.receive");
    assert_eq!(requests.len(), 4, "{told}");
    assert!(requests[0].contains("endpoint=shop"), "{told}");
    assert!(requests[0].contains(&format!("traceparent={TRACEPARENT}")), "{told}");
    assert!(!requests[3].contains("traceparent"), "a header of any length is no trace: {told}");
    let attempts = recorder.spans("hookport.attempt");
    assert_eq!(attempts.len(), 2, "{told}");
    for (number, attempt) in [1, 2].into_iter().zip(&attempts) {
        for field in ["endpoint=shop", "handler=on_order", "entry=1", "event=order.paid"] {
            assert!(attempt.contains(field), "{field}: {attempt}");
        }
        assert!(attempt.contains(&format!("attempt={number}")), "{attempt}");
        assert!(attempt.contains(&format!("traceparent={TRACEPARENT}")), "{attempt}");
    }
    assert!(told.contains("recorded event=order.paid\nrecorded delivery=d1\n"), "{told}");
    assert!(told.contains("\nrecorded entry=1\n"), "{told}");
    let duplicate = "INFO message=webhook is a duplicate provider=acme endpoint=shop event=order.paid \
                     delivery=d1 first=1";
    assert_eq!(told.matches(duplicate).count(), 1, "{told}");
    for line in [
        "DEBUG message=webhook stored provider=acme endpoint=shop event=order.paid delivery=d1 entry=1",
        "DEBUG message=attempt begins provider=acme endpoint=shop event=order.paid delivery=d1 entry=1 \
         handler=on_order attempt=2 tried=2 at_most=24",
        "DEBUG message=handler done provider=acme endpoint=shop event=order.paid delivery=d1 entry=1 \
         handler=on_order attempt=2 tried=2 at_most=24 milliseconds=",
        "WARN message=handler failed, will retry provider=acme endpoint=shop event=order.paid \
         delivery=d1 entry=1 handler=on_order attempt=1 tried=1 at_most=24 error=not yet milliseconds=",
        "WARN message=limit reached, sender will retry provider=acme endpoint=shop reason=rate \
         status=429",
        "WARN message=webhook refused provider=acme endpoint=shop reason=signature_mismatch \
         error=no signature matches cause=wrong_secret diagnosis=no signature matches: the secret \
         is another one",
    ] {
        assert!(told.contains(line), "{line} not in {told}");
    }
    for secret in [SECRET, "guessed", "the buyer's name", "x-acme-signature:"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}

#[tokio::test]
async fn runs_that_nobody_would_run_are_logged_when_a_worker_starts() {
    let store = Arc::new(MemoryStore::new());
    let receiver = |path: &str, name: &'static str| {
        let policy = HandlerPolicy::new().named(name);
        let shop = EventRouter::new(acme()).on_with(Shop::ORDER, on_order, policy).with_state(());
        Receiver::new(store.clone()).endpoint(path, shop).into_parts()
    };
    for id in ["d1", "d2"] {
        let body = format!(r#"{{"id":"{id}","type":"order.paid","data":"x"}}"#);
        assert_eq!(deliver(&receiver("/shop", "old").app, signed(body)).await.status(), 204);
    }
    let recorder = Recorder::start();

    receiver("/shop", "new").worker.run(yield_now(), Duration::ZERO).await;
    receiver("/moved", "old").worker.run(yield_now(), Duration::ZERO).await;

    let [orphaned, elsewhere] = &recorder.events()[..] else { panic!("{:?}", recorder.events()) };
    assert!(
        orphaned.starts_with("WARN message=runs wait for a handler that does not exist"),
        "{orphaned}"
    );
    assert!(orphaned.ends_with("endpoint=shop handler=old runs=2"), "{orphaned}");
    assert!(
        elsewhere.starts_with("INFO message=runs wait at an endpoint that is not served here"),
        "{elsewhere}"
    );
    assert!(elsewhere.ends_with("endpoint=shop runs=2"), "{elsewhere}");
}

#[tokio::test]
async fn replies_are_counted_and_one_that_fails_is_logged() {
    async fn reply(order: String) -> Result<Reply, &'static str> {
        if order == "bad" { Err("no such order") } else { Ok(Reply::text("received")) }
    }
    let metrics = DebuggingRecorder::new();
    let counted = metrics.snapshotter();
    let _counting = metrics::set_default_local_recorder(&metrics);
    let recorder = Recorder::start();
    let shop = EventRouter::new(acme()).reply(Shop::ORDER, reply).with_state(());
    let parts = Receiver::new(Arc::new(MemoryStore::new())).endpoint("/shop", shop).into_parts();

    for order in ["good", "bad"] {
        let body = format!(r#"{{"id":"{order}","type":"order.paid","data":"{order}"}}"#);
        deliver(&parts.app, signed(body)).await;
    }

    let counts = counts(&counted);
    assert_eq!(counts["hookport_replies_total endpoint=shop result=sent"], 1);
    assert_eq!(counts["hookport_replies_total endpoint=shop result=none"], 1);
    let mut events = recorder.events();
    events.retain(|line| !line.starts_with("DEBUG"));
    let [line] = &events[..] else { panic!("{events:?}") };
    assert!(
        line.starts_with(
            "WARN message=reply failed, sender gets the answer without it provider=acme \
             endpoint=shop event=order.paid delivery=bad handler=reply error=no such order"
        ),
        "{line}"
    );
}

#[tokio::test]
async fn what_is_readable_of_an_undecodable_delivery_is_in_its_line_and_its_span() {
    let recorder = Recorder::start();
    let shop = EventRouter::new(acme()).on(Shop::ORDER, on_order).with_state(());
    let parts = Receiver::new(Arc::new(MemoryStore::new())).endpoint("/shop", shop).into_parts();

    deliver(&parts.app, signed(r#"{"id":["d1"],"type":"order.paid","data":"x"}"#)).await;
    deliver(&parts.app, signed(r#"{"id":"d2","kind":"order.paid"}"#)).await;

    let told = recorder.lines().join("\n");
    for line in [
        "recorded event=order.paid\nWARN message=webhook undecodable provider=acme endpoint=shop \
         event=order.paid error=",
        "recorded delivery=d2\nWARN message=webhook undecodable provider=acme endpoint=shop \
         delivery=d2 error=",
    ] {
        assert!(told.contains(line), "{line} not in {told}");
    }
}

#[tokio::test]
async fn an_attempt_after_a_replay_says_which_of_the_allowed_ones_it_is() {
    let recorder = Recorder::start();
    let store = Arc::new(MemoryStore::new());
    let shop = EventRouter::new(acme()).on(Shop::ORDER, refuse).with_state(());
    let shop = InboxEndpoint::new(shop).retries(RetryPolicy::never());
    let parts = Receiver::new(store.clone()).endpoint("/shop", shop).into_parts();
    tokio::spawn(parts.worker.run(pending(), Duration::ZERO));

    deliver(&parts.app, signed(r#"{"id":"d1","type":"order.paid","data":"x"}"#)).await;
    tried(&*store, 1).await;
    parts.inbox.replay(EntryId::new(1), Replay::Failed).await.unwrap();
    tried(&*store, 2).await;

    let told = recorder.lines().join("\n");
    for attempt in ["attempt=1 tried=1 at_most=1 error=no", "attempt=2 tried=1 at_most=1 error=no"]
    {
        let line = format!("entry=1 handler=refuse {attempt}");
        assert!(told.contains(&line), "{line} not in {told}");
    }
    let spans = recorder.spans("hookport.attempt");
    assert!(spans[1].contains("attempt=2 tried=1"), "{told}");
}

async fn refuse(_: String) -> Result<(), Outcome> {
    Err(Outcome::retry("no"))
}

async fn done(store: &dyn Store, id: EntryId) {
    until(store, id, |record| record.summary.state.is_closed()).await;
}

/// Waits until the only run of the first entry has had so many attempts.
async fn tried(store: &dyn Store, attempts: usize) {
    until(store, EntryId::new(1), |record| record.runs[0].attempts.len() == attempts).await;
}

async fn until(store: &dyn Store, id: EntryId, is_so: impl Fn(&Record) -> bool) {
    let looking = async {
        loop {
            let changed = store.wait();
            if is_so(&store.read(id).await.unwrap().unwrap()) {
                return;
            }
            changed.await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), looking).await.expect("it should be so by now");
}

/// Every metric with its labels; a histogram by how much was recorded, a gauge as 1.
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
                DebugValue::Gauge(_) => 1,
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
        (shop(telemetry::SECRET_USED, " secret=1"), 3),
        (shop(telemetry::LIMITED, " limit=rate"), 1),
        (shop(telemetry::REFUSED, " reason=signature_mismatch"), 1),
        (shop(telemetry::ATTEMPTS, " handler=on_order result=retry"), 1),
        (shop(telemetry::ATTEMPTS, " handler=on_order result=done"), 1),
        (shop(telemetry::ACCEPT_SECONDS, ""), 2),
        (shop(telemetry::DELAY_SECONDS, " handler=on_order"), 1),
        (shop(telemetry::ATTEMPT_SECONDS, " handler=on_order"), 2),
        (shop(telemetry::LAST_DELIVERY, " event=order.paid"), 1),
        (shop(telemetry::SECRET_LAST_USED, " secret=1"), 1),
        (shop(telemetry::FAILING_SINCE, " cause=failed"), 1),
        (shop(telemetry::FAILING_SINCE, " cause=refused"), 1),
    ])
}
