use serde::{Deserialize, Serialize};

use super::Document;
use crate::event_types::{lenient, open_enum::open_enum};

/// An order. Evidenced.
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
    pub id_sales_point: Option<i64>,
    /// The goods and the payments.
    pub document: Option<Document>,
}

impl Order {
    /// Returns the store, from the order or else from its document.
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
