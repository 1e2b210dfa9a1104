use serde::{Deserialize, Serialize};

use crate::{ExactNumber, event_types::lenient};

/// What was sold or ordered, and how it was paid. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Document {
    /// The id; begins with `TEST` in a test.
    pub id: Option<String>,
    /// The store.
    pub id_sales_point: Option<i64>,
    /// A description.
    pub description: Option<String>,
    /// The total.
    pub amount: Option<ExactNumber>,
    /// What was given back.
    pub change: Option<ExactNumber>,
    /// A remark.
    pub note: Option<String>,
    /// Your own id.
    pub external_id: Option<String>,
    /// The customer's e-mail address.
    pub email: Option<String>,
    /// Whether it is confirmed.
    #[serde(deserialize_with = "lenient::flag")]
    pub confirmed: Option<bool>,
    /// Whether it is free of tax.
    #[serde(deserialize_with = "lenient::flag")]
    pub tax_free: Option<bool>,
    /// The kind of user, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub user_type: Option<String>,
    /// The reason, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub document_reason: Option<String>,
    /// What it lists.
    #[serde(deserialize_with = "lenient::list")]
    pub rows: Vec<Row>,
    /// How it was paid.
    #[serde(deserialize_with = "lenient::list")]
    pub payments: Vec<Payment>,
    /// The table it was served at.
    pub order_summary: Option<OrderSummary>,
    /// Who made it.
    pub user: Option<User>,
    /// What it was made from.
    pub document_connection_sources: Option<ConnectionSources>,
}

impl Document {
    /// Whether it looks like a test: its id begins with `TEST`.
    ///
    /// A receiver that is in use tells tests by that.
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
    /// Its place in the document, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub row_number: Option<String>,
    /// Whether it is a subtotal.
    #[serde(deserialize_with = "lenient::flag")]
    pub subtotal: Option<bool>,
    /// Whether it is a refund.
    #[serde(deserialize_with = "lenient::flag")]
    pub refund: Option<bool>,
    /// Whether it is a menu.
    #[serde(deserialize_with = "lenient::flag")]
    pub menu: Option<bool>,
    /// Whether it is a composition.
    #[serde(deserialize_with = "lenient::flag")]
    pub composition: Option<bool>,
    /// Whether it is the cover charge.
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
    /// The way it is sold.
    pub id_sales_mode: Option<String>,
    /// What is sold, such as `GOODS`.
    pub sales_type: Option<String>,
    /// Whether it moves stock.
    #[serde(deserialize_with = "lenient::flag")]
    pub stock_movement_enabled: Option<bool>,
    /// The movement of stock.
    pub id_stock_movement: Option<String>,
    /// The movement of stock outwards.
    pub id_outgoing_movement: Option<String>,
    /// How many, or how much.
    pub quantity: Option<ExactNumber>,
    /// The price of one.
    pub price: Option<ExactNumber>,
    /// Whether `variation` is a percentage.
    #[serde(deserialize_with = "lenient::flag")]
    pub percentage_variation: Option<bool>,
    /// What is taken off or put on.
    pub variation: Option<ExactNumber>,
    /// Which of the two it is.
    pub variation_type: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// What it comes to.
    pub calculated_amount: Option<ExactNumber>,
    /// Whether it is the cost of shipping.
    #[serde(deserialize_with = "lenient::flag")]
    pub shipping_cost: Option<bool>,
}

/// One payment. Evidenced.
///
/// Bank accounts, payments of your own kinds and tickets have shapes nobody has shown; they are left
/// out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Payment {
    /// The means.
    pub payment_type: Option<String>,
    /// How much.
    pub amount: Option<ExactNumber>,
    /// What was given back.
    pub change: Option<ExactNumber>,
    /// A remark.
    pub payment_note: Option<String>,
}

/// The table a document is for. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrderSummary {
    /// The id.
    pub id: Option<String>,
    /// When it was opened, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub opening_time: Option<String>,
    /// When it was closed, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub closing_time: Option<String>,
    /// The total.
    pub amount: Option<ExactNumber>,
    /// How many guests, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub covers: Option<String>,
    /// The table.
    pub id_table: Option<String>,
    /// What the table is called.
    pub table_name: Option<String>,
    /// A code, as it was sent.
    #[serde(deserialize_with = "lenient::text")]
    pub code: Option<String>,
}

/// Who made a document. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct User {
    /// The id.
    pub id: Option<String>,
    /// The name.
    pub name: Option<String>,
}

/// What a document was made from. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ConnectionSources {
    /// The orders.
    #[serde(deserialize_with = "lenient::list")]
    pub orders: Vec<ConnectedOrder>,
}

/// An order a document was made from. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConnectedOrder {
    /// The id.
    pub id: Option<String>,
    /// Your own id.
    pub external_id: Option<String>,
}
