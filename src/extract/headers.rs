//! The extractor of the headers.

use std::convert::Infallible;

use http::HeaderMap;

use super::FromDelivery;
use crate::Delivery;

/// A copy of all headers, credentials included. [`Delivery::headers`] borrows them instead.
///
/// ```
/// use hookport::extract::Headers;
///
/// async fn on_push(push: serde_json::Value, Headers(headers): Headers) {
///     println!("{:?}: {push}", headers.get("x-github-hook-id"));
/// }
/// # drop(on_push);
/// ```
#[derive(Clone)]
pub struct Headers(pub HeaderMap);

impl<S: Sync> FromDelivery<S> for Headers {
    type Rejection = Infallible;

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, Infallible> {
        Ok(Self(delivery.headers().clone()))
    }
}

impl std::fmt::Debug for Headers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Headers({} values)", self.0.len())
    }
}
