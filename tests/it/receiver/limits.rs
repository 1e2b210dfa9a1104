//! Requests that are turned away, and counted.

use std::{
    convert::Infallible,
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use hookport::{
    InboxEndpoint, Receiver,
    inbox::{EntryState, Inbox, RunState, Tally},
    receiver::RateLimit,
    stores::MemoryStore,
    testing::deliver,
};
use http::StatusCode;
use http_body::Frame;
use tokio::{
    task::yield_now,
    time::{advance, sleep},
};
use tower::ServiceExt;

use super::{
    kit::{Gate, gated_shop, inbox_endpoint, retry_after, shop, shop_of},
    watched::Watched,
};
use crate::kit::{ACME, Log, Running, SECRET, forged, paid, signed, soon};

#[tokio::test]
async fn more_than_can_be_answered_at_once_is_answered_503() {
    let store = Watched::waiting();
    let receiver = Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()));
    let running = Running::start(receiver.max_in_flight(1));
    let app = running.app.clone();
    let first = tokio::spawn(async move { deliver(&app, signed(paid("d1", 1))).await.status() });
    store.accepting().await;

    let second = running.answer(signed(paid("d2", 2))).await;
    assert_eq!(second.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(retry_after(&second), Some("1"));

    store.let_through(2);
    assert_eq!(soon(first).await.unwrap(), StatusCode::NO_CONTENT);
    running.send("d2", 2).await;
}

#[tokio::test]
async fn the_slowest_body_gives_way_when_there_are_too_many_unproved_bytes() {
    let shop = shop(&Log::default());
    let receiver = Receiver::new(Arc::new(MemoryStore::new())).endpoint("/shop", shop);
    let running = Running::start(receiver.unproved_limit(2 * 1024 * 1024));
    let half_sent = || {
        let request = forged("{}").map(|_| Body::new(HalfSent(vec![b'x'; 3 << 19].into())));
        tokio::spawn(running.app.clone().oneshot(request))
    };
    let (first, second) = (half_sent(), half_sent());

    let turned_away = soon(first).await.unwrap().unwrap();
    assert_eq!(turned_away.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(turned_away.headers()["retry-after"], "1");
    running.send("d1", 1).await;
    assert!(!second.is_finished(), "there is room for one");
}

/// A body that begins, and does not go on.
struct HalfSent(Bytes);

impl http_body::Body for HalfSent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match mem::take(&mut self.0) {
            sent if sent.is_empty() => Poll::Pending,
            begins => Poll::Ready(Some(Ok(Frame::data(begins)))),
        }
    }
}

#[tokio::test]
async fn a_body_as_long_as_the_provider_sends_is_kept() {
    const LENGTH: usize = 3 * 1024 * 1024;
    let body = |length: usize| {
        let body = paid("d1", 1);
        signed(body.clone() + &" ".repeat(length - body.len()))
    };
    for (provider, status) in [
        (ACME, StatusCode::PAYLOAD_TOO_LARGE),
        (ACME.sends_at_most(LENGTH), StatusCode::NO_CONTENT),
    ] {
        let shop = shop_of(provider.secret(SECRET)).with_state(Log::default());
        let running =
            Running::start(Receiver::new(Arc::new(MemoryStore::default())).endpoint("/shop", shop));

        assert_eq!(running.answer(body(LENGTH)).await.status(), status);
    }
}

#[tokio::test]
async fn a_sender_that_goes_away_leaves_its_place() {
    let store = Watched::waiting();
    let receiver = Receiver::new(store.clone()).endpoint("/shop", shop(&Log::default()));
    let running = Running::start(receiver.max_in_flight(1));
    let app = running.app.clone();
    let first = tokio::spawn(async move { deliver(&app, signed(paid("d1", 1))).await });
    store.accepting().await;

    first.abort();
    assert!(first.await.is_err());

    // What has begun is done to its end.
    store.let_through(2);
    running.send("d2", 2).await;
}

