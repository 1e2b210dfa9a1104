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
///
/// The form is that of GraphQL, not of a page of Zonos: a message, and the path of the field that
/// failed. Other members, such as `locations` and `extensions`, are ignored.
///
/// ```
/// use hookport::event_types::zonos::{OrderData, QueryResult};
///
/// // A query that failed in part: the order is there, and one of its fields is not.
/// let result: QueryResult<OrderData> = serde_json::from_str(r#"{
///     "data": {"order": {"status": "OPEN", "items": [{"sku": "SCARF-01", "hsCode": null}]}},
///     "errors": [{
///         "message": "no customs code",
///         "path": ["order", "items", 0, "hsCode"],
///         "locations": [{"line": 7, "column": 9}]
///     }]
/// }"#)?;
///
/// let error = &result.errors[0];
/// assert_eq!(error.message.as_deref(), Some("no customs code"));
/// assert_eq!(error.path.join("."), "order.items.0.hsCode");
/// assert!(result.into_data()?.order.is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// A handler can return it, and the delivery is retried as after any other error. Its message is
/// the same for every failure, and does not repeat the texts that the sender wrote: log
/// [`errors`](Self::errors) yourself.
///
/// ```
/// use hookport::event_types::zonos::{OrderData, QueryFailed, QueryResult};
///
/// async fn on_created(result: QueryResult<OrderData>) -> Result<(), QueryFailed> {
///     let order = result.into_data()?.order;
///     println!("order {:?}", order.and_then(|order| order.zonos_order_id));
///     Ok(())
/// }
/// # drop(on_created);
///
/// let result: QueryResult<OrderData> =
///     serde_json::from_str(r#"{"data": null, "errors": [{"message": "order not found"}]}"#)?;
///
/// let failed: QueryFailed = result.into_data().unwrap_err();
/// assert_eq!(failed.to_string(), "the query of the webhook failed");
/// assert_eq!(failed.errors.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the query of the webhook failed")]
#[non_exhaustive]
pub struct QueryFailed {
    /// The errors, in the order in which they were sent.
    pub errors: Vec<QueryError>,
}

/// The `data` of an order's event.
///
/// GraphQL replaces a field that failed by `null`. So the order is missing if the query failed, and
/// the reason is in the errors beside it.
///
/// ```
/// use hookport::event_types::zonos::{OrderData, OrderStatus};
///
/// let data: OrderData = serde_json::from_str(r#"{"order": {"status": "OPEN"}}"#)?;
/// assert_eq!(data.order.and_then(|order| order.status), Some(OrderStatus::Open));
///
/// let failed: OrderData = serde_json::from_str(r#"{"order": null}"#)?;
/// assert_eq!(failed.order, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct OrderData {
    /// The order; `None` if Zonos failed to read it.
    pub order: Option<Order>,
}

/// The `data` of a shipment's event. Inferred.
///
/// The name `shipment` follows from that of the documented `order`. If your deliveries have another
/// name, write a struct of your own with [`Shipment`] in it:
///
/// ```
/// use hookport::event_types::zonos::{QueryResult, Shipment, ShipmentData, ShipmentStatus};
///
/// let result: QueryResult<ShipmentData> =
///     serde_json::from_str(r#"{"data": {"shipment": {"status": "CREATED"}}}"#)?;
/// let shipment = result.into_data()?.shipment.ok_or("no shipment")?;
/// assert_eq!(shipment.status, Some(ShipmentStatus::Created));
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "camelCase")]
/// struct NodeData {
///     shipment_node: Option<Shipment>,
/// }
///
/// let result: QueryResult<NodeData> =
///     serde_json::from_str(r#"{"data": {"shipmentNode": {"status": "VOIDED"}}}"#)?;
/// let shipment = result.into_data()?.shipment_node.ok_or("no shipment")?;
/// assert_eq!(shipment.status, Some(ShipmentStatus::Voided));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ShipmentData {
    /// The shipment; `None` if Zonos failed to read it.
    pub shipment: Option<Shipment>,
}
