//! Rabbot, fleet management: calls that the customer composes.
//!
//! <https://helpcenter.rabbot.co>
//!
//! Rabbot has no events of its own. In an automation you choose the method, the URL, the headers
//! and the fields of the body. So these types are not facts about Rabbot but a **template**:
//! compose a call with the fields of a struct, and send it to a path that ends in the name of its
//! variant. For another call, write your own struct.
//!
//! # Answering a question
//!
//! An automation may also *ask* by `GET`, and take your answer into its own records. That is not an
//! event: answer it in the `GET` handler of the same path. The form of such an answer is not
//! published. [`CurrentDriver`] has what the help centre's example needs: the driver of a car.
//!
//! ```
//! use hookport::event_types::rabbot::{CurrentDriver, Driver};
//!
//! // An axum handler returns `Json(answer)`.
//! let answer = CurrentDriver {
//!     plate: "ABC1D23".to_owned(),
//!     driver: Some(Driver { name: Some("Joao Lima".to_owned()), email: None }),
//! };
//!
//! assert_eq!(
//!     serde_json::to_string(&answer)?,
//!     r#"{"plate":"ABC1D23","driver":{"name":"Joao Lima"}}"#,
//! );
//! # Ok::<(), serde_json::Error>(())
//! ```

use serde::{Deserialize, Serialize};

use crate::{ExactNumber, Unknown, WebhookEvent};

/// Calls composed after the examples of the help centre: the name in the last segment of the path.
///
/// You choose the paths and the bodies yourself, so all of this is inferred.
///
/// ```
/// use hookport::{EventRouter, event_types::rabbot::{FinePaid, RabbotEvent}, providers};
///
/// async fn on_fine(paid: FinePaid) {
///     println!("{:?}", paid.fine.and_then(|fine| fine.number));
/// }
///
/// let endpoint = EventRouter::new(providers::RABBOT.secret("made-up"))
///     .on(RabbotEvent::FINE_PAID, on_fine)
///     .ignore_rest()
///     .with_state(());
/// # drop(endpoint);
/// ```
#[derive(Debug, WebhookEvent)]
#[non_exhaustive]
pub enum RabbotEvent {
    /// A checklist was finished.
    #[event("checklists")]
    ChecklistFinished(ChecklistFinished),
    /// A fine was paid.
    #[event("fines")]
    FinePaid(FinePaid),
    /// A vehicle drove on.
    #[event("odometer")]
    OdometerUpdated(OdometerUpdated),
    /// A vehicle sent its position.
    #[event("positions")]
    VehiclePosition(VehiclePosition),
    /// A call to another path, with its body.
    #[event(other)]
    Other(Unknown),
}

/// A checklist was finished, such as a vehicle's delivery to service. A template.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChecklistFinished {
    /// The name of the checklist.
    pub checklist: Option<String>,
    /// The vehicle.
    pub vehicle: Option<Vehicle>,
    /// The driver who filled in the checklist.
    pub driver: Option<Driver>,
    /// The cost of the service.
    pub service_amount: Option<ExactNumber>,
    /// The time of the end, ISO 8601.
    pub finished_at: Option<String>,
}

/// A fine was paid. A template.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FinePaid {
    /// The fine.
    pub fine: Option<Fine>,
    /// The vehicle.
    pub vehicle: Option<Vehicle>,
}

/// A vehicle drove on. A template.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct OdometerUpdated {
    /// The vehicle, with its odometer.
    pub vehicle: Option<Vehicle>,
    /// The source of the reading.
    pub source: Option<String>,
}

/// A vehicle sent its position. A template.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VehiclePosition {
    /// The vehicle.
    pub vehicle: Option<Vehicle>,
    /// The position of the vehicle.
    pub position: Option<Position>,
}

/// A vehicle. A part to compose with.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Vehicle {
    /// The number plate.
    pub plate: Option<String>,
    /// The reading of the odometer, in kilometres.
    pub odometer_km: Option<f64>,
}

/// A driver. A part to compose with, and to answer with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Driver {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address, by which the help centre's example finds a driver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// A fine. A part to compose with.
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

/// The answer to the question for the driver of a car. A template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CurrentDriver {
    /// The number plate that was asked for.
    pub plate: String,
    /// The driver; `null` if there is none.
    pub driver: Option<Driver>,
}
