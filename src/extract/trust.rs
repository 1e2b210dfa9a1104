//! The strength of the proof as an extractor.

use std::convert::Infallible;

use super::FromDelivery;
use crate::{Delivery, Trust};

impl<S: Sync> FromDelivery<S> for Trust {
    type Rejection = Infallible;

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, Infallible> {
        Ok(delivery.trust())
    }
}
