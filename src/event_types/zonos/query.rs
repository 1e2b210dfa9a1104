use serde::{Deserialize, Serialize};

use super::{Order, Shipment};
use crate::event_types::lenient;

/// The result of a webhook's query: a GraphQL response.
///
/// A query that failed in part has both: `data` with missing fields, and `errors`.
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
    /// The requested data; `None` if the query failed as a whole.
    pub data: Option<T>,
    /// The errors.
    #[serde(default, deserialize_with = "lenient::list")]
    pub errors: Vec<QueryError>,
}

impl<T> QueryResult<T> {
    /// Returns the requested data, of which parts may have failed: see [`errors`](Self::errors).
    ///
    /// # Errors
    ///
    /// Fails if there is no data.
    pub fn into_data(self) -> Result<T, QueryFailed> {
        let errors = self.errors;
        self.data.ok_or(QueryFailed { errors })
    }
}

/// One error of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct QueryError {
    /// The message for people.
    pub message: Option<String>,
    /// The path of the field that failed, from the outside in. An index in a list is its digits.
    #[serde(deserialize_with = "lenient::texts")]
    pub path: Vec<String>,
}

/// The error of a query without a result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the query of the webhook failed")]
#[non_exhaustive]
pub struct QueryFailed {
    /// The errors, in the order in which they were sent.
    pub errors: Vec<QueryError>,
}

/// The `data` of an order's event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct OrderData {
    /// The order; `None` if Zonos failed to read it.
    pub order: Option<Order>,
}

/// The `data` of a shipment's event. Inferred.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ShipmentData {
    /// The shipment; `None` if Zonos failed to read it.
    pub shipment: Option<Shipment>,
}
