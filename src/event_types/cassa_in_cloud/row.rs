use serde::{Deserialize, Serialize};

use crate::{ExactNumber, event_types::lenient};

/// One line of a document. Evidenced.
///
/// A line is not always a product that was sold. It may be a subtotal, a refund, the cover charge
/// or the cost of shipping: look at the flags before you sum up. The JSON types of the flags are
/// not published. `true`, `1`, `"true"` and `"1"` are all `Some(true)`, and a value that is no flag
/// is `None`.
///
/// [`price`](Self::price) is that of one, and [`calculated_amount`](Self::calculated_amount) that
/// of the whole line.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::Row;
///
/// // The `rows` of a document.
/// let rows: Vec<Row> = serde_json::from_str(r#"[
///     {
///         "id": "0f8d3f52-0d7e-4b15-9c0e-3a5c1e7b1a01",
///         "rowNumber": 1,
///         "subtotal": false,
///         "refund": false,
///         "coverCharge": false,
///         "idProduct": "8d1c2b3a-1111-4c4c-9a9a-000000000001",
///         "idTax": "8d1c2b3a-4444-4c4c-9a9a-000000000004",
///         "idSalesMode": null,
///         "salesType": "GOODS",
///         "quantity": 2,
///         "price": 5.0,
///         "percentageVariation": false,
///         "variation": null,
///         "calculatedAmount": 10.0,
///         "shippingCost": false
///     },
///     {"rowNumber": 2, "coverCharge": 1, "quantity": 2, "price": 1.5, "calculatedAmount": 3.0},
///     {"rowNumber": 3, "subtotal": "true", "calculatedAmount": 13.0}
/// ]"#)?;
///
/// let is_product = |row: &&Row| row.id_product.is_some() && row.refund != Some(true);
/// let sold: Vec<_> = rows.iter().filter(is_product).collect();
/// assert_eq!(sold.len(), 1);
/// assert_eq!(sold[0].quantity.as_ref().map(|quantity| quantity.as_str()), Some("2"));
/// assert_eq!(sold[0].price.as_ref().map(|price| price.as_str()), Some("5.0"));
///
/// assert_eq!(rows[1].cover_charge, Some(true));
/// assert_eq!((rows[2].subtotal, rows[2].refund), (Some(true), None));
/// # Ok::<(), serde_json::Error>(())
/// ```
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
/// A receipt may have several: a part in cash, a part by card. It is not published if
/// [`amount`](Self::amount) includes [`change`](Self::change), so compare the payments of a real
/// receipt with its total before you add them up. The names of the means are not published either.
///
/// Bank accounts, payments of your own kinds and tickets are left out, since their shapes are not
/// published.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::Payment;
///
/// // The `payments` of a document.
/// let payments: Vec<Payment> = serde_json::from_str(r#"[
///     {
///         "paymentType": "CREDITCARD",
///         "amount": 10.0,
///         "change": 0.0,
///         "paymentNote": null,
///         "customPayment": null,
///         "ticket": null
///     }
/// ]"#)?;
///
/// assert_eq!(payments[0].payment_type.as_deref(), Some("CREDITCARD"));
/// assert_eq!(payments[0].amount.as_ref().map(|amount| amount.as_str()), Some("10.0"));
/// assert_eq!(payments[0].payment_note, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
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
