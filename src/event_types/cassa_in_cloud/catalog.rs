use serde::{Deserialize, Serialize};

use crate::{ExactNumber, event_types::lenient};

/// A product. Evidenced.
///
/// The department is there twice: by its id, and as the record itself with its tax. The
/// [`prices`](Self::prices) are one for each way of selling. Money keeps the digits that were sent,
/// and the body names no currency.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::Product;
///
/// // The body of `PRODUCT/EDIT`.
/// let product: Product = serde_json::from_str(r#"{
///     "id": "prod-1",
///     "description": "Margherita",
///     "internalId": "PZ-001",
///     "externalId": null,
///     "idCategory": "cat-1",
///     "idDepartment": "dep-1",
///     "department": {
///         "id": "dep-1",
///         "description": "Cucina",
///         "idTax": "tax-10",
///         "tax": {"id": "tax-10", "description": "IVA 10%", "rate": 10}
///     },
///     "multivariant": false,
///     "enableForRisto": true,
///     "prices": [{"value": 8.5}, {"idSalesMode": "sm-asporto", "value": 7.5}]
/// }"#)?;
///
/// assert_eq!(product.internal_id.as_deref(), Some("PZ-001"));
/// assert_eq!(product.external_id, None, "you gave it no id of your own");
/// assert_eq!((product.multivariant, product.enable_for_risto), (Some(false), Some(true)));
///
/// let price_of = |mode: Option<&str>| {
///     let price = product.prices.iter().find(|price| price.id_sales_mode.as_deref() == mode);
///     price.and_then(|price| price.value.as_ref()).map(|value| value.as_str())
/// };
/// assert_eq!(price_of(None), Some("8.5"));
/// assert_eq!(price_of(Some("sm-asporto")), Some("7.5"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Product {
    /// The id.
    pub id: Option<String>,
    /// The name.
    pub description: Option<String>,
    /// The id that the store uses.
    pub internal_id: Option<String>,
    /// Your own id.
    pub external_id: Option<String>,
    /// The category.
    pub id_category: Option<String>,
    /// The department.
    pub id_department: Option<String>,
    /// The department itself.
    pub department: Option<Department>,
    /// `true` if the product has several variants.
    #[serde(deserialize_with = "lenient::flag")]
    pub multivariant: Option<bool>,
    /// `true` if it is offered in the restaurant.
    #[serde(deserialize_with = "lenient::flag")]
    pub enable_for_risto: Option<bool>,
    /// The prices.
    #[serde(deserialize_with = "lenient::list")]
    pub prices: Vec<Price>,
}

/// A price of a product. Evidenced.
///
/// Only a price for one way of selling, such as takeaway, names that way. A receipt names it in
/// [`Row::id_sales_mode`](super::Row::id_sales_mode). A number and a text with a number are both
/// read.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::Price;
///
/// let prices: Vec<Price> = serde_json::from_str(r#"[
///     {"value": 8.50},
///     {"idSalesMode": "sm-asporto", "value": "7.50"},
///     {"idSalesMode": "sm-delivery", "value": null}
/// ]"#)?;
///
/// assert_eq!(prices[0].id_sales_mode, None);
/// assert_eq!(prices[0].value.as_ref().map(|value| value.as_str()), Some("8.50"));
/// assert_eq!(prices[1].value.as_ref().map(|value| value.as_str()), Some("7.50"));
/// assert_eq!(prices[2].value, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Price {
    /// The way of selling that has this price; `None` if all have it.
    pub id_sales_mode: Option<String>,
    /// The price itself.
    pub value: Option<ExactNumber>,
}

