use serde::{Deserialize, Serialize};

/// An address and its place on the map. Documented.
///
/// No field is required. The degrees are decimal, with `lat` positive in the north and `lng`
/// positive in the east. The page shows an empty text for `comments`, so test a text for emptiness
/// too.
///
/// In the [`location`](super::Report::location) of a report, only the degrees are given: the place
/// where the driver was. They may differ from those of the address.
///
/// ```
/// use hookport::event_types::routal::Location;
///
/// let address: Location = serde_json::from_str(r#"{
///     "location_id": "65f0c3a1b7d2e4f6a8091b2c",
///     "label": "Passeig de Gracia 211, 08013 Barcelona",
///     "country": "Spain",
///     "country_code": "ES",
///     "state": "Catalonia",
///     "city": "Barcelona",
///     "street": "Passeig de Gracia",
///     "postal_code": "08013",
///     "comments": "",
///     "lat": 41.4036,
///     "lng": 2.1744,
///     "main_text": "Passeig de Gracia 211",
///     "secondary_text": "Barcelona, Catalonia, Spain"
/// }"#)?;
/// let driver: Location = serde_json::from_str(r#"{"lat": 41.40361, "lng": 2.17438}"#)?;
///
/// assert_eq!(address.postal_code.as_deref(), Some("08013"), "a text: it may begin with a zero");
/// assert_eq!(address.comments.as_deref(), Some(""));
/// assert_eq!(driver.label, None);
///
/// // One degree of latitude is about 111 km, so the driver was within ten metres of the address.
/// let degrees = address.lat.zip(driver.lat).map(|(address, driver)| (address - driver).abs());
/// assert!(degrees.is_some_and(|degrees| degrees * 111_000.0 < 10.0));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Location {
    /// The id, 24 hexadecimal digits.
    pub location_id: Option<String>,
    /// The whole address in one line.
    pub label: Option<String>,
    /// The country's name.
    pub country: Option<String>,
    /// The country's code, two letters.
    pub country_code: Option<String>,
    /// The state or region.
    pub state: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The street.
    pub street: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// The remarks.
    pub comments: Option<String>,
    /// The latitude, in degrees.
    pub lat: Option<f64>,
    /// The longitude, in degrees.
    pub lng: Option<f64>,
    /// The first line of the address, as it is shown.
    pub main_text: Option<String>,
    /// The second line of the address, as it is shown.
    pub secondary_text: Option<String>,
}
