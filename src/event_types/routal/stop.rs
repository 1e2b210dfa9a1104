use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;

use crate::event_types::{lenient, open_enum::open_enum};

/// A place to call at. Documented, but for its [`status`](Self::status) and [`reports`](Self::reports).
///
/// A stop also has tasks, whose shape is not shown; they are left out.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Stop {
    /// 24 hexadecimal digits.
    pub id: String,
    /// A second id; what it is for is not published.
    pub fixed_id: Option<String>,
    /// The organization, 24 hexadecimal digits.
    pub organization_id: Option<String>,
    /// The project, 24 hexadecimal digits.
    pub project_id: Option<String>,
    /// The plan, 24 hexadecimal digits.
    pub plan_id: Option<String>,
    /// The route, 24 hexadecimal digits.
    pub route_id: Option<String>,
    /// The vehicle, 24 hexadecimal digits.
    pub vehicle_id: Option<String>,
    /// The client, 24 hexadecimal digits.
    pub client_id: Option<String>,
    /// Your own id for the client.
    pub client_external_id: Option<String>,
    /// Your own id for the stop.
    pub external_id: Option<String>,
    /// What is done there; `delivery` is the one value that is shown.
    pub r#type: Option<String>,
    /// Where it stands. Evidenced.
    pub status: Option<StopStatus>,
    /// What people call it.
    pub label: Option<String>,
    /// Where it is.
    pub location: Option<Location>,
    /// Remarks about the place.
    pub location_details: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// When it was created, ISO 8601.
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    pub updated_at: Option<String>,
    /// What the driver reported. Evidenced.
    #[serde(default, deserialize_with = "lenient::list")]
    pub reports: Vec<Report>,
}

open_enum! {
    /// Where a stop stands. Evidenced, and in step with the documented counters of a plan.
    pub enum StopStatus {
        /// Still to come.
        Pending = "pending",
        /// Not completed.
        Incomplete = "incomplete",
        /// Completed.
        Completed = "completed",
        /// Canceled.
        Canceled = "canceled",
    }
}

/// An address and its place on the map. Documented.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Location {
    /// 24 hexadecimal digits.
    pub location_id: Option<String>,
    /// The whole address in one line.
    pub label: Option<String>,
    /// The country's name.
    pub country: Option<String>,
    /// The country's code, two letters.
    pub country_code: Option<String>,
    /// State or region.
    pub state: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Street.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Remarks.
    pub comments: Option<String>,
    /// Latitude, in degrees.
    pub lat: Option<f64>,
    /// Longitude, in degrees.
    pub lng: Option<f64>,
    /// The first line of the address, as it is shown.
    pub main_text: Option<String>,
    /// The second line of the address, as it is shown.
    pub secondary_text: Option<String>,
}

/// What a driver reported at a stop: the proof of delivery. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Report {
    /// 24 hexadecimal digits.
    pub id: Option<String>,
    /// The stop, 24 hexadecimal digits.
    pub stop_id: Option<String>,
    /// How it went.
    pub r#type: Option<ReportType>,
    /// What the driver wrote.
    pub comments: Option<String>,
    /// When it was reported, ISO 8601.
    pub created_at: Option<String>,
    /// The driver, 24 hexadecimal digits.
    pub driver_id: Option<String>,
    /// The answers to your own questions, by their names.
    pub custom_fields: Option<BTreeMap<String, CustomField>>,
    /// Pictures.
    #[serde(deserialize_with = "lenient::list")]
    pub images: Vec<Image>,
    /// Where the driver was; only the degrees are filled.
    pub location: Option<Location>,
}

open_enum! {
    /// How a stop went, as the driver reports it. Evidenced.
    pub enum ReportType {
        /// Completed.
        Completed = "service_report_completed",
        /// Canceled.
        Canceled = "service_report_canceled",
        /// Not completed.
        Incomplete = "service_report_incomplete",
    }
}

/// A picture of a report. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Image {
    /// 24 hexadecimal digits.
    pub id: Option<String>,
    /// Where to fetch it.
    pub url: Option<String>,
}

/// The answer to a question of your own. A choice is evidenced; no other kind has been seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum CustomField {
    /// One of several answers.
    Choice {
        /// Which one.
        id: Option<String>,
        /// How it reads.
        label: String,
    },
    /// Anything else, as its JSON.
    Other(#[serde(serialize_with = "as_json")] String),
}

impl<'de> Deserialize<'de> for CustomField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Choice {
            #[serde(default, deserialize_with = "lenient::text")]
            id: Option<String>,
            label: String,
        }

        let json = Box::<RawValue>::deserialize(deserializer)?;
        // A struct can be read from an array too; that is no choice.
        let choice = json.get().starts_with('{').then(|| serde_json::from_str(json.get()));
        Ok(match choice {
            Some(Ok(Choice { id, label })) => Self::Choice { id, label },
            _ => Self::Other(json.get().to_owned()),
        })
    }
}

fn as_json<S: Serializer>(json: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serde_json::from_str::<&RawValue>(json).map_err(S::Error::custom)?.serialize(serializer)
}