/// A category of products. Evidenced.
///
/// A [`Product`] names its category by [`id_category`](Product::id_category), and a line of a
/// receipt does too. Keep the categories by their ids, so that both can be looked up.
///
/// ```
/// use std::collections::HashMap;
///
/// use hookport::event_types::cassa_in_cloud::Category;
///
/// // The body of `CATEGORY/CREATE`.
/// let category: Category = serde_json::from_str(r#"{
///     "id": "cat-1",
///     "description": "Pizze",
///     "enableForRisto": true
/// }"#)?;
///
/// let mut names = HashMap::new();
/// if let (Some(id), Some(name)) = (category.id, category.description) {
///     names.insert(id, name);
/// }
///
/// assert_eq!(names["cat-1"], "Pizze");
/// assert_eq!(category.enable_for_risto, Some(true));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Category {
    /// The id.
    pub id: Option<String>,
    /// The name.
    pub description: Option<String>,
    /// `true` if it is offered in the restaurant.
    #[serde(deserialize_with = "lenient::flag")]
    pub enable_for_risto: Option<bool>,
}

/// A department. Evidenced.
///
/// A department stands between a product and its tax. The [`tax`](Self::tax) itself may be left
/// out, so that only [`id_tax`](Self::id_tax) names it.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::Department;
///
/// let departments: Vec<Department> = serde_json::from_str(r#"[
///     {
///         "id": "dep-1",
///         "description": "Cucina",
///         "idTax": "tax-10",
///         "tax": {"id": "tax-10", "description": "IVA 10%", "rate": 10}
///     },
///     {"id": "dep-2", "description": "Bar", "idTax": "tax-22"}
/// ]"#)?;
///
/// for department in &departments {
///     let embedded = department.tax.as_ref().and_then(|tax| tax.id.as_deref());
///     assert!(embedded.is_none() || embedded == department.id_tax.as_deref());
/// }
/// assert_eq!(departments[1].tax, None);
/// assert_eq!(departments[1].id_tax.as_deref(), Some("tax-22"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Department {
    /// The id.
    pub id: Option<String>,
    /// The name.
    pub description: Option<String>,
    /// The tax.
    pub id_tax: Option<String>,
    /// The tax itself.
    pub tax: Option<Tax>,
}

/// A tax. Evidenced.
///
/// The [`rate`](Self::rate) is in per cent: `10` is ten per cent. It keeps its digits, so parse it
/// into a decimal type, or into an integer where you know that it has no fraction.
///
/// ```
/// use hookport::event_types::cassa_in_cloud::Tax;
///
/// // The body of `TAX/EDIT`.
/// let tax: Tax =
///     serde_json::from_str(r#"{"id": "tax-10", "description": "IVA 10%", "rate": 10}"#)?;
/// let rate = tax.rate.ok_or("a tax without a rate")?;
/// assert_eq!(rate.parse(), Ok(10_u8));
///
/// let reduced: Tax = serde_json::from_str(r#"{"id": "tax-4", "rate": 4.50}"#)?;
/// let rate = reduced.rate.ok_or("a tax without a rate")?;
/// assert_eq!(rate.as_str(), "4.50");
/// assert!(rate.parse::<u8>().is_err(), "it has a fraction");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Tax {
    /// The id.
    pub id: Option<String>,
    /// The name.
    pub description: Option<String>,
    /// The rate, in per cent.
    pub rate: Option<ExactNumber>,
}

/// A modifier of a product. Inferred from the records beside it, since none has been seen.
///
/// Only the name in the header is evidenced. Fields that are not in this struct are ignored, so ask
/// for the whole body too until you have seen one:
///
/// ```
/// use hookport::{event_types::cassa_in_cloud::Modifier, extract::RawBody};
///
/// async fn on_modifier(modifier: Modifier, RawBody(body): RawBody) {
///     println!("{:?}: {}", modifier.description, String::from_utf8_lossy(&body));
/// }
/// # drop(on_modifier);
///
/// let modifier: Modifier = serde_json::from_str(r#"{
///     "id": "mod-1",
///     "description": "Senza lattosio",
///     "surcharge": 0.5
/// }"#)?;
///
/// assert_eq!(modifier.description.as_deref(), Some("Senza lattosio"));
/// assert!(!serde_json::to_string(&modifier)?.contains("surcharge"), "it is not kept");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Modifier {
    /// The id.
    pub id: Option<String>,
    /// The name.
    pub description: Option<String>,
}
