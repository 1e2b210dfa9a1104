use serde::{Deserialize, Serialize};

use super::{Order, Shipment};
use crate::event_types::lenient;

/// The result of a webhook's query: what GraphQL calls a response.
///
/// Both may be there at once: a query that failed in part has `data` with holes, and `errors`.
///
/// ```
/// use hookport::event_types::zonos::{OrderData, QueryResult};
///
/// let body = br#"{"data": null, "errors": [{"message": "order not found"}]}"#;
/// let result: QueryResult<OrderData> = serde_json::from_slice(body)?;
///
/// let failed = result.into_data().unwrap_err();
/// assert_eq!(failed.errors[0].message.as_deref(), Some("order not found"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct QueryResult<T> {
    /// What was asked for; none if the query failed as a whole.
    pub data: Option<T>,
    /// What went wrong; empty if nothing did.
    #[serde(default, deserialize_with = "lenient::list")]
    pub errors: Vec<QueryError>,
}

impl<T> QueryResult<T> {
    /// What was asked for, though parts of it may have failed: see [`errors`](Self::errors).
    ///
    /// # Errors
    ///
    /// Fails if there is no data.
    pub fn into_data(self) -> Result<T, QueryFailed> {
        let errors = self.errors;
        self.data.ok_or(QueryFailed { errors })
    }
}

/// One thing that went wrong in a query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct QueryError {
    /// What went wrong, for people.
    pub message: Option<String>,
    /// The field it happened at, from the outside in; an index in a list is its digits.
    #[serde(deserialize_with = "lenient::texts")]
    pub path: Vec<String>,
}

/// A webhook's query had no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the query of the webhook failed")]
#[non_exhaustive]
pub struct QueryFailed {
    /// What went wrong, in the order it was told.
    pub errors: Vec<QueryError>,
}

/// What lies in the `data` of an order's event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct OrderData {
    /// The order; none if reading it failed.
    pub order: Option<Order>,
}

/// What lies in the `data` of a shipment's event. Inferred.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ShipmentData {
    /// The shipment; none if reading it failed.
    pub shipment: Option<Shipment>,
}
