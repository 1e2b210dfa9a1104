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
    /// Your own id, of which there is only one.
    pub external_id: Option<String>,
    /// Whether it came from outside.
    #[serde(deserialize_with = "lenient::flag")]
    pub is_external_order: Option<bool>,
    /// How much of it is done.
    pub status: Option<OrderStatus>,
    /// How far along it is, for an order from outside.
    pub external_workflow_status: Option<WorkflowStatus>,
    /// How it reaches the customer, such as `TABLE`.
    pub delivery_mode: Option<String>,
    /// The table.
    pub id_table: Option<String>,
    /// When it is due, as it was sent; milliseconds since 1970 in one reading.
    #[serde(deserialize_with = "lenient::text")]
    pub due_date: Option<String>,
    /// Why it was refused.
    pub rejection_reason: Option<String>,
    /// The store; more often told by the document, see [`sales_point`](Self::sales_point).
    pub id_sales_point: Option<i64>,
    /// What was ordered.
    pub document: Option<Document>,
}

impl Order {
    /// The store it is for, wherever that is told.
    pub fn sales_point(&self) -> Option<i64> {
        let document = self.document.as_ref();
        self.id_sales_point.or_else(|| document?.id_sales_point)
    }

    /// Whether it looks like a test: see [`Document::is_test`].
    pub fn is_test(&self) -> bool {
        self.document.as_ref().is_some_and(Document::is_test)
    }
}

open_enum! {
    /// How much of an order is done. Evidenced; there are more.
    pub enum OrderStatus {
        /// Nothing of it.
        NotProcessed = "NOT_PROCESSED",
        /// A part of it.
        PartiallyProcessed = "PARTIALLY_PROCESSED",
        /// All of it.
        Processed = "PROCESSED",
    }
}

open_enum! {
    /// How far along an order from outside is. Evidenced.
    pub enum WorkflowStatus {
        /// Asked for.
        Requested = "REQUESTED",
        /// Taken.
        Accepted = "ACCEPTED",
        /// Refused.
        Rejected = "REJECTED",
        /// Being made.
        Processing = "PROCESSING",
        /// Made.
        Ready = "READY",
        /// Being handed to the carrier.
        Shipping = "SHIPPING",
        /// Handed to the carrier.
        Shipped = "SHIPPED",
        /// Being delivered.
        Delivering = "DELIVERING",
        /// Called off.
        Canceled = "CANCELED",
        /// Over.
        Completed = "COMPLETED",
    }
}
