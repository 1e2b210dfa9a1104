use serde::{Deserialize, Serialize};

use super::Document;
use crate::event_types::{lenient, open_enum::open_enum};

/// An order. Evidenced.
///
/// Two fields tell the progress. [`status`](Self::status) is that of every order.
/// [`external_workflow_status`](Self::external_workflow_status) is that of an order from another
/// system, such as a web shop. [`external_id`](Self::external_id) is the id that this system gave
/// it.
///
/// A change is sent as the whole order, so compare it with the order that you have. It is not known
/// if `ORDER/DELETE` is sent with all fields, which is why none is required.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::{Order, OrderStatus, WorkflowStatus};
///
/// // The body of `ORDER/EDIT`.
/// let order: Order = serde_json::from_str(r#"{
///     "id": "ord-1",
///     "externalId": "web-000123",
///     "isExternalOrder": true,
///     "status": "NOT_PROCESSED",
///     "externalWorkflowStatus": "READY",
///     "deliveryMode": "TABLE",
///     "idTable": "tab-12",
///     "dueDate": 1775131500000,
///     "rejectionReason": null,
///     "document": {
///         "idSalesPoint": 101,
///         "amount": 10.0,
///         "rows": [{
///             "rowNumber": 1,
///             "idProductVariant": "var-media",
///             "quantity": 2,
///             "price": 5.0,
///             "note": "no foam"
///         }]
///     }
/// }"#)?;
///
/// assert_eq!(order.external_id.as_deref(), Some("web-000123"));
/// assert_eq!(order.status, Some(OrderStatus::NotProcessed));
/// assert_eq!(order.external_workflow_status, Some(WorkflowStatus::Ready));
///
/// // The store is in the document here, and the time is a number of milliseconds.
/// assert_eq!(order.id_sales_point, None);
/// assert_eq!(order.sales_point(), Some(101));
/// assert_eq!(order.due_date.as_deref().map(str::parse), Some(Ok(1_775_131_500_000_u64)));
///
/// let rows = order.document.map(|document| document.rows).unwrap_or_default();
/// assert_eq!(rows[0].note.as_deref(), Some("no foam"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Order {
    /// The id.
    pub id: Option<String>,
    /// Your own id, which only one order can have.
    pub external_id: Option<String>,
    /// `true` if the order came from another system.
    #[serde(deserialize_with = "lenient::flag")]
    pub is_external_order: Option<bool>,
    /// The progress of the order.
    pub status: Option<OrderStatus>,
    /// The progress of an order from another system.
    pub external_workflow_status: Option<WorkflowStatus>,
    /// The way to the customer, such as `TABLE`.
    pub delivery_mode: Option<String>,
    /// The table.
    pub id_table: Option<String>,
    /// The time at which the order is due, as it was sent: according to one source, milliseconds
    /// since 1970.
    #[serde(deserialize_with = "lenient::text")]
    pub due_date: Option<String>,
    /// The reason of a refusal.
    pub rejection_reason: Option<String>,
    /// The store; more often in the document, see [`sales_point`](Self::sales_point).
    #[serde(deserialize_with = "lenient::integer")]
    pub id_sales_point: Option<i64>,
    /// The goods and the payments.
    pub document: Option<Document>,
}

impl Order {
    /// Returns the store, from the order or else from its document.
    ///
    /// ```
    /// use hookport::event_types::cassa_in_cloud::Order;
    ///
    /// let order: Order = serde_json::from_str(r#"{"document": {"idSalesPoint": 101}}"#)?;
    /// assert_eq!(order.sales_point(), Some(101));
    ///
    /// let order: Order =
    ///     serde_json::from_str(r#"{"idSalesPoint": 7, "document": {"idSalesPoint": 101}}"#)?;
    /// assert_eq!(order.sales_point(), Some(7));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn sales_point(&self) -> Option<i64> {
        let document = self.document.as_ref();
        self.id_sales_point.or_else(|| document?.id_sales_point)
    }

    /// Returns `true` if the order looks like a test: see [`Document::is_test`].
    pub fn is_test(&self) -> bool {
        self.document.as_ref().is_some_and(Document::is_test)
    }
}

