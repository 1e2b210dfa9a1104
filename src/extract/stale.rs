//! The extractor of staleness.

use std::convert::Infallible;

use super::FromDelivery;
use crate::Delivery;

/// `true` if the handler has already handled a newer delivery of the same entity.
///
/// Only deliveries from an inbox can be stale, at an endpoint that has versions and runs stale
/// deliveries.
///
/// ```
/// use hookport::extract::Stale;
///
/// async fn on_order(order: serde_json::Value, Stale(stale): Stale) {
///     if !stale {
///         println!("the order is now {order}");
///     }
/// }
/// # drop(on_order);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Stale(pub bool);

impl<S: Sync> FromDelivery<S> for Stale {
    type Rejection = Infallible;

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, Infallible> {
        Ok(delivery.context().get().copied().unwrap_or_default())
    }
}
