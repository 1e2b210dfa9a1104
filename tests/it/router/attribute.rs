//! `#[hookport::handler]` above functions that are handlers.

use std::pin::Pin;

use hookport::{
    Delivery, EventRouter, Outcome, Trust,
    extract::{self, DeliveryId, RawBody, State},
};
use http::StatusCode;

use super::{PAID, status};
use crate::kit::{Log, Order, Shop, acme};

/// Notes the order under the name of the shop.
#[must_use = "attributes and docs stay"]
#[hookport::handler]
pub(crate) async fn with_all_kinds_of_arguments(
    Order { id }: Order,
    extract::State(log): State<Log>,
    mut trust: Option<Trust>,
    id_of_delivery: Result<DeliveryId, extract::MissingDeliveryId>,
    #[allow(unused_variables, reason = "attributes of arguments stay")] delivery: Delivery,
    RawBody(_): RawBody,
) -> Result<Outcome, std::io::Error> {
    let trust = trust.take().is_some();
    log.note(format!("{id} {trust} {}", id_of_delivery.is_ok()));
    Ok(Outcome::Done)
}

#[hookport::handler]
fn with_a_future_of_its_own(Order { id }: Order, State(log): State<Log>) -> BoxFuture {
    Box::pin(async move {
        log.note(format!("{id} later"));
    })
}

type BoxFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

#[cfg(any())]
#[hookport::handler]
async fn left_out(_: NoSuchType) {}

#[hookport::handler]
#[cfg(any())]
async fn left_out_too(_: NoSuchType) {}

#[tokio::test]
async fn a_function_with_the_attribute_does_as_without_it() {
    #[hookport::handler]
    async fn inside_of_a_function(shop: Shop, State(log): State<Log>) {
        log.note(format!("{shop:?}"));
    }
    let log = Log::default();
    let endpoint = EventRouter::new(acme())
        .on(Shop::PAID, with_all_kinds_of_arguments)
        .on(Shop::PAID, with_a_future_of_its_own)
        .any(inside_of_a_function)
        .with_state(log.clone());

    assert_eq!(status(&endpoint, PAID).await, StatusCode::NO_CONTENT);

    assert_eq!(log.taken(), ["7 true true", "7 later", "Paid(Order { id: 7 })"]);
}
