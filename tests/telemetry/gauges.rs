//! The gauges of a store, and of senders.
#![expect(clippy::float_cmp, reason = "the values are whole numbers")]

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use hookport::{
    EventRouter, InboxEndpoint, Outcome, Provider, Receiver, SenderRetries, WebhookEvent,
    inbox::{Change, Filter, Inbox, Prune, Store},
    receiver::{Gauges, RateLimit},
    stores::MemoryStore,
    testing::{HandClock, deliver},
};
use http::Request;
use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};

use crate::acme::{ACME, SECRET, acme, forged, signed};

const START: u64 = 1_700_000_000;
const DAY: Duration = Duration::from_secs(86_400);

#[derive(WebhookEvent)]
#[event(payload = "/data")]
enum Shop {
    #[event("order.paid")]
    Paid(String),
}

async fn fail(_: String) -> Outcome {
    Outcome::dead_letter("no such account")
}

fn order(id: &str) -> Request<bytes::Bytes> {
    signed(format!(r#"{{"id":"{id}","type":"order.paid","data":"x"}}"#))
}

/// Returns the gauges by name and labels.
fn gauges(snapshotter: &Snapshotter) -> BTreeMap<String, f64> {
    let all = snapshotter.snapshot().into_vec().into_iter();
    let gauges = all.filter_map(|(key, _, _, value)| {
        let labels: Vec<_> = key.key().labels().map(metrics::Label::value).collect();
        let DebugValue::Gauge(value) = value else { return None };
        Some((format!("{} {}", key.key().name(), labels.join(" ")), value.0))
    });
    gauges.collect()
}

fn receiver(store: &Arc<MemoryStore>, clock: &HandClock) -> Receiver {
    let shop = EventRouter::new(acme()).on(Shop::PAID, fail).clock(clock.clone()).with_state(());
    let shop = InboxEndpoint::new(shop).quarantine_at_most(10);
    Receiver::new(store.clone()).clock(clock.clone()).endpoint("/shop", shop)
}

async fn look(inbox: &Inbox) {
    Gauges::of(inbox.clone()).look().await;
}

#[tokio::test]
async fn the_gauges_of_a_store_tell_what_waits_in_it() {
    let recorder = DebuggingRecorder::new();
    let found = recorder.snapshotter();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let (store, clock) = (Arc::new(MemoryStore::new()), HandClock::new(START));
    let parts = receiver(&store, &clock).into_parts();

    for id in ["d1", "d2"] {
        assert_eq!(deliver(&parts.app, order(id)).await.status(), 204);
    }
    assert_eq!(deliver(&parts.app, forged("{}")).await.status(), 401);
    quarantined(&parts.inbox).await;
    parts.inbox.pause("shop").await.unwrap();
    clock.advance(Duration::from_secs(90));
    look(&parts.inbox).await;

    let gauges = gauges(&found);
    for (gauge, value) in [
        ("hookport_runs shop fail received", 2.0),
        ("hookport_oldest_due_seconds shop fail", 90.0),
        ("hookport_paused shop", 1.0),
        ("hookport_quarantined shop", 1.0),
        ("hookport_stopped_keys shop", 0.0),
        ("hookport_store_writable ", 1.0),
        ("hookport_gauges_updated_timestamp_seconds ", seconds(START + 90)),
        ("hookport_last_delivery_timestamp_seconds shop order.paid", seconds(START)),
        ("hookport_secret_last_used_timestamp_seconds shop 1", seconds(START)),
    ] {
        assert_eq!(gauges.get(gauge), Some(&value), "{gauge}: {gauges:#?}");
    }
}

#[tokio::test]
async fn a_gauge_of_runs_that_have_ended_is_zero() {
    let recorder = DebuggingRecorder::new();
    let found = recorder.snapshotter();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let (store, clock) = (Arc::new(MemoryStore::new()), HandClock::new(START));
    let parts = receiver(&store, &clock).into_parts();
    deliver(&parts.app, order("d1")).await;
    let mut watch = Gauges::of(parts.inbox.clone());
    watch.look().await;

    let is_dead = dead(&parts.inbox);
    parts.worker.run(is_dead, Duration::from_secs(5)).await;
    watch.look().await;

    let gauges = gauges(&found);
    assert_eq!(gauges["hookport_runs shop fail received"], 0.0);
    assert_eq!(gauges["hookport_runs shop fail dead"], 1.0);
    assert_eq!(gauges["hookport_oldest_due_seconds shop fail"], 0.0);
}

#[tokio::test]
async fn a_new_process_finds_the_last_deliveries_in_its_store() {
    let (store, clock) = (Arc::new(MemoryStore::new()), HandClock::new(START));
    deliver(&receiver(&store, &clock).into_parts().app, order("d1")).await;
    clock.advance(Duration::from_secs(3600));

    let recorder = DebuggingRecorder::new();
    let found = recorder.snapshotter();
    let _recording = metrics::set_default_local_recorder(&recorder);
    look(&receiver(&store, &clock).into_parts().inbox).await;

    let last = gauges(&found)["hookport_last_delivery_timestamp_seconds shop order.paid"];
    assert_eq!(last, seconds(START));
}

#[cfg(feature = "destinations")]
#[tokio::test]
async fn a_destination_that_pauses_since_it_fails_has_a_gauge() {
    use hookport::{
        Delivery,
        destinations::{DeliveryAttempt, Destination, DestinationFuture, Destinations, Filter},
    };
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

    #[derive(Default)]
    struct App(AtomicBool);

    impl Destination for App {
        fn deliver<'a>(&'a self, _: &'a Delivery, _: &'a DeliveryAttempt) -> DestinationFuture<'a> {
            Box::pin(async { Outcome::Done })
        }

        fn rest_of_pause(&self) -> Option<Duration> {
            self.0.load(Relaxed).then_some(Duration::ZERO)
        }
    }

    let recorder = DebuggingRecorder::new();
    let found = recorder.snapshotter();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let (app, other) = (Arc::new(App::default()), App::default());
    let shop = Destinations::new(acme())
        .to("app", Filter::all(), Arc::clone(&app))
        .to("other", Filter::all(), other)
        .for_inbox();
    let receiver = Receiver::new(Arc::new(MemoryStore::new())).endpoint("/shop", shop);
    let mut watch = Gauges::of(receiver.into_parts().inbox);

    for (is_paused, value) in [(false, 0.0), (true, 1.0), (false, 0.0)] {
        app.0.store(is_paused, Relaxed);
        watch.look().await;
        let gauges = gauges(&found);
        assert_eq!(gauges["hookport_destination_paused shop app"], value);
        assert_eq!(gauges["hookport_destination_paused shop other"], 0.0);
    }
}

