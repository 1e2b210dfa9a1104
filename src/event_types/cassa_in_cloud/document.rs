use serde::{Deserialize, Serialize};

use super::{Payment, Row};
use crate::{ExactNumber, event_types::lenient};

/// The goods that were sold or ordered, and their payments. Evidenced.
///
/// A document is inside of a [`Receipt`](super::Receipt) or an [`Order`](super::Order). No field is
/// required: an order may have no payments, and a sale without a table no
/// [`order_summary`](Self::order_summary). Money keeps the digits that were sent, so `10.0` is not
/// `10.00`. The body names no currency.
///
/// The store, [`id_sales_point`](Self::id_sales_point), is a number of up to 64 bits. Tell the
/// stores of one account apart by it.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::Document;
///
/// // The `document` of a receipt.
/// let document: Document = serde_json::from_str(r#"{
///     "id": "5b9a3c0e-7d2d-4c55-8a31-0c8f3f1f0001",
///     "idSalesPoint": 101,
///     "amount": 10.0,
///     "change": 0.0,
///     "externalId": null,
///     "confirmed": true,
///     "taxFree": false,
///     "rows": [{"rowNumber": 1, "quantity": 2, "price": 5.0, "calculatedAmount": 10.0}],
///     "payments": [{"paymentType": "CREDITCARD", "amount": 10.0, "change": 0.0}],
///     "user": {"id": "u-1", "name": "Cassa 1"}
/// }"#)?;
///
/// assert_eq!(document.id_sales_point, Some(101));
/// assert_eq!(document.amount.as_ref().map(|amount| amount.as_str()), Some("10.0"));
/// assert_eq!((document.confirmed, document.tax_free), (Some(true), Some(false)));
/// assert_eq!((document.rows.len(), document.payments.len()), (1, 1));
/// assert_eq!(document.order_summary, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Document {
    /// The id, which begins with `TEST` in a test.
    pub id: Option<String>,
    /// The store.
    #[serde(deserialize_with = "lenient::integer")]
    pub id_sales_point: Option<i64>,
    /// A description.
    pub description: Option<String>,
    /// The total.
    pub amount: Option<ExactNumber>,
    /// The change that was given back.
    pub change: Option<ExactNumber>,
    /// A remark.
    pub note: Option<String>,
    /// Your own id.
    pub external_id: Option<String>,
    /// The customer's e-mail address.
    pub email: Option<String>,
    /// `true` if the document is confirmed.
    #[serde(deserialize_with = "lenient::flag")]
    pub confirmed: Option<bool>,
    /// `true` if the document is free of tax.
    #[serde(deserialize_with = "lenient::flag")]
    pub tax_free: Option<bool>,
    /// The kind of user, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub user_type: Option<String>,
    /// The reason, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub document_reason: Option<String>,
    /// The lines.
    #[serde(deserialize_with = "lenient::list")]
    pub rows: Vec<Row>,
    /// The payments.
    #[serde(deserialize_with = "lenient::list")]
    pub payments: Vec<Payment>,
    /// The table in the restaurant.
    pub order_summary: Option<OrderSummary>,
    /// The user who made the document.
    pub user: Option<User>,
    /// The orders that the document was made from.
    pub document_connection_sources: Option<ConnectionSources>,
}

impl Document {
    /// Returns `true` if the document looks like a test: its id begins with `TEST`.
    ///
    /// The rule is that of a receiver that is in use. No page says that the portal sends tests.
    ///
    /// ```
    /// use hookport::event_types::cassa_in_cloud::Document;
    ///
    /// let test: Document = serde_json::from_str(r#"{"id": "TEST-1", "amount": 10.0}"#)?;
    /// let sale: Document = serde_json::from_str(r#"{"id": "5b9a3c0e-TEST", "amount": 10.0}"#)?;
    ///
    /// assert!(test.is_test());
    /// assert!(!sale.is_test());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn is_test(&self) -> bool {
        self.id.as_deref().is_some_and(|id| id.starts_with("TEST"))
    }
}

