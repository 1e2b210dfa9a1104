use serde::{Deserialize, Serialize};

use crate::{
    ExactNumber,
    event_types::{lenient, open_enum::open_enum},
};

/// An item of an order. Documented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Item {
    /// The id, as `item_` and a UUID.
    pub id: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// Your own id, which may be an empty text.
    pub product_id: Option<String>,
    /// Your stock number.
    pub sku: Option<String>,
    /// The amount, in [`currency_code`](Self::currency_code). It is not published if this is the
    /// amount of one item or of all.
    pub amount: Option<ExactNumber>,
    /// The currency, three letters.
    pub currency_code: Option<String>,
    /// The number of items.
    pub quantity: Option<i64>,
    /// A description.
    pub description: Option<String>,
    /// The URL of a picture.
    pub image_url: Option<String>,
    /// The customs code, with dots.
    pub hs_code: Option<String>,
    /// The country of origin, two letters.
    pub country_of_origin: Option<String>,
    /// The sizes and the weight.
    #[serde(deserialize_with = "lenient::list")]
    pub measurements: Vec<Measurement>,
    /// Further facts. The page shows `null`, the pairs are in the SDK.
    #[serde(deserialize_with = "lenient::list")]
    pub attributes: Vec<Attribute>,
}

/// A further fact of an item. In the SDK.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Attribute {
    /// The name of the fact.
    pub key: Option<String>,
    /// The value.
    #[serde(deserialize_with = "lenient::text")]
    pub value: Option<String>,
}

/// One size or weight of an item. Documented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Measurement {
    /// The measured quantity.
    pub r#type: Option<MeasurementType>,
    /// The unit.
    pub unit_of_measure: Option<UnitOfMeasure>,
    /// The value.
    pub value: Option<ExactNumber>,
}

open_enum! {
    /// A quantity that is measured. In the schema.
    pub enum MeasurementType {
        /// The height.
        Height = "HEIGHT",
        /// The length.
        Length = "LENGTH",
        /// The weight.
        Weight = "WEIGHT",
        /// The width.
        Width = "WIDTH",
    }
}

open_enum! {
    /// A unit. In the SDK.
    pub enum UnitOfMeasure {
        /// cm
        Centimeter = "CENTIMETER",
        /// ft
        Foot = "FOOT",
        /// g
        Gram = "GRAM",
        /// in
        Inch = "INCH",
        /// kg
        Kilogram = "KILOGRAM",
        /// l
        Liter = "LITER",
        /// m
        Meter = "METER",
        /// ml
        Milliliter = "MILLILITER",
        /// mm
        Millimeter = "MILLIMETER",
        /// oz
        Ounce = "OUNCE",
        /// %
        Percentage = "PERCENTAGE",
        /// lb
        Pound = "POUND",
        /// yd
        Yard = "YARD",
    }
}
