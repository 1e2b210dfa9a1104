use serde::{Deserialize, Serialize};

use crate::{ExactNumber, event_types::lenient};

/// The goods that were sold or ordered, and their payments. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Document {
    /// The id, which begins with `TEST` in a test.
    pub id: Option<String>,
    /// The store.
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
    /// The rule is that of a receiver that is in use.
    pub fn is_test(&self) -> bool {
        self.id.as_deref().is_some_and(|id| id.starts_with("TEST"))
    }
}

/// One line of a document. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Row {
    /// The id.
    pub id: Option<String>,
    /// The position in the document, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub row_number: Option<String>,
    /// `true` if the line is a subtotal.
    #[serde(deserialize_with = "lenient::flag")]
    pub subtotal: Option<bool>,
    /// `true` if the line is a refund.
    #[serde(deserialize_with = "lenient::flag")]
    pub refund: Option<bool>,
    /// `true` if the line is a menu.
    #[serde(deserialize_with = "lenient::flag")]
    pub menu: Option<bool>,
    /// `true` if the line is a composition.
    #[serde(deserialize_with = "lenient::flag")]
    pub composition: Option<bool>,
    /// `true` if the line is the cover charge.
    #[serde(deserialize_with = "lenient::flag")]
    pub cover_charge: Option<bool>,
    /// The product.
    pub id_product: Option<String>,
    /// The variant of the product.
    pub id_product_variant: Option<String>,
    /// The category.
    pub id_category: Option<String>,
    /// The department.
    pub id_department: Option<String>,
    /// The tax.
    pub id_tax: Option<String>,
    /// The way of selling.
    pub id_sales_mode: Option<String>,
    /// The kind of goods, such as `GOODS`.
    pub sales_type: Option<String>,
    /// `true` if the sale moves stock.
    #[serde(deserialize_with = "lenient::flag")]
    pub stock_movement_enabled: Option<bool>,
    /// The movement of stock.
    pub id_stock_movement: Option<String>,
    /// The movement of stock outwards.
    pub id_outgoing_movement: Option<String>,
    /// The quantity.
    pub quantity: Option<ExactNumber>,
    /// The price of one.
    pub price: Option<ExactNumber>,
    /// `true` if `variation` is a percentage.
    #[serde(deserialize_with = "lenient::flag")]
    pub percentage_variation: Option<bool>,
    /// The discount or surcharge.
    pub variation: Option<ExactNumber>,
    /// The kind of variation.
    pub variation_type: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The amount of the line.
    pub calculated_amount: Option<ExactNumber>,
    /// `true` if the line is the cost of shipping.
    #[serde(deserialize_with = "lenient::flag")]
    pub shipping_cost: Option<bool>,
}

/// One payment. Evidenced.
///
/// Bank accounts, payments of your own kinds and tickets are left out, since their shapes are not
/// published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Payment {
    /// The means.
    pub payment_type: Option<String>,
    /// The amount.
    pub amount: Option<ExactNumber>,
    /// The change that was given back.
    pub change: Option<ExactNumber>,
    /// A remark.
    pub payment_note: Option<String>,
}

/// The table of a document. Evidenced.
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ConnectionSources {
    /// The orders.
    #[serde(deserialize_with = "lenient::list")]
    pub orders: Vec<ConnectedOrder>,
}

/// An order that a document was made from. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConnectedOrder {
    /// The id.
    pub id: Option<String>,
    /// Your own id.
    pub external_id: Option<String>,
}
