use serde::{Deserialize, Serialize};

use crate::{ExactNumber, event_types::lenient};

/// A product. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Product {
    /// The id.
    pub id: Option<String>,
    /// What people call it.
    pub description: Option<String>,
    /// The id the store gave it.
    pub internal_id: Option<String>,
    /// Your own id.
    pub external_id: Option<String>,
    /// The category.
    pub id_category: Option<String>,
    /// The department.
    pub id_department: Option<String>,
    /// The department itself.
    pub department: Option<Department>,
    /// Whether it has several variants.
    #[serde(deserialize_with = "lenient::flag")]
    pub multivariant: Option<bool>,
    /// Whether it is offered in the restaurant.
    #[serde(deserialize_with = "lenient::flag")]
    pub enable_for_risto: Option<bool>,
    /// What it costs.
    #[serde(deserialize_with = "lenient::list")]
    pub prices: Vec<Price>,
}

/// What a product costs. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Price {
    /// The way of selling it holds for; none if it holds for all.
    pub id_sales_mode: Option<String>,
    /// How much.
    pub value: Option<ExactNumber>,
}

/// A category of products. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Category {
    /// The id.
    pub id: Option<String>,
    /// What people call it.
    pub description: Option<String>,
    /// Whether it is offered in the restaurant.
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
    /// What people call it.
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
    /// What people call it.
    pub description: Option<String>,
    /// How much, in per cent.
    pub rate: Option<ExactNumber>,
}

/// A modifier of a product. Inferred from the records beside it: none has been seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Modifier {
    /// The id.
    pub id: Option<String>,
    /// What people call it.
    pub description: Option<String>,
}
