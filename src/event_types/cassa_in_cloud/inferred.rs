use serde::{Deserialize, Serialize};

use super::Document;
use crate::{ExactNumber, event_types::lenient};

/// A document with a number: a credit note, an invoice, a transport document or a quote. Inferred
/// from [`Receipt`](super::Receipt), since none has been seen.
///
/// A field of another shape than inferred is `None`. The variant of the event tells the kind of
/// document. Ask for the whole body too until you have seen one:
///
/// ```
/// use hookport::{event_types::cassa_in_cloud::NumberedDocument, extract::RawBody};
///
/// async fn on_invoice(invoice: NumberedDocument, RawBody(body): RawBody) {
///     println!("{:?}: {} bytes", invoice.number, body.len());
/// }
/// # drop(on_invoice);
///
/// let invoice: NumberedDocument = serde_json::from_str(r#"{
///     "id": "inv-1",
///     "number": 12,
///     "date": "2026-04-02",
///     "document": {"idSalesPoint": 101, "amount": 10.0}
/// }"#)?;
/// assert_eq!((invoice.number.as_deref(), invoice.sales_point()), (Some("12"), Some(101)));
///
/// let other: NumberedDocument = serde_json::from_str(r#"{"id": 7, "document": ["inv-1"]}"#)?;
/// assert_eq!((other.id.as_deref(), other.document), (Some("7"), None));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct NumberedDocument {
    /// The id, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub id: Option<String>,
    /// The number, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub number: Option<String>,
    /// The day, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub date: Option<String>,
    /// The time, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub datetime: Option<String>,
    /// The store; more often in the document, see [`sales_point`](Self::sales_point).
    #[serde(deserialize_with = "lenient::integer")]
    pub id_sales_point: Option<i64>,
    /// The goods and the payments.
    #[serde(deserialize_with = "lenient::guess")]
    pub document: Option<Document>,
}

impl NumberedDocument {
    /// Returns the store, from the record or else from its document.
    pub fn sales_point(&self) -> Option<i64> {
        let document = self.document.as_ref();
        self.id_sales_point.or_else(|| document?.id_sales_point)
    }

    /// Returns `true` if the document looks like a test: see [`Document::is_test`].
    pub fn is_test(&self) -> bool {
        self.document.as_ref().is_some_and(Document::is_test)
    }
}

/// A movement of stock. Inferred, since none has been seen.
///
/// That a movement out of the store has a negative quantity is inferred too. A row of a receipt names
/// its movement in `idStockMovement`. A field of another shape than inferred is `None`.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::StockMovement;
///
/// let movement: StockMovement = serde_json::from_str(r#"{
///     "id": "sm-1",
///     "idSalesPoint": 101,
///     "date": "2026-04-02",
///     "idProduct": "prod-1",
///     "quantity": -2
/// }"#)?;
///
/// assert_eq!(movement.id_product.as_deref(), Some("prod-1"));
/// assert_eq!(movement.quantity.map(|quantity| quantity.parse()), Some(Ok(-2_i64)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct StockMovement {
    /// The id, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub id: Option<String>,
    /// The store.
    #[serde(deserialize_with = "lenient::integer")]
    pub id_sales_point: Option<i64>,
    /// The day or the time, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub date: Option<String>,
    /// The product.
    #[serde(deserialize_with = "lenient::text")]
    pub id_product: Option<String>,
    /// The variant of the product.
    #[serde(deserialize_with = "lenient::text")]
    pub id_product_variant: Option<String>,
    /// The quantity.
    #[serde(deserialize_with = "lenient::guess")]
    pub quantity: Option<ExactNumber>,
}

/// A closure of the till, with the sum of a day. Inferred, since none has been seen.
///
/// A [`Receipt`](super::Receipt) names the number of its closure in `zNumber`. A field of another
/// shape than inferred is `None`.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::{CashClosure, Receipt};
///
/// let closure: CashClosure = serde_json::from_str(r#"{
///     "id": "z-187",
///     "idSalesPoint": 101,
///     "date": "2026-04-02",
///     "zNumber": 187,
///     "amount": 1240.50
/// }"#)?;
/// let receipt: Receipt = serde_json::from_str(r#"{"zNumber": "187"}"#)?;
///
/// assert_eq!(closure.z_number, receipt.z_number);
/// assert_eq!(closure.amount.as_ref().map(|amount| amount.as_str()), Some("1240.50"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct CashClosure {
    /// The id, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub id: Option<String>,
    /// The store.
    #[serde(deserialize_with = "lenient::integer")]
    pub id_sales_point: Option<i64>,
    /// The day, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub date: Option<String>,
    /// The number of the closure, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub z_number: Option<String>,
    /// The sum of the receipts.
    #[serde(deserialize_with = "lenient::guess")]
    pub amount: Option<ExactNumber>,
}
