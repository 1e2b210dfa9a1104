//! The extractor of the query.

use serde::de::DeserializeOwned;

use super::{FromDelivery, QueryRejection};
use crate::{Delivery, event::PayloadError};

#[cfg(feature = "axum")]
pub use axum::extract::Query;
#[cfg(not(feature = "axum"))]
pub use own::Query;

/// A query that is not a `T` is rejected with a [`QueryRejection`], and the delivery becomes a dead
/// letter. The body is not read; only the parts of the `T` are allocated.
impl<S: Sync, T: DeserializeOwned + Send> FromDelivery<S> for Query<T> {
    type Rejection = QueryRejection;

    async fn from_delivery(delivery: &Delivery, _: &S) -> Result<Self, QueryRejection> {
        let query = delivery.uri().query().unwrap_or_default();
        let parameters = serde_urlencoded::from_str(query);
        parameters.map(Self).map_err(|cause| QueryRejection(PayloadError::form::<T>(cause, query)))
    }
}

/// The type for builds without axum.
#[cfg(not(feature = "axum"))]
mod own {
    /// The parameters of the query as a type of yours.
    ///
    /// With the feature `axum` this is `axum::extract::Query`.
    ///
    /// ```
    /// use hookport::extract::Query;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Parameters {
    ///     tenant: String,
    /// }
    ///
    /// async fn on_order(order: serde_json::Value, Query(parameters): Query<Parameters>) {
    ///     println!("{order} of {}", parameters.tenant);
    /// }
    /// # drop(on_order);
    /// ```
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Query<T>(pub T);
}
