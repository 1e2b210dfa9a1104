use serde::{Deserialize, Serialize};

/// A vehicle. A part to compose with.
///
/// A number plate has no hyphen in the newer form, `ABC1D23`, and often one in the older form,
/// `ABC-1234`. It is kept as it was sent, so compare plates without hyphens. The odometer may have
/// a fraction.
///
/// ```
/// use hookport::event_types::rabbot::Vehicle;
///
/// let vehicle: Vehicle =
///     serde_json::from_str(r#"{"plate": "ABC-1234", "odometer_km": 48210.5}"#)?;
///
/// let plate = vehicle.plate.unwrap_or_default().replace('-', "");
/// assert_eq!(plate, "ABC1234");
/// assert_eq!(vehicle.odometer_km, Some(48_210.5));
///
/// // A number in quotation marks is no number.
/// assert!(serde_json::from_str::<Vehicle>(r#"{"odometer_km": "48210"}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Vehicle {
    /// The number plate.
    pub plate: Option<String>,
    /// The reading of the odometer, in kilometres.
    pub odometer_km: Option<f64>,
}

/// A fine. A part to compose with.
///
/// The day of payment has no time and no zone. Compose the call with an ISO date: a Brazilian one,
/// `04/05/2026`, is kept as it was sent, and means the fourth of May.
///
/// ```
/// use hookport::event_types::rabbot::Fine;
///
/// let fine: Fine = serde_json::from_str(r#"{
///     "number": "AIT-000123",
///     "paid": true,
///     "paid_at": "2026-05-04"
/// }"#)?;
///
/// assert_eq!(fine.number.as_deref(), Some("AIT-000123"));
/// assert_eq!(fine.paid, Some(true));
/// assert_eq!(fine.paid_at.as_deref().map(|day| day.split('-').count()), Some(3));
///
/// // A field that the automation leaves out is not `false`.
/// let unknown: Fine = serde_json::from_str(r#"{"number": "AIT-000124"}"#)?;
/// assert_eq!(unknown.paid, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Fine {
    /// The number of the notice.
    pub number: Option<String>,
    /// `true` if the fine is paid.
    pub paid: Option<bool>,
    /// The day of payment, `yyyy-mm-dd`.
    pub paid_at: Option<String>,
}

/// A place on the map. A part to compose with.
///
/// Degrees are decimal. Longitudes in Brazil are between -74 and -34, and most latitudes are
/// negative. Another longitude shows that the automation has the two fields swapped.
///
/// ```
/// use hookport::event_types::rabbot::Position;
///
/// let position: Position = serde_json::from_str(r#"{
///     "lat": -23.5614,
///     "lng": -46.6559,
///     "at": "2026-05-04T13:20:00-03:00"
/// }"#)?;
///
/// assert_eq!(position.lat, Some(-23.5614));
/// assert!(position.lng.is_some_and(|lng| (-74.0..-34.0).contains(&lng)), "not in Brazil");
/// assert!(position.at.is_some_and(|time| time.ends_with("-03:00")));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Position {
    /// Latitude, in degrees.
    pub lat: Option<f64>,
    /// Longitude, in degrees.
    pub lng: Option<f64>,
    /// The time, ISO 8601.
    pub at: Option<String>,
}
