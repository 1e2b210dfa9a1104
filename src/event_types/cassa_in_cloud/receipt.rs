use serde::{Deserialize, Serialize};

use super::Document;
use crate::event_types::lenient;

/// A receipt, and as is inferred a bill. Evidenced.
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
    pub id_sales_point: Option<i64>,
    /// The goods and the payments.
    pub document: Option<Document>,
}

impl Receipt {
    /// Returns the store, from the receipt or else from its document.
    pub fn sales_point(&self) -> Option<i64> {
        let document = self.document.as_ref();
        self.id_sales_point.or_else(|| document?.id_sales_point)
    }

    /// Returns `true` if the receipt looks like a test: see [`Document::is_test`].
    pub fn is_test(&self) -> bool {
        self.document.as_ref().is_some_and(Document::is_test)
    }
}
