use serde::{Deserialize, Serialize};

use crate::{
    ExactNumber,
    event_types::{lenient, open_enum::open_enum},
};

/// One thing that was ordered. Documented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Item {
    /// The id, as `item_` and a UUID.
    pub id: Option<String>,
    /// What people call it.
    pub name: Option<String>,
    /// Your own id; may be an empty text.
    pub product_id: Option<String>,
    /// Your stock number.
    pub sku: Option<String>,
    /// The amount, in [`currency_code`](Self::currency_code); whether of one or of all is not said.
    pub amount: Option<ExactNumber>,
    /// The currency, three letters.
    pub currency_code: Option<String>,
    /// How many.
    pub quantity: Option<i64>,
    /// A description.
    pub description: Option<String>,
    /// Where to fetch a picture.
    pub image_url: Option<String>,
    /// The customs code, with dots.
    pub hs_code: Option<String>,
    /// Where it was made, two letters.
    pub country_of_origin: Option<String>,
    /// How big and how heavy it is.
    #[serde(deserialize_with = "lenient::list")]
    pub measurements: Vec<Measurement>,
    /// What else there is to say. The page shows `null`, the pairs are in the SDK.
    #[serde(deserialize_with = "lenient::list")]
    pub attributes: Vec<Attribute>,
}

/// Something to say about an item. In the SDK.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Attribute {
    /// What it is about.
    pub key: Option<String>,
    /// What is said.
    #[serde(deserialize_with = "lenient::text")]
    pub value: Option<String>,
}

/// One size or weight of an item. Documented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Measurement {
    /// What is measured.
    pub r#type: Option<MeasurementType>,
    /// In which unit.
    pub unit_of_measure: Option<UnitOfMeasure>,
    /// How much.
    pub value: Option<ExactNumber>,
}

open_enum! {
    /// What is measured. In the schema.
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
