use serde::{Deserialize, Serialize};

use super::Document;
use crate::event_types::lenient;

/// A receipt, and as is inferred a bill. Evidenced.
///
/// No field is required. Numbers of documents, dates and times are kept as texts, since their JSON
/// types are not published: `42` and `"42"` are read alike. A day is `yyyy-mm-dd` for the most
/// part. The zone of a time is not published, and is probably that of the store.
///
/// `RECEIPT/DELETE` is a void: undo what the receipt did to your stock. The verb is in the header,
/// so a handler asks for the [`Operation`](super::Operation):
///
/// ```
/// use hookport::testing::{Signer, deliver};
/// use hookport::{
///     EventRouter,
///     event_types::cassa_in_cloud::{CassaInCloudEvent, Operation, Receipt, Verb},
///     providers,
/// };
///
/// async fn on_receipt(receipt: Receipt, operation: Operation) -> Result<(), &'static str> {
///     if receipt.is_test() {
///         return Ok(());
///     }
///     let store = receipt.sales_point().ok_or("no store")?;
///     let sign = if operation.verb == Verb::Delete { 1 } else { -1 };
///     for row in receipt.document.map(|document| document.rows).unwrap_or_default() {
///         println!("store {store}: {sign} × {:?} of {:?}", row.quantity, row.id_product);
///     }
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let endpoint = EventRouter::new(providers::CASSA_IN_CLOUD.secret("made-up"))
///     .on(CassaInCloudEvent::RECEIPT, on_receipt)
///     .ignore_rest()
///     .with_state(());
///
/// let body = r#"{
///     "id": "c2a9c1de-5a5f-4b61-8c33-6f2e2a600001",
///     "number": 42,
///     "date": "2026-04-02",
///     "datetime": "2026-04-02T12:55:03",
///     "zNumber": 187,
///     "taxCode": null,
///     "vatNumber": null,
///     "lotteryCode": null,
///     "document": {
///         "id": "5b9a3c0e-7d2d-4c55-8a31-0c8f3f1f0001",
///         "idSalesPoint": 101,
///         "amount": 10.0,
///         "rows": [{"rowNumber": 1, "idProduct": "prod-1", "quantity": 2, "price": 5.0}],
///         "payments": [{"paymentType": "CREDITCARD", "amount": 10.0, "change": 0.0}]
///     }
/// }"#;
///
/// // The signature is in `x-cn-signature`, and the name of the event in `x-cn-operation`.
/// let signer = |secret, event| Signer::new(providers::CASSA_IN_CLOUD, secret).event(event);
/// let void = signer("made-up", "RECEIPT/DELETE").sign(body)?;
/// assert_eq!(void.headers()["x-cn-operation"], "RECEIPT/DELETE");
/// assert_eq!(deliver(&endpoint, void).await.status(), 200);
///
/// let forged = signer("guessed", "RECEIPT/DELETE").sign(body)?;
/// assert_eq!(deliver(&endpoint, forged).await.status(), 401);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Receipt {
    /// The id.
    pub id: Option<String>,
    /// The number, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub number: Option<String>,
    /// The day, as it was sent; `yyyy-mm-dd` for the most part.
    #[serde(deserialize_with = "lenient::text")]
    pub date: Option<String>,
    /// The time, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub datetime: Option<String>,
    /// The number of the closure that counts the receipt, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub z_number: Option<String>,
    /// The customer's tax code.
    pub tax_code: Option<String>,
    /// The customer's VAT number.
    pub vat_number: Option<String>,
    /// The customer's code for the receipt lottery.
    pub lottery_code: Option<String>,
    /// The store; more often in the document, see [`sales_point`](Self::sales_point).
    #[serde(deserialize_with = "lenient::integer")]
    pub id_sales_point: Option<i64>,
    /// The goods and the payments.
    pub document: Option<Document>,
}

impl Receipt {
    /// Returns the store, from the receipt or else from its document.
    ///
    /// ```
    /// use hookport::event_types::cassa_in_cloud::Receipt;
    ///
    /// let receipt: Receipt = serde_json::from_str(r#"{"document": {"idSalesPoint": 101}}"#)?;
    ///
    /// assert_eq!(receipt.id_sales_point, None);
    /// assert_eq!(receipt.sales_point(), Some(101));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn sales_point(&self) -> Option<i64> {
        let document = self.document.as_ref();
        self.id_sales_point.or_else(|| document?.id_sales_point)
    }

    /// Returns `true` if the receipt looks like a test: see [`Document::is_test`].
    ///
    /// ```
    /// use hookport::event_types::cassa_in_cloud::Receipt;
    ///
    /// let receipt: Receipt =
    ///     serde_json::from_str(r#"{"number": 42, "document": {"id": "TEST-1"}}"#)?;
    ///
    /// assert!(receipt.is_test());
    /// assert_eq!(receipt.number.as_deref(), Some("42"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn is_test(&self) -> bool {
        self.document.as_ref().is_some_and(Document::is_test)
    }
}
