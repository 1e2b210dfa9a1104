//! Rabbot, fleet management: calls that the customer composes.
//!
//! <https://helpcenter.rabbot.co>
//!
//! Rabbot has no events of its own. In an automation you choose the method, the URL, the headers and
//! the fields of the body. So the types here claim nothing about Rabbot: they are a **template**.
//! Compose a call as a struct shows, send it to a path that ends in the name of its variant, and it
//! arrives typed. Compose something else, and write your own struct.
//!
//! # Answering a question
//!
//! An automation may also *ask* by `GET`, and take what you answer into its own records. That is no
//! event; answer it in the `GET` handler of the same path. How Rabbot wants an answer to look is not
//! published: [`CurrentDriver`] is what the help centre's example needs, who drives a car now.
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
/// The paths are yours to choose, and so are the bodies: all of it is inferred.
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
    /// A vehicle told where it is.
    #[event("positions")]
    VehiclePosition(VehiclePosition),
    /// A call to another path, with its bytes.
    #[event(other)]
    Other(Unknown),
}

/// A checklist was finished, such as a vehicle's delivery to service. A template.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChecklistFinished {
    /// What the checklist is called.
    pub checklist: Option<String>,
    /// The vehicle.
    pub vehicle: Option<Vehicle>,
    /// Who filled it in.
    pub driver: Option<Driver>,
    /// What the service costs.
    pub service_amount: Option<ExactNumber>,
    /// When, ISO 8601.
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
    /// Where the reading is from.
    pub source: Option<String>,
}

/// A vehicle told where it is. A template.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VehiclePosition {
    /// The vehicle.
    pub vehicle: Option<Vehicle>,
    /// Where it is.
    pub position: Option<Position>,
}

/// A vehicle. A part to compose with.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Vehicle {
    /// The number plate.
    pub plate: Option<String>,
    /// What the odometer shows, in kilometres.
    pub odometer_km: Option<f64>,
}

/// Who drives. A part to compose with, and to answer with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Driver {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address: what the help centre finds a driver by.
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
    /// Whether it is paid.
    pub paid: Option<bool>,
    /// When it was paid, `yyyy-mm-dd`.
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
    /// When, ISO 8601.
    pub at: Option<String>,
}

/// The answer to the question who drives a car now. A template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CurrentDriver {
    /// The number plate that was asked for.
    pub plate: String,
    /// Who drives it; `null` if nobody does.
    pub driver: Option<Driver>,
}
