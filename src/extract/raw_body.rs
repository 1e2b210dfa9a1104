//! The extractor of the body.

use std::{convert::Infallible, fmt};

use bytes::Bytes;

use super::FromDelivery;
use crate::Delivery;

/// The whole body with the bytes that were verified. They are shared, not copied.
///
/// ```
/// use hookport::extract::RawBody;
///
/// async fn on_push(_: (), RawBody(body): RawBody) {
///     println!("{} bytes", body.len());
/// }
/// # drop(on_push);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RawBody(pub Bytes);

impl<S: Sync> FromDelivery<S> for RawBody {
    type Rejection = Infallible;

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, Infallible> {
        Ok(Self(delivery.body().clone()))
    }
}

impl fmt::Debug for RawBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawBody({} bytes)", self.0.len())
    }
}
