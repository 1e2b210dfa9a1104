//! A server that fails while deliveries come: nothing is lost, and the order per key is kept.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::response::{IntoResponse, Response};
use hookport::{
    Field, Receiver, Secret,
    destinations::{Filter, ForwardTo},
    inbox::{EntryState, OrderingKey, RunState},
    router::{HandlerPolicy, RetryPolicy},
    stores::MemoryStore,
    testing::deliver,
};
use http::StatusCode;
use tokio::time::timeout;

use super::{kit::shop, upstream::Upstream};
use crate::kit::{Running, paid, signed};

fn soon_again() -> RetryPolicy {
    RetryPolicy::exponential().at_most(10_000).starting_at(Duration::from_millis(5))
}

fn receiver(forward: ForwardTo, retries: RetryPolicy) -> Receiver {
    let policy = HandlerPolicy::new().named("app").retries(retries);
    let endpoint = shop().to_with(policy, Filter::all(), forward.build().unwrap()).for_inbox();
    let by_order = OrderingKey::field(Field::Json("/data/id"));
    Receiver::new(Arc::new(MemoryStore::new()))
        .poll_interval(Duration::from_millis(20))
        .endpoint("/shop", endpoint.ordered_by(by_order))
}

#[tokio::test]
async fn while_a_server_is_down_the_others_wait_and_use_up_no_attempt() {
    let is_up = Arc::new(AtomicBool::new(false));
    let up = is_up.clone();
    let upstream = Upstream::start(move |_| {
        let status = if up.load(Ordering::SeqCst) { 200 } else { 500 };
        async move { StatusCode::from_u16(status).unwrap().into_response() }
    })
    .await;
    let pause = Duration::from_millis(200);
    let forward = ForwardTo::new(upstream.url()).pause_after(3, pause, pause);
    // Five attempts: fewer than would be made without a pause.
    let retries = soon_again().at_most(5).up_to(Duration::from_millis(5));
    let running = Running::start(receiver(forward, retries).concurrency(2));

    for order in 0..20 {
        running.send(&format!("d{order}"), order).await;
    }
    running
        .until(async |_| upstream.requests().len() >= 4) // the first pause is over
        .await;
    is_up.store(true, Ordering::SeqCst);
    running.comes_to(&[EntryState::Done; 20]).await;

    let mut failed = 0;
    for entry in 1..=20 {
        let run = &running.entry(entry).await.runs[0];
        assert_eq!(run.state, RunState::Done);
        failed += run.attempts.len() - 1;
    }
    assert_eq!(upstream.requests().len(), 20 + failed);
    assert!(failed <= 8, "{failed} attempts failed in about a pause or two");
}

#[tokio::test]
async fn each_attempt_says_its_number_and_has_the_same_id() {
    let count = Arc::new(AtomicU64::new(0));
    let upstream = Upstream::start(move |_| {
        let status = if count.fetch_add(1, Ordering::SeqCst) < 2 { 500 } else { 200 };
        async move { StatusCode::from_u16(status).unwrap().into_response() }
    })
    .await;
    let secret = Secret::new("whsec_b2xkIG1hZGUtdXAgc2VjcmV0IG9mIGVub3VnaCBieXRlcw==");
    let forward = ForwardTo::new(upstream.url()).signed_with([secret]);
    let retries = soon_again().up_to(Duration::from_millis(5));
    let running = Running::start(receiver(forward, retries));

    running.send("d1", 1).await;
    running.comes_to(&[EntryState::Done]).await;
    running.send("d2", 1).await;
    running.comes_to(&[EntryState::Done; 2]).await;

    let requests = upstream.requests();
    let header = |name: &str| -> Vec<_> {
        requests.iter().map(|request| request.headers()[name].to_str().unwrap()).collect()
    };
    assert_eq!(header("hookport-attempt"), ["1", "2", "3", "1"]);
    let ids = header("webhook-id");
    assert!(ids[0] == ids[1] && ids[1] == ids[2] && ids[2] != ids[3], "{ids:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_deliveries_arrive_through_a_flapping_server_in_the_order_of_their_keys() {
    const KEYS: u64 = 200;
    const EACH: u64 = 50;
    let (seen, count) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicU64::new(0)));
    let (noted, requests) = (seen.clone(), count.clone());
    let upstream = Upstream::start(move |request| {
        let (noted, number) = (noted.clone(), requests.fetch_add(1, Ordering::SeqCst));
        async move { flapping(number, request.body(), &noted) }
    })
    .await;
    let forward = ForwardTo::new(upstream.url()).pause_after(
        5,
        Duration::from_millis(10),
        Duration::from_millis(50),
    );
    let retries = soon_again().up_to(Duration::from_millis(100));
    let running = Running::start(receiver(forward, retries).concurrency(64));

    let app = running.app.clone();
    let sending = (0..EACH).map(|number| {
        let app = app.clone();
        async move {
            for key in 0..KEYS {
                let body = paid(&format!("{key}-{number}"), key);
                assert_eq!(deliver(&app, signed(body)).await.status(), StatusCode::NO_CONTENT);
            }
        }
    });
    for one in sending {
        one.await;
    }
    timeout(Duration::from_secs(120), all_done(&running)).await.unwrap();

    let mut last = HashMap::new();
    let seen = seen.lock().unwrap().clone();
    for (key, number) in &seen {
        let before = last.insert(*key, *number);
        // A delivery that was done, and whose answer broke off, comes again.
        let is_in_order =
            before.map_or(*number == 0, |before| *number == before || *number == before + 1);
        assert!(is_in_order, "{key}: {number} after {before:?}");
    }
    assert_eq!(last.len() as u64, KEYS);
    assert!(last.values().all(|number| *number == EACH - 1), "all have arrived");
    assert!(running.states().await.iter().all(|state| *state == EntryState::Done));
    assert!(count.load(Ordering::SeqCst) > KEYS * EACH, "some failed in between");
}

/// Waits for longer than a test usually does: it is much for a machine that has much else to do.
async fn all_done(running: &Running) {
    loop {
        let changed = running.inbox.store().wait();
        let overview = running.inbox.overview().await.unwrap();
        if !overview.runs.iter().any(|run| run.state.is_open()) {
            return;
        }
        changed.await;
    }
}

/// Answers 490 requests well, then fails 10 times, in different ways.
fn flapping(number: u64, body: &[u8], seen: &Mutex<Vec<(u64, u64)>>) -> Response {
    let at = number % 500;
    let status = match at {
        0..490 => 200,
        490..493 => 500,
        493..496 => 429,
        496..498 => 503,
        _ => 408,
    };
    let is_done_all_the_same = at == 490;
    if status == 200 || is_done_all_the_same {
        let body: serde_json::Value = serde_json::from_slice(body).unwrap();
        let (key, number) = body["id"].as_str().unwrap().split_once('-').unwrap();
        seen.lock().unwrap().push((key.parse().unwrap(), number.parse().unwrap()));
    }
    StatusCode::from_u16(status).unwrap().into_response()
}