#[tokio::test]
async fn the_longest_interval_of_an_event_is_that_of_the_days_on_which_it_came() {
    let (store, clock) = (Arc::new(MemoryStore::new()), HandClock::new(START));
    let app = receiver(&store, &clock).into_parts().app;
    for days in [0, 7, 5] {
        clock.advance(DAY * days);
        for number in 0..2 {
            let id = format!("after {days} days: {number}");
            assert_eq!(deliver(&app, order(&id)).await.status(), 204);
        }
    }

    let recorder = DebuggingRecorder::new();
    let found = recorder.snapshotter();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let mut watch = Gauges::of(receiver(&store, &clock).into_parts().inbox);
    let mut after = async |days| {
        clock.advance(DAY * days);
        watch.look().await;
        gauges(&found)["hookport_longest_interval_seconds shop order.paid"]
    };

    assert_eq!(after(0).await, DAY.as_secs_f64() * 7.0);
    assert_eq!(after(84).await, DAY.as_secs_f64() * 5.0, "the first day is 90 days ago");
    assert_eq!(after(1).await, 0.0, "only one of the days is within 90 days");
}

#[tokio::test]
async fn a_new_process_knows_the_day_of_a_last_delivery_that_is_deleted() {
    let (store, clock) = (Arc::new(MemoryStore::new()), HandClock::new(START));
    let parts = receiver(&store, &clock).into_parts();
    assert_eq!(deliver(&parts.app, order("d1")).await.status(), 204);
    clock.advance(DAY * 40);
    parts.inbox.cancel(Filter::default()).await.unwrap();
    let now = clock.time() + DAY;
    let all = Prune { closed_before: now, dead_before: None, quarantined_before: now, at_most: 10 };
    assert_eq!(store.change(Change::Prune(all)).await.unwrap(), 1);

    let recorder = DebuggingRecorder::new();
    let found = recorder.snapshotter();
    let _recording = metrics::set_default_local_recorder(&recorder);
    look(&receiver(&store, &clock).into_parts().inbox).await;

    let last = gauges(&found)["hookport_last_delivery_timestamp_seconds shop order.paid"];
    assert_eq!(last, seconds(START - START % 86_400 + 86_400), "the end of its day");
}

