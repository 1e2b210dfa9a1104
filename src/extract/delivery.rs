//! The delivery as an extractor.

use std::convert::Infallible;

use super::FromDelivery;
use crate::Delivery;

impl<S: Sync> FromDelivery<S> for Delivery {
    type Rejection = Infallible;

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, Infallible> {
        Ok(delivery.clone())
    }
}
