//! Shops whose inbox holds something of each kind.

use std::sync::Arc;

use hookport::{
    EventRouter, InboxEndpoint, Outcome, Provider, Receiver, Source,
    extract::State,
    inbox::{EntryState, Store},
    router::RetryPolicy,
    scheme::Token,
    stores::MemoryStore,
};

use super::super::api::with_console;
use crate::kit::{ACME, Log, Order, Running, Shop, acme, forged, paid, router_of};

/// A sender that shows a token in the path, and in a header of its own.
pub(super) const PATHS: Provider = Provider::new("paths")
    .proved_by(&[
        hookport::scheme::Scheme::Token(Token::path_segment(0)),
        hookport::scheme::Scheme::Token(Token::header("x-proof")),
    ])
    .names_event_in(&[hookport::Field::Json("/type")]);

/// A sender of batches.
const MANY: Provider = Provider::new("many")
    .token_in(Token::header("x-token"))
    .holds_items_at(&["/events"])
    .names_event_in(&[hookport::Field::Json("/type")]);

async fn ship(order: Order, State(log): State<Log>) -> Result<(), Outcome> {
    log.note(format!("ship {}", order.id));
    if log.fails(order.id) {
        return Err(Outcome::dead_letter(format!("order {} is unknown", order.id)));
    }
    Ok(())
}

pub(super) fn shop_of(source: Source) -> EventRouter<Shop, Log> {
    router_of(source).on(Shop::PAID, ship)
}

/// A shop that tries once, so that what fails is dead at once.
pub(super) fn shop(log: &Log) -> InboxEndpoint {
    InboxEndpoint::new(shop_of(acme()).with_state(log.clone())).retries(RetryPolicy::never())
}

/// A shop that still has the wrong secret.
pub(super) fn mistaken(log: &Log) -> InboxEndpoint {
    let shop = shop_of(ACME.secret("the wrong one")).with_state(log.clone());
    InboxEndpoint::new(shop).quarantine_at_most(100)
}

/// A running shop of which the deliveries `d1` to `d4` are there; those of the even orders are dead.
pub(super) async fn half_dead(log: &Log) -> Running {
    let running = Running::start(receiver(log));
    come_to_half_dead(&running, log).await;
    running
}

/// Sends the deliveries of [`half_dead`].
pub(crate) async fn come_to_half_dead(running: &Running, log: &Log) {
    log.fail([2, 4]);
    for order in 1..=4 {
        running.send(&format!("d{order}"), order).await;
        log.has(usize::try_from(order).unwrap()).await;
    }
    let (done, dead) = (EntryState::Done, EntryState::Dead);
    running.comes_to(&[done, dead, done, dead]).await;
    log.fail([]);
}

pub(crate) fn receiver(log: &Log) -> Receiver {
    Receiver::new(Arc::new(MemoryStore::new())).endpoint("/shop", shop(log))
}

/// A shop that has kept one unproved request apart.
pub(super) async fn with_one_unproved(store: &Arc<MemoryStore>) -> Running {
    let receiver = Receiver::new(store.clone()).endpoint("/shop", mistaken(&Log::default()));
    let running = Running::without_worker(receiver);
    assert_eq!(running.status(forged(paid("d1", 1))).await, http::StatusCode::UNAUTHORIZED);
    while running.inbox.overview().await.unwrap().quarantined.is_empty() {
        tokio::task::yield_now().await;
    }
    running
}

/// A shop of a sender of batches, that tries once.
pub(super) fn many(log: &Log) -> InboxEndpoint {
    let shop = shop_of(MANY.secret("made-up-token")).with_state(log.clone());
    InboxEndpoint::new(shop).retries(RetryPolicy::never())
}

/// Sends so many deliveries in batches: paid orders from 1 on.
pub(super) async fn send_many(running: &Running, count: u64) {
    let event = |order| format!(r#"{{"type":"order.paid","data":{{"id":{order}}}}}"#);
    let orders: Vec<_> = (1..=count).map(event).collect();
    for events in orders.chunks(9_000) {
        let request = http::Request::post("http://localhost/shop")
            .header("x-token", "made-up-token")
            .body(format!(r#"{{"events":[{}]}}"#, events.join(",")).into())
            .unwrap();
        assert_eq!(running.status(request).await, 200);
    }
}

/// A shop that has so many open deliveries and runs none, with its console.
pub(crate) async fn with_many(store: Arc<dyn Store>, count: u64) -> Running {
    let shop = many(&Log::default());
    let running =
        Running::without_worker(with_console(Receiver::new(store).endpoint("/shop", shop)));
    send_many(&running, count).await;
    running
}