#[tokio::test]
async fn a_sender_fails_from_its_first_refusal_until_a_delivery_is_stored() {
    const RETRIES: SenderRetries = SenderRetries::After(&[Duration::from_secs(60); 5]);
    const STUBBORN: Provider = ACME.retries_as(RETRIES);
    let recorder = DebuggingRecorder::new();
    let found = recorder.snapshotter();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let clock = HandClock::new(START);
    let shop = EventRouter::new(STUBBORN.secret(SECRET))
        .on(Shop::PAID, fail)
        .clock(clock.clone())
        .with_state(());
    let shop = InboxEndpoint::new(shop).rate_limit(RateLimit::per_minute(1).burst(1));
    let store = Arc::new(MemoryStore::new());
    let app = Receiver::new(store).clock(clock.clone()).endpoint("/shop", shop).into_parts().app;
    let since = |cause: &str| {
        gauges(&found)
            .get(&format!("hookport_failing_since_timestamp_seconds shop {cause}"))
            .copied()
    };

    assert_eq!(gauges(&found)["hookport_sender_gives_up_seconds shop"], 300.0);
    deliver(&app, Request::post("/shop").body("{}".into()).unwrap()).await;
    assert_eq!(since("refused"), Some(0.0), "a stranger without a signature is no sender");
    deliver(&app, forged("{}")).await;
    clock.advance(Duration::from_secs(10));
    deliver(&app, forged("{}")).await;
    assert_eq!(since("refused"), Some(seconds(START)));

    assert_eq!(deliver(&app, order("d1")).await.status(), 204);
    assert_eq!(since("refused"), Some(0.0));
    assert_eq!(deliver(&app, order("d2")).await.status(), 429);
    assert_eq!(since("failed"), Some(seconds(START + 10)));
}

/// Waits until a request is in the quarantine.
async fn quarantined(inbox: &Inbox) {
    until(inbox, async || !inbox.overview().await.unwrap().quarantined.is_empty()).await;
}

/// Waits until a run is dead.
fn dead(inbox: &Inbox) -> impl Future<Output = ()> + use<> {
    let inbox = inbox.clone();
    async move {
        let is_dead = async || {
            let runs = inbox.overview().await.unwrap().runs;
            runs.iter().any(|runs| runs.state.as_str() == "dead")
        };
        until(&inbox, is_dead).await;
    }
}

async fn until(inbox: &Inbox, is_so: impl AsyncFn() -> bool) {
    let store: &Arc<dyn Store> = inbox.store();
    let looking = async {
        while !is_so().await {
            // Not each of the changes wakes.
            drop(tokio::time::timeout(Duration::from_millis(20), store.wait()).await);
        }
    };
    tokio::time::timeout(Duration::from_secs(30), looking).await.expect("it should be so by now");
}

#[expect(clippy::cast_precision_loss, reason = "a time of this century is exact")]
fn seconds(at: u64) -> f64 {
    at as f64
}
