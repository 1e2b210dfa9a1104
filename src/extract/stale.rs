//! Whether something newer has been handled.

use std::convert::Infallible;

use super::FromDelivery;
use crate::Delivery;

/// Whether the handler has been done with something newer of the same entity.
///
/// It is `true` only for deliveries from an inbox, at an endpoint that has versions and runs what
/// is stale.
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