/// The table of a document. Evidenced.
///
/// The JSON types of the two times, the guests and the code are not published, so all four are kept
/// as texts: a number becomes its digits. The zone of the times is not published either. A time
/// without an offset is probably that of the store.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::OrderSummary;
///
/// // The `orderSummary` of a document.
/// let table: OrderSummary = serde_json::from_str(r#"{
///     "id": "os-1",
///     "openingTime": "2026-04-02T12:01:00",
///     "closingTime": "2026-04-02T12:55:00",
///     "amount": 10.0,
///     "covers": 2,
///     "idTable": "tab-12",
///     "tableName": "12",
///     "code": null
/// }"#)?;
///
/// assert_eq!(table.table_name.as_deref(), Some("12"));
/// assert_eq!(table.opening_time.as_deref(), Some("2026-04-02T12:01:00"));
/// assert_eq!(table.covers.as_deref().map(str::parse), Some(Ok(2_u32)));
/// assert_eq!(table.code, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderSummary {
    /// The id.
    pub id: Option<String>,
    /// The time of opening, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub opening_time: Option<String>,
    /// The time of closing, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub closing_time: Option<String>,
    /// The total.
    pub amount: Option<ExactNumber>,
    /// The number of guests, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub covers: Option<String>,
    /// The table.
    pub id_table: Option<String>,
    /// The name of the table.
    pub table_name: Option<String>,
    /// A code, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub code: Option<String>,
}

/// The user who made a document. Evidenced.
///
/// The name may be that of a person, so treat it as personal data: do not write it to a log.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::Document;
///
/// let document: Document = serde_json::from_str(r#"{"user": {"id": "u-1", "name": "Cassa 1"}}"#)?;
///
/// let user = document.user.ok_or("no user")?;
/// assert_eq!(user.id.as_deref(), Some("u-1"));
/// assert_eq!(user.name.as_deref(), Some("Cassa 1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct User {
    /// The id.
    pub id: Option<String>,
    /// The name.
    pub name: Option<String>,
}

/// The records that a document was made from. Evidenced.
///
/// A receipt has an id of its own. This list leads from the receipt back to its orders, of which
/// there may be several.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::Receipt;
///
/// let receipt: Receipt = serde_json::from_str(r#"{
///     "number": 42,
///     "document": {
///         "documentConnectionSources": {
///             "orders": [
///                 {"id": "ord-1", "externalId": "web-000123"},
///                 {"id": "ord-2", "externalId": null}
///             ]
///         }
///     }
/// }"#)?;
///
/// let sources = receipt.document.and_then(|document| document.document_connection_sources);
/// let orders = sources.unwrap_or_default().orders;
/// let own: Vec<_> = orders.iter().filter_map(|order| order.external_id.as_deref()).collect();
/// assert_eq!(own, ["web-000123"], "the other order has no id of yours");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ConnectionSources {
    /// The orders.
    #[serde(deserialize_with = "lenient::list")]
    pub orders: Vec<ConnectedOrder>,
}

/// An order that a document was made from. Evidenced.
///
/// It has the ids of the order, and nothing else of it. The [`id`](Self::id) is that of an
/// [`Order`](super::Order) that was delivered before. The order of deliveries is not published, so
/// the receipt may come first.
///
/// ```
/// use std::collections::HashSet;
///
/// use hookport::event_types::cassa_in_cloud::{ConnectedOrder, Order};
///
/// let order: Order = serde_json::from_str(r#"{"id": "ord-1", "externalId": "web-000123"}"#)?;
/// let known: HashSet<_> = order.id.into_iter().collect();
///
/// let paid: ConnectedOrder =
///     serde_json::from_str(r#"{"id": "ord-1", "externalId": "web-000123"}"#)?;
///
/// assert!(paid.id.is_some_and(|id| known.contains(&id)));
/// assert_eq!(paid.external_id.as_deref(), Some("web-000123"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConnectedOrder {
    /// The id.
    pub id: Option<String>,
    /// Your own id.
    pub external_id: Option<String>,
}