open_enum! {
    /// The progress of an order. Evidenced; there are more values.
    ///
    /// The source that names these three says that there are others. So a match needs an arm for
    /// them, and an unknown value must not stop the order: it is `Other`, with the text that was
    /// sent.
    ///
    /// ```
    /// use hookport::event_types::cassa_in_cloud::OrderStatus;
    ///
    /// fn share_done(status: &OrderStatus) -> Option<f32> {
    ///     match status {
    ///         OrderStatus::NotProcessed => Some(0.0),
    ///         OrderStatus::PartiallyProcessed => Some(0.5),
    ///         OrderStatus::Processed => Some(1.0),
    ///         _ => None,
    ///     }
    /// }
    ///
    /// let status: OrderStatus = serde_json::from_str(r#""PARTIALLY_PROCESSED""#)?;
    /// assert_eq!(share_done(&status), Some(0.5));
    ///
    /// let new: OrderStatus = serde_json::from_str(r#""ARCHIVED""#)?;
    /// assert_eq!(share_done(&new), None);
    /// assert_eq!(new.as_str(), "ARCHIVED");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum OrderStatus {
        /// Nothing is done.
        NotProcessed = "NOT_PROCESSED",
        /// A part is done.
        PartiallyProcessed = "PARTIALLY_PROCESSED",
        /// All is done.
        Processed = "PROCESSED",
    }
}

open_enum! {
    /// The progress of an order from another system. Evidenced.
    ///
    /// By the names, an order is first requested, and then accepted or rejected. The reason of a
    /// rejection is in [`Order::rejection_reason`]. The sequence of the values is not published, so
    /// a receiver should take any of them at any time, and keep the last one.
    ///
    /// ```
    /// use hookport::event_types::cassa_in_cloud::{Order, WorkflowStatus};
    ///
    /// fn message(order: &Order) -> Option<String> {
    ///     Some(match order.external_workflow_status.as_ref()? {
    ///         WorkflowStatus::Accepted => "We have your order.".to_owned(),
    ///         WorkflowStatus::Rejected => {
    ///             let reason = order.rejection_reason.as_deref().unwrap_or("no reason given");
    ///             format!("We cannot take your order: {reason}.")
    ///         }
    ///         WorkflowStatus::Ready => "Your order is ready.".to_owned(),
    ///         // The others, and those that the vendor adds.
    ///         _ => return None,
    ///     })
    /// }
    ///
    /// let rejected: Order = serde_json::from_str(
    ///     r#"{"externalWorkflowStatus": "REJECTED", "rejectionReason": "closed today"}"#,
    /// )?;
    /// assert_eq!(message(&rejected).as_deref(), Some("We cannot take your order: closed today."));
    ///
    /// let new: Order = serde_json::from_str(r#"{"externalWorkflowStatus": "LOST"}"#)?;
    /// assert_eq!(message(&new), None);
    /// assert_eq!(new.external_workflow_status, Some(WorkflowStatus::Other("LOST".to_owned())));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum WorkflowStatus {
        /// Requested.
        Requested = "REQUESTED",
        /// Accepted.
        Accepted = "ACCEPTED",
        /// Rejected.
        Rejected = "REJECTED",
        /// In preparation.
        Processing = "PROCESSING",
        /// Ready.
        Ready = "READY",
        /// Being handed to the carrier.
        Shipping = "SHIPPING",
        /// Handed to the carrier.
        Shipped = "SHIPPED",
        /// Being delivered.
        Delivering = "DELIVERING",
        /// Canceled.
        Canceled = "CANCELED",
        /// Completed.
        Completed = "COMPLETED",
    }
}