#[tokio::test(start_paused = true)]
async fn more_than_the_rate_limit_is_answered_429_and_counted_as_limited() {
    let limit = RateLimit::per_minute(1).burst(2);
    let store = Arc::new(MemoryStore::default());
    let running = Running::shop(store, inbox_endpoint(&Log::default()).rate_limit(limit));

    running.send("d1", 1).await;
    running.send("d2", 2).await;
    let third = running.answer(signed(paid("d3", 3))).await;
    assert_eq!(third.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(retry_after(&third), Some("60"));

    advance(Duration::from_secs(60)).await;
    running.send("d3", 3).await;
    assert_eq!(tally(&running.inbox, |tally| tally.limited).await, 1);
}

#[tokio::test(start_paused = true)]
async fn forgeries_do_not_use_up_the_rate_limit() {
    let limit = RateLimit::per_minute(1).burst(1);
    let store = Arc::new(MemoryStore::default());
    let running = Running::shop(store, inbox_endpoint(&Log::default()).rate_limit(limit));

    for _ in 0..20 {
        assert_eq!(running.status(forged(paid("d1", 1))).await, StatusCode::UNAUTHORIZED);
    }

    running.send("d1", 1).await;
    assert_eq!(tally(&running.inbox, |tally| tally.refused).await, 20);
}

#[tokio::test(start_paused = true)]
async fn counts_wait_for_a_store_that_is_gone() {
    use std::sync::atomic::Ordering::SeqCst;

    let store = Watched::new();
    let running = Running::shop(store.clone(), shop(&Log::default()));

    store.is_gone.store(true, SeqCst);
    assert_eq!(running.status(forged(paid("d1", 1))).await, StatusCode::UNAUTHORIZED);
    sleep(Duration::from_secs(60)).await;
    assert_eq!(running.status(forged(paid("d1", 1))).await, StatusCode::UNAUTHORIZED);
    store.is_gone.store(false, SeqCst);

    assert_eq!(tally(&running.inbox, |tally| tally.refused).await, 2);
}

#[tokio::test(start_paused = true)]
async fn the_last_counts_are_written_though_nothing_more_is_turned_away() {
    use std::sync::atomic::Ordering::SeqCst;

    let store = Watched::new();
    let running = Running::shop(store.clone(), shop(&Log::default()));
    store.is_gone.store(true, SeqCst);
    assert_eq!(running.status(forged(paid("d1", 1))).await, StatusCode::UNAUTHORIZED);

    sleep(Duration::from_secs(6)).await;
    store.is_gone.store(false, SeqCst);

    assert_eq!(tally(&running.inbox, |tally| tally.refused).await, 1);
}

#[tokio::test]
async fn an_endpoint_runs_no_more_handlers_at_a_time_than_it_says() {
    let gate = Gate::default();
    let inbox_endpoint = InboxEndpoint::new(gated_shop(&gate)).concurrency(1);
    let running = Running::shop(Arc::new(MemoryStore::default()), inbox_endpoint);
    running.send("d1", 1).await;
    soon(gate.entered.notified()).await;
    running.send("d2", 2).await;
    for _ in 0..100 {
        yield_now().await;
    }
    let running_now = running.inbox.overview().await.unwrap().runs;
    let running_now = running_now.iter().find(|count| count.state == RunState::Running);
    assert_eq!(running_now.map(|count| count.count), Some(1), "the second one waits");

    gate.open.notify_one();
    soon(gate.entered.notified()).await;
    gate.open.notify_one();
    running.comes_to(&[EntryState::Done; 2]).await;
}

#[tokio::test]
async fn names_of_events_are_counted_up_to_a_bound() {
    let running = Running::shop(Arc::new(MemoryStore::default()), shop(&Log::default()));

    for number in 0..600 {
        let body = format!(r#"{{"id":"d{number}","type":"order.{number}"}}"#);
        assert_eq!(running.status(signed(body)).await, StatusCode::NO_CONTENT);
    }

    let usage = running.inbox.usage(1).await.unwrap();
    assert_eq!(usage.len(), 501);
    let rest = usage.iter().find(|usage| usage.event.is_empty()).unwrap();
    assert_eq!(rest.tally.received, 100);
}

#[tokio::test]
async fn what_nobody_was_proved_to_send_is_counted_under_declared_names_only() {
    let endpoint = shop_of(ACME.accept_without_verifying()).with_state(Log::default());
    let running = Running::shop(Arc::new(MemoryStore::default()), endpoint);

    for event in ["order.paid", "order.lost"] {
        let body = format!(r#"{{"id":"{event}","type":"{event}","data":{{"id":1}}}}"#);
        assert_eq!(running.status(signed(body)).await, StatusCode::NO_CONTENT);
    }

    let usage = running.inbox.usage(1).await.unwrap();
    let events: Vec<_> = usage.iter().map(|usage| &*usage.event).collect();
    assert_eq!(events, ["", "order.paid"]);
}

/// The sum of today, after what waits to be written is written. The clock of tokio stands still but
/// for this.
async fn tally(inbox: &Inbox, of: impl Fn(&Tally) -> u64) -> u64 {
    sleep(Duration::from_secs(6)).await;
    inbox.usage(1).await.unwrap().iter().map(|usage| of(&usage.tally)).sum()
}

#[tokio::test(start_paused = true)]
async fn receivers_behind_a_load_balancer_share_a_rate_limit() {
    let store = Arc::new(MemoryStore::new());
    let receivers = [(); 3].map(|()| {
        let limited =
            inbox_endpoint(&Log::default()).rate_limit(RateLimit::per_minute(60).burst(7));
        Running::without_worker(
            Receiver::new(store.clone()).endpoint("/shop", limited).receivers(3),
        )
    });
    let mut taken = 0;
    for (number, receiver) in (0..30).zip(receivers.iter().cycle()) {
        let request = signed(paid(&format!("d{number}"), number));
        let status = receiver.status(request).await;
        taken += u32::from(status == StatusCode::NO_CONTENT);
    }
    assert_eq!(taken, 9, "a burst of 7, rounded up for each of them");

    advance(Duration::from_secs(3)).await;
    for receiver in &receivers {
        receiver.send("d0", 0).await;
        let status = receiver.status(signed(paid("d0", 0))).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "one in three seconds");
    }
}
