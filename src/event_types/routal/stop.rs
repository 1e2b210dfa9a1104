use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;

use crate::event_types::{lenient, open_enum::open_enum};

/// A stop of a route. Documented, except [`status`](Self::status) and [`reports`](Self::reports).
///
/// The tasks of a stop are left out, since their shape is not published.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Stop {
    /// The id, 24 hexadecimal digits.
    pub id: String,
    /// A second id. Its purpose is not published.
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
    /// Your own id of the client.
    pub client_external_id: Option<String>,
    /// Your own id of the stop.
    pub external_id: Option<String>,
    /// The kind of stop; `delivery` is the only value that is shown.
    pub r#type: Option<String>,
    /// The status. Evidenced.
    pub status: Option<StopStatus>,
    /// The name.
    pub label: Option<String>,
    /// The place.
    pub location: Option<Location>,
    /// Remarks about the place.
    pub location_details: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The time of creation, ISO 8601.
    pub created_at: Option<String>,
    /// The time of the last change, ISO 8601.
    pub updated_at: Option<String>,
    /// The reports of the driver. Evidenced.
    #[serde(default, deserialize_with = "lenient::list")]
    pub reports: Vec<Report>,
}

open_enum! {
    /// The status of a stop. Evidenced; the documented counters of a plan have the same names.
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

/// A report of a driver at a stop: the proof of delivery. Evidenced.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Report {
    /// The id, 24 hexadecimal digits.
    pub id: Option<String>,
    /// The stop, 24 hexadecimal digits.
    pub stop_id: Option<String>,
    /// The result.
    pub r#type: Option<ReportType>,
    /// The comments of the driver.
    pub comments: Option<String>,
    /// The time of the report, ISO 8601.
    pub created_at: Option<String>,
    /// The driver, 24 hexadecimal digits.
    pub driver_id: Option<String>,
    /// The answers to your own questions, by their names.
    pub custom_fields: Option<BTreeMap<String, CustomField>>,
    /// The pictures.
    #[serde(deserialize_with = "lenient::list")]
    pub images: Vec<Image>,
    /// The position of the driver; only the degrees are given.
    pub location: Option<Location>,
}

open_enum! {
    /// The result of a stop, as the driver reports it. Evidenced.
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
    /// The id, 24 hexadecimal digits.
    pub id: Option<String>,
    /// The URL of the picture.
    pub url: Option<String>,
}

/// The answer to a question of your own. A choice is evidenced; no other kind has been seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum CustomField {
    /// One of several answers.
    Choice {
        /// The id of the answer.
        id: Option<String>,
        /// The text of the answer.
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
        // A struct can also be read from an array, which is not a choice.
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
