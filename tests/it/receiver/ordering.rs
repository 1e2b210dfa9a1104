//! Deliveries in order, and what is older than what was handled.

use std::sync::Arc;

use hookport::{
    Field, InboxEndpoint,
    inbox::{EntryState, OrderingKey, RunState},
    stores::MemoryStore,
};
use http::StatusCode;

use super::kit::{Gate, gated_shop, inbox_endpoint};
use crate::kit::{Log, Running, paid, signed, soon};

/// An order in a version.
fn versioned(delivery: &str, version: &str) -> String {
    format!(r#"{{"id":"{delivery}","type":"order.paid","data":{{"id":7}},"version":{version}}}"#)
}

async fn send(running: &Running, body: String) {
    assert_eq!(running.status(signed(body)).await, StatusCode::NO_CONTENT);
}

fn by_order() -> OrderingKey {
    OrderingKey::field(Field::Json("/data/id"))
}

#[tokio::test]
async fn one_key_runs_one_at_a_time_and_others_go_on() {
    let gate = Gate::default();
    let inbox_endpoint = InboxEndpoint::new(gated_shop(&gate)).ordered_by(by_order());
    let running = Running::shop(Arc::new(MemoryStore::default()), inbox_endpoint);

    running.send("d1", 7).await;
    soon(gate.entered.notified()).await;
    running.send("d2", 7).await;
    running.send("d3", 8).await;
    soon(gate.entered.notified()).await;

    let states = run_states(&running, 3).await;
    assert_eq!(states, [RunState::Running, RunState::Held, RunState::Running]);
    gate.open.notify_waiters();
    soon(gate.entered.notified()).await;
    gate.open.notify_one();
    running.comes_to(&[EntryState::Done; 3]).await;
}

#[tokio::test]
async fn a_function_tells_the_key() {
    let key = OrderingKey::by(|delivery| delivery.event_name().map(str::to_owned));
    let running = held_behind_the_first(key).await;

    assert_eq!(running, [RunState::Received, RunState::Held]);
}

#[tokio::test]
async fn a_function_that_panics_gives_no_key() {
    let key = OrderingKey::by(|_| panic!("a mistake of the user"));

    assert_eq!(held_behind_the_first(key).await, [RunState::Received; 2]);
}

#[tokio::test]
async fn what_has_no_key_waits_for_nothing() {
    let key = OrderingKey::field(Field::Header("x-acme-customer"));

    assert_eq!(held_behind_the_first(key).await, [RunState::Received; 2]);
}

#[tokio::test]
async fn an_older_version_than_what_was_handled_is_skipped() {
    let log = Log::default();
    let inbox_endpoint =
        inbox_endpoint(&log).ordered_by(by_order()).version(Field::Json("/version"));
    let running = Running::shop(Arc::new(MemoryStore::default()), inbox_endpoint);

    send(&running, versioned("d1", "2")).await;
    running.comes_to(&[EntryState::Done]).await;
    for (delivery, version) in [("d2", "1"), ("d3", "3"), ("d4", "\"no version\"")] {
        send(&running, versioned(delivery, version)).await;
    }

    running.comes_to(&[EntryState::Done; 4]).await;
    assert_eq!(log.notes().len(), 3);
    assert_eq!(run_states(&running, 2).await, [RunState::Done, RunState::Stale]);
}

#[tokio::test]
async fn a_time_is_a_version_too_and_stale_can_be_run_and_marked() {
    let log = Log::default();
    let inbox_endpoint =
        inbox_endpoint(&log).ordered_by(by_order()).version(Field::Json("/version")).run_stale();
    let running = Running::shop(Arc::new(MemoryStore::default()), inbox_endpoint);

    send(&running, versioned("d1", r#""2026-01-01T12:00:00+02:00""#)).await;
    running.comes_to(&[EntryState::Done]).await;
    send(&running, versioned("d2", r#""2026-01-01T09:59:59Z""#)).await;
    running.comes_to(&[EntryState::Done; 2]).await;
    send(&running, versioned("d3", r#""2026-01-01T10:00:01Z""#)).await;

    running.comes_to(&[EntryState::Done; 3]).await;
    assert_eq!(log.notes(), ["paid 7", "paid 7 (stale)", "paid 7"]);
}

/// The states of two deliveries of one event, without a worker.
async fn held_behind_the_first(key: OrderingKey) -> Vec<RunState> {
    let receiver = hookport::Receiver::new(Arc::new(MemoryStore::default()));
    let receiver = receiver.endpoint("/shop", inbox_endpoint(&Log::default()).ordered_by(key));
    let running = Running::without_worker(receiver);
    running.send("d1", 1).await;
    running.send("d2", 2).await;
    run_states(&running, 2).await
}

/// The states of the only runs of the first entries.
async fn run_states(running: &Running, entries: u64) -> Vec<RunState> {
    let mut states = Vec::new();
    for entry in 1..=entries {
        let id = hookport::inbox::EntryId::new(entry);
        let record = running.inbox.read(id).await.unwrap().unwrap();
        states.push(record.runs[0].state);
    }
    states
}

#[tokio::test]
async fn a_failing_delivery_holds_back_or_lets_pass() {
    use hookport::router::RetryPolicy;

    let passing = [(by_order(), RunState::Held), (by_order().lets_pass(), RunState::Received)];
    for (key, second) in passing {
        let log = Log::default();
        let patient = RetryPolicy::exponential();
        let receiver = hookport::Receiver::new(Arc::new(MemoryStore::default()));
        let endpoint = inbox_endpoint(&log).ordered_by(key).retries(patient);
        let running = Running::without_worker(receiver.endpoint("/shop", endpoint));
        running.send("d1", 7).await;
        running.send("d2", 7).await;
        fail_first(&running).await;

        assert_eq!(run_states(&running, 2).await[1], second, "{}", paid("d2", 7));
    }
}

/// Claims what can be claimed, and has it fail for now.
async fn fail_first(running: &Running) {
    use hookport::inbox::{ClaimRequest, Ended, Quota, Settlement};
    use std::time::{Duration, SystemTime};

    let store = running.inbox.store();
    let (now, hour) = (SystemTime::now(), Duration::from_secs(3600));
    let quota =
        Quota { endpoint: "shop".into(), at_most: 1, handlers: vec![("on_paid".into(), 1)] };
    let request = ClaimRequest { at_most: 1, quotas: vec![quota], now, lease: hour };
    let claimed = store.claim(request).await.unwrap().claimed.remove(0);
    let ended = Ended::Retry { due: now + hour, error: "told to fail".into() };
    let (lease, context) = (claimed.lease, claimed.context);
    store.settle(Settlement::new(lease, ended, now, context)).await.unwrap();
}
