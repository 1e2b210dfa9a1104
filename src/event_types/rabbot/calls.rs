use serde::{Deserialize, Serialize};

use super::{Driver, Fine, Position, Vehicle};
use crate::ExactNumber;

/// A checklist was finished, such as a vehicle's delivery to service. A template.
///
/// The help centre's example sends the cost of a service when a checklist of delivery to service
/// ends. The other fields are inferred. The cost is in the currency of your account, which the body
/// does not name, and keeps the digits that were sent.
///
/// Rabbot is a Brazilian system, so expect local time. Ask for a time with its offset when you
/// compose the call: `-03:00` is that of Brasília.
///
/// ```
/// use hookport::event_types::rabbot::ChecklistFinished;
///
/// let call: ChecklistFinished = serde_json::from_str(r#"{
///     "checklist": "Entrega a Servico",
///     "vehicle": {"plate": "ABC1D23", "odometer_km": 48210},
///     "driver": {"email": "motorista@example.com"},
///     "service_amount": 350.90,
///     "finished_at": "2026-05-04T13:22:10-03:00"
/// }"#)?;
///
/// assert_eq!(call.checklist.as_deref(), Some("Entrega a Servico"));
/// assert_eq!(call.vehicle.and_then(|vehicle| vehicle.odometer_km), Some(48_210.0));
///
/// let amount = call.service_amount.as_ref().map(|amount| amount.as_str());
/// assert_eq!(amount, Some("350.90"), "not 350.9: the text is kept");
///
/// // A comma in place of the point is no JSON number.
/// let comma = serde_json::from_str::<ChecklistFinished>(r#"{"service_amount": "350,90"}"#);
/// assert!(comma.is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// The help centre names this case: Rabbot tells the accounting system about a paid fine. The call
/// has a token in `Authorization`. A call without a token gets 401, and no handler runs:
///
/// ```
/// use hookport::testing::{Signer, deliver};
/// use hookport::{EventRouter, Outcome, event_types::rabbot::{FinePaid, RabbotEvent}, providers};
///
/// async fn on_fine(call: FinePaid) -> Outcome {
///     match call.fine.and_then(|fine| fine.number) {
///         Some(number) => {
///             println!("{number} is paid");
///             Outcome::Done
///         }
///         None => Outcome::dead_letter("a fine without a number"),
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let endpoint = EventRouter::new(providers::RABBOT.secret("made-up"))
///     .on(RabbotEvent::FINE_PAID, on_fine)
///     .ignore_rest()
///     .with_state(());
///
/// let body = r#"{
///     "fine": {"number": "AIT-000123", "paid": true, "paid_at": "2026-05-04"},
///     "vehicle": {"plate": "ABC1D23"}
/// }"#;
/// let url = "http://localhost/rabbot/fines";
/// let call = Signer::new(providers::RABBOT, "made-up").url(url).sign(body)?;
///
/// assert_eq!(call.headers()["authorization"], "Bearer made-up");
/// assert_eq!(deliver(&endpoint, call.clone()).await.status(), 200);
///
/// let mut forged = call;
/// forged.headers_mut().remove("authorization");
/// assert_eq!(deliver(&endpoint, forged).await.status(), 401);
/// # Ok(())
/// # }
/// ```
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
///
/// The reading is in the [`vehicle`](Self::vehicle), in kilometres. The help centre names the case:
/// Rabbot sends the mileage to another system. The source of the reading is a free text, such as
/// the name of a checklist or of a tracker. A call may come twice or out of order, so keep the
/// higher reading.
///
/// ```
/// use hookport::event_types::rabbot::OdometerUpdated;
///
/// let call: OdometerUpdated = serde_json::from_str(r#"{
///     "vehicle": {"plate": "ABC1D23", "odometer_km": 48210},
///     "source": "checklist"
/// }"#)?;
///
/// let known_km = 48_300.0;
/// let vehicle = call.vehicle.ok_or("a reading without a vehicle")?;
/// let read_km = vehicle.odometer_km.ok_or("a vehicle without a reading")?;
///
/// assert_eq!(call.source.as_deref(), Some("checklist"));
/// assert_eq!(f64::max(known_km, read_km), 48_300.0, "an older reading came late");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// The help centre lists the position among the data of a vehicle. The shape is inferred. Positions
/// come often: a receiver with an inbox keeps every one of them, so consider a longer interval in
/// the automation.
///
/// ```
/// use hookport::event_types::rabbot::VehiclePosition;
///
/// let call: VehiclePosition = serde_json::from_str(r#"{
///     "vehicle": {"plate": "ABC1D23"},
///     "position": {"lat": -23.5614, "lng": -46.6559, "at": "2026-05-04T13:20:00-03:00"}
/// }"#)?;
///
/// let position = call.position.ok_or("no position")?;
/// assert_eq!((position.lat, position.lng), (Some(-23.5614), Some(-46.6559)));
/// assert_eq!(call.vehicle.and_then(|vehicle| vehicle.odometer_km), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VehiclePosition {
    /// The vehicle.
    pub vehicle: Option<Vehicle>,
    /// The position of the vehicle.
    pub position: Option<Position>,
}
