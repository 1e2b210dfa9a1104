//! Genuine deliveries that cannot be decoded.

use std::sync::Arc;

use hookport::{
    Endpoint, EventRouter, Field, Provider, WebhookEvent,
    extract::State,
    inbox::{EntryState, Filter, Replay, Store},
    stores::MemoryStore,
};
use http::StatusCode;

use super::kit::inbox_endpoint;
use crate::kit::{ACME, Log, Running, SECRET, signed};

const UNDECODABLE: &str = r#"{"id":"d1","type":"order.paid","data":{"id":"seven"}}"#;

/// The enum that the shop should have had.
#[derive(Debug, WebhookEvent)]
#[event(payload = "/data")]
enum Mended {
    #[event("order.paid")]
    Paid(serde_json::Value),
}

fn mended(provider: Provider, log: &Log) -> Endpoint<Mended> {
    async fn on_paid(order: serde_json::Value, State(log): State<Log>) {
        log.note(format!("mended {}", order["id"]));
    }

    EventRouter::new(provider.secret(SECRET)).on(Mended::PAID, on_paid).with_state(log.clone())
}

#[tokio::test]
async fn a_payload_of_the_wrong_type_is_kept_and_run_once_its_type_is_mended() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let log = Log::default();
    let running = Running::shop(Arc::clone(&store), inbox_endpoint(&log));

    assert_eq!(running.status(signed(UNDECODABLE)).await, StatusCode::NO_CONTENT);
    running.send("d2", 2).await;
    running.comes_to(&[EntryState::Dead, EntryState::Done]).await;
    let error = running.error(1).await;
    assert!(error.starts_with("event `order.paid` has an unexpected payload"), "{error}");
    assert!(!error.contains("seven"), "{error}");
    running.stop().await;

    let running = Running::shop(store, mended(ACME, &log));
    let replayed = running.inbox.replay(Filter::default(), Replay::Failed).await.unwrap();
    assert_eq!(replayed, 1);
    running.comes_to(&[EntryState::Done; 2]).await;
    assert_eq!(log.notes(), ["paid 2", r#"mended "seven""#]);
}

#[tokio::test]
async fn an_event_without_a_name_is_kept_and_routed_once_it_is_known_where_that_lies() {
    const NAME_ELSEWHERE: Provider = ACME.names_event_in(&[Field::Json("/kind")]);
    let body = r#"{"id":"d1","kind":"order.paid","data":{"id":7}}"#;
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let log = Log::default();
    let running = Running::shop(Arc::clone(&store), mended(ACME, &log));

    assert_eq!(running.status(signed(body)).await, StatusCode::NO_CONTENT);
    running.comes_to(&[EntryState::Dead]).await;
    assert_eq!(running.error(1).await, "event name is missing");
    running.stop().await;

    let running = Running::shop(store, mended(NAME_ELSEWHERE, &log));
    running.inbox.replay(Filter::default(), Replay::Failed).await.unwrap();
    running.comes_to(&[EntryState::Done]).await;
    assert_eq!(log.notes(), ["mended 7"]);
}

#[tokio::test]
async fn what_is_no_json_at_all_is_kept_and_stops_nothing() {
    let log = Log::default();
    let inbox_endpoint = inbox_endpoint(&log)
        .ordered_by(hookport::inbox::OrderingKey::field(Field::Json("/data/id")))
        .version(Field::Json("/version"));
    let running = Running::shop(Arc::new(MemoryStore::default()), inbox_endpoint);

    for body in ["", "no json", r#"{"id":"#, "\u{0}"] {
        assert_eq!(running.status(signed(body)).await, StatusCode::NO_CONTENT, "{body}");
    }
    running.send("d5", 5).await;

    log.has(1).await;
    assert_eq!(log.notes(), ["paid 5"]);
    assert_eq!(running.states().await.len(), 5);
}

#[tokio::test]
async fn a_body_that_is_no_event_dies_with_its_reason_where_nobody_handles_other() {
    let running = Running::shop(Arc::new(MemoryStore::default()), inbox_endpoint(&Log::default()));

    for body in ["{hello}", "{}"] {
        assert_eq!(running.status(signed(body)).await, StatusCode::NO_CONTENT, "{body}");
    }

    running.comes_to(&[EntryState::Dead; 2]).await;
    assert!(running.error(1).await.starts_with("body cannot be read as JSON"));
    assert_eq!(running.error(2).await, "event name is missing");
}
