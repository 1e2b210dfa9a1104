//! A shop that notes its orders.

use std::sync::Arc;

use bytes::Bytes;
use hookport::{
    Endpoint, EventRouter, InboxEndpoint, Outcome, Source,
    extract::{Stale, State},
    router::RetryPolicy,
};
use http::Response;
use tokio::sync::Notify;

use crate::kit::{Log, Order, Shop, acme, router, router_of};

pub(crate) async fn on_paid(
    order: Order,
    Stale(stale): Stale,
    State(log): State<Log>,
) -> Result<(), Outcome> {
    let mark = if stale { " (stale)" } else { "" };
    log.note(format!("paid {}{mark}", order.id));
    if log.fails(order.id) {
        return Err(Outcome::dead_letter("told to fail"));
    }
    Ok(())
}

/// The step of a test between a handler's start and its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gate {
    pub(crate) entered: Arc<Notify>,
    pub(crate) open: Arc<Notify>,
}

pub(crate) async fn on_paid_at_the_gate(_: Order, State(gate): State<Gate>) {
    gate.entered.notify_one();
    gate.open.notified().await;
}

pub(crate) fn shop_of(source: Source) -> EventRouter<Shop, Log> {
    router_of(source).on(Shop::PAID, on_paid)
}

pub(crate) fn shop(log: &Log) -> Endpoint<Shop> {
    shop_of(acme()).with_state(log.clone())
}

pub(crate) fn gated_shop(gate: &Gate) -> Endpoint<Shop> {
    router().on(Shop::PAID, on_paid_at_the_gate).with_state(gate.clone())
}

/// An endpoint that tries once, so that what fails is dead at once.
pub(crate) fn inbox_endpoint(log: &Log) -> InboxEndpoint {
    InboxEndpoint::new(shop(log)).retries(RetryPolicy::never())
}

pub(crate) fn retry_after(answer: &Response<Bytes>) -> Option<&str> {
    answer.headers().get("retry-after").map(|value| value.to_str().unwrap())
}
