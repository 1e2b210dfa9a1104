//! Extractors that may fail.

use std::convert::Infallible;

use super::FromDelivery;
use crate::Delivery;

impl<S: Sync, X: FromDelivery<S>> FromDelivery<S> for Option<X> {
    type Rejection = Infallible;

    async fn from_delivery(delivery: &Delivery, state: &S) -> Result<Self, Infallible> {
        Ok(X::from_delivery(delivery, state).await.ok())
    }
}

impl<S: Sync, X: FromDelivery<S>> FromDelivery<S> for Result<X, X::Rejection> {
    type Rejection = Infallible;

    async fn from_delivery(delivery: &Delivery, state: &S) -> Result<Self, Infallible> {
        Ok(X::from_delivery(delivery, state).await)
    }
}
