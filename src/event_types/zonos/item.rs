use serde::{Deserialize, Serialize};

use crate::{
    ExactNumber,
    event_types::{lenient, open_enum::open_enum},
};

/// An item of an order. Documented.
///
/// The page shows `""` for a product id, and `null` for the description and the attributes. So
/// treat an empty text like a missing one. An item has a currency of its own, which may be another
/// one than that of the order.
///
/// ```
/// use hookport::event_types::zonos::Item;
///
/// // A member of `items` in an order.
/// let item: Item = serde_json::from_str(r#"{
///     "id": "item_0d6a9a3f-5a36-4a6e-b6a5-0a41c8f0d101",
///     "name": "Wool scarf",
///     "productId": "",
///     "amount": 90.25,
///     "imageUrl": "https://shop.example.com/img/scarf.jpg",
///     "currencyCode": "USD",
///     "description": null,
///     "hsCode": "6117.10",
///     "sku": "SCARF-01",
///     "countryOfOrigin": "PT",
///     "measurements": [
///         {"type": "WEIGHT", "unitOfMeasure": "POUND", "value": 0.6},
///         {"type": "LENGTH", "unitOfMeasure": "INCH", "value": 12}
///     ],
///     "quantity": 2,
///     "attributes": null
/// }"#)?;
///
/// // The product id is empty here, so the stock number finds the product.
/// let product = item.product_id.filter(|id| !id.is_empty()).or(item.sku);
/// assert_eq!(product.as_deref(), Some("SCARF-01"));
///
/// assert_eq!(item.quantity, Some(2));
/// assert_eq!(item.amount.as_ref().map(|amount| amount.as_str()), Some("90.25"));
/// assert_eq!(item.hs_code.as_deref(), Some("6117.10"), "a text, since its last zero counts");
/// assert_eq!((item.measurements.len(), item.attributes.len()), (2, 0));
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// The SDK has a key and a value, and the value is read from any JSON type: a text as it is,
/// anything else as its JSON.
///
/// ```
/// use hookport::event_types::zonos::Attribute;
///
/// let attributes: Vec<Attribute> = serde_json::from_str(r#"[
///     {"key": "color", "value": "red"},
///     {"key": "layers", "value": 2},
///     {"key": "origin", "value": null}
/// ]"#)?;
///
/// let value_of = |key: &str| {
///     let attribute = attributes.iter().find(|attribute| attribute.key.as_deref() == Some(key));
///     attribute.and_then(|attribute| attribute.value.as_deref())
/// };
/// assert_eq!(value_of("color"), Some("red"));
/// assert_eq!(value_of("layers"), Some("2"));
/// assert_eq!(value_of("origin"), None);
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// A measurement has its unit beside it, and two measurements of one item can have units of two
/// systems. Convert before you compare. The value keeps the digits that were sent.
///
/// ```
/// use hookport::event_types::zonos::{Measurement, MeasurementType, UnitOfMeasure};
///
/// // Grams, or `None` if this is no weight or has another unit.
/// fn grams(measurement: &Measurement) -> Option<f64> {
///     let value: f64 = measurement.value.as_ref()?.parse().ok()?;
///     match (measurement.r#type.as_ref()?, measurement.unit_of_measure.as_ref()?) {
///         (MeasurementType::Weight, UnitOfMeasure::Gram) => Some(value),
///         (MeasurementType::Weight, UnitOfMeasure::Kilogram) => Some(value * 1_000.0),
///         (MeasurementType::Weight, UnitOfMeasure::Pound) => Some(value * 453.592_37),
///         _ => None,
///     }
/// }
///
/// let measurements: Vec<Measurement> = serde_json::from_str(r#"[
///     {"type": "WEIGHT", "unitOfMeasure": "POUND", "value": 0.6},
///     {"type": "LENGTH", "unitOfMeasure": "INCH", "value": 12}
/// ]"#)?;
///
/// assert_eq!(grams(&measurements[0]).map(f64::round), Some(272.0));
/// assert_eq!(grams(&measurements[1]), None);
/// assert_eq!(measurements[1].value.as_ref().map(|value| value.as_str()), Some("12"));
/// # Ok::<(), serde_json::Error>(())
/// ```
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
    ///
    /// Nothing says that `LENGTH` is the longest of the three sizes, so sort them if a carrier asks
    /// for the longest one first.
    ///
    /// ```
    /// use hookport::event_types::zonos::{Measurement, MeasurementType as Type};
    ///
    /// fn is_size(measurement: &&Measurement) -> bool {
    ///     match measurement.r#type {
    ///         Some(Type::Height | Type::Length | Type::Width) => true,
    ///         Some(Type::Weight) | None => false,
    ///         // A quantity that was added later, such as a volume.
    ///         Some(_) => false,
    ///     }
    /// }
    ///
    /// let measurements: Vec<Measurement> = serde_json::from_str(r#"[
    ///     {"type": "HEIGHT", "unitOfMeasure": "INCH", "value": 1},
    ///     {"type": "WEIGHT", "unitOfMeasure": "POUND", "value": 0.6},
    ///     {"type": "VOLUME", "unitOfMeasure": "LITER", "value": 2}
    /// ]"#)?;
    ///
    /// assert_eq!(measurements.iter().filter(is_size).count(), 1);
    /// assert_eq!(measurements[2].r#type, Some(Type::Other("VOLUME".to_owned())));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
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
    ///
    /// The name on the wire is the unit in the singular, in upper case and in American spelling. A
    /// unit that is not in the list is `Other`. Do not guess a factor for it.
    ///
    /// ```
    /// use hookport::event_types::zonos::UnitOfMeasure;
    ///
    /// fn millimeters(unit: &UnitOfMeasure) -> Option<f64> {
    ///     match unit {
    ///         UnitOfMeasure::Millimeter => Some(1.0),
    ///         UnitOfMeasure::Centimeter => Some(10.0),
    ///         UnitOfMeasure::Meter => Some(1_000.0),
    ///         UnitOfMeasure::Inch => Some(25.4),
    ///         UnitOfMeasure::Foot => Some(304.8),
    ///         UnitOfMeasure::Yard => Some(914.4),
    ///         // A weight, a volume, a percentage, or a new unit.
    ///         _ => None,
    ///     }
    /// }
    ///
    /// let inch: UnitOfMeasure = serde_json::from_str(r#""INCH""#)?;
    /// assert_eq!(millimeters(&inch), Some(25.4));
    ///
    /// let stone: UnitOfMeasure = serde_json::from_str(r#""STONE""#)?;
    /// assert_eq!(stone, UnitOfMeasure::Other("STONE".to_owned()));
    /// assert_eq!(millimeters(&stone), None);
    /// assert_eq!(UnitOfMeasure::Centimeter.to_string(), "CENTIMETER");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
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
