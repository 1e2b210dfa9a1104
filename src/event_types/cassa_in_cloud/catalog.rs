use serde::{Deserialize, Serialize};

use crate::{ExactNumber, event_types::lenient};

/// A product. Evidenced.
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Modifier {
    /// The id.
    pub id: Option<String>,
    /// The name.
    pub description: Option<String>,
}
