use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;

use super::Location;
use crate::event_types::{lenient, open_enum::open_enum};

/// A report of a driver at a stop: the proof of delivery. Evidenced.
///
/// No field is required. [`custom_fields`](Self::custom_fields) holds your own questions by the
/// names that you gave them at Routal. It is `{}` if nothing was asked. The pictures are links:
/// load them early, since nothing is published about the time that they stay available.
///
/// ```
/// use hookport::event_types::routal::{CustomField, Report, ReportType};
///
/// // A member of `reports` in the `/data` of a stop.
/// let report: Report = serde_json::from_str(r#"{
///     "id": "66b7c8d9e0f1a2b3c4d5e7a0",
///     "stop_id": "66b7c8d9e0f1a2b3c4d5e701",
///     "type": "service_report_canceled",
///     "comments": "Nobody at the address",
///     "created_at": "2026-06-02T08:41:02.905Z",
///     "driver_id": "66b7c8d9e0f1a2b3c4d5e6fb",
///     "custom_fields": {"reason_for_cancellation": {"id": 0, "label": "Receiver absent"}},
///     "images": null,
///     "location": {"lat": 41.40361, "lng": 2.17438}
/// }"#)?;
///
/// assert_eq!(report.r#type, Some(ReportType::Canceled));
/// assert!(report.images.is_empty(), "`null` is an empty list");
///
/// let answers = report.custom_fields.unwrap_or_default();
/// let Some(CustomField::Choice { label, .. }) = answers.get("reason_for_cancellation") else {
///     panic!("the question was not answered");
/// };
/// assert_eq!(label, "Receiver absent");
/// # Ok::<(), serde_json::Error>(())
/// ```
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
    ///
    /// The names have a prefix that those of a [`StopStatus`](super::StopStatus) do not have, and
    /// there is no report of a stop that is still to come. Another text becomes `Other`.
    ///
    /// ```
    /// use hookport::event_types::routal::{ReportType, StopStatus};
    ///
    /// fn status_after(report: &ReportType) -> Option<StopStatus> {
    ///     Some(match report {
    ///         ReportType::Completed => StopStatus::Completed,
    ///         ReportType::Canceled => StopStatus::Canceled,
    ///         ReportType::Incomplete => StopStatus::Incomplete,
    ///         _ => return None,
    ///     })
    /// }
    ///
    /// let report: ReportType = serde_json::from_str(r#""service_report_completed""#)?;
    /// assert_eq!(status_after(&report), Some(StopStatus::Completed));
    ///
    /// let report = ReportType::from("service_report_returned");
    /// assert_eq!(status_after(&report), None);
    /// assert_eq!(report.as_str(), "service_report_returned");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
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
///
/// The picture itself is not in the body, only its URL. Treat the URL as a text from outside: load
/// it from hosts that you expect, and with a limit of bytes.
///
/// ```
/// use hookport::event_types::routal::Image;
///
/// let images: Vec<Image> = serde_json::from_str(r#"[
///     {"id": "66b7c8d9e0f1a2b3c4d5e7b1", "url": "https://files.example.com/routal/pod-1.jpg"},
///     {"id": "66b7c8d9e0f1a2b3c4d5e7b2", "url": null}
/// ]"#)?;
///
/// let is_expected = |url: &&str| url.starts_with("https://files.example.com/");
/// let urls = images.iter().filter_map(|image| image.url.as_deref()).filter(is_expected);
/// assert_eq!(urls.collect::<Vec<_>>(), ["https://files.example.com/routal/pod-1.jpg"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
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
///
/// An object with a text in `label` is a [`Choice`](Self::Choice). Its id may be a number or a
/// text, and is kept as a text. Every other JSON value is [`Other`](Self::Other), with the JSON as
/// it was sent, so that a signature or a number can be parsed again.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use hookport::event_types::routal::CustomField;
///
/// // The `custom_fields` of a report. Their names are those of your own questions.
/// let answers: BTreeMap<String, CustomField> = serde_json::from_str(r#"{
///     "reason": {"id": 0, "label": "Receiver absent"},
///     "boxes": 3,
///     "seal": "A-1"
/// }"#)?;
///
/// let chosen = CustomField::Choice {
///     id: Some("0".to_owned()),
///     label: "Receiver absent".to_owned(),
/// };
/// assert_eq!(answers["reason"], chosen);
///
/// let CustomField::Other(json) = &answers["boxes"] else {
///     panic!("a choice");
/// };
/// assert_eq!(serde_json::from_str::<u32>(json)?, 3);
///
/// // A text is still JSON, in quotation marks.
/// assert_eq!(answers["seal"], CustomField::Other(r#""A-1""#.to_owned()));
/// # Ok::<(), serde_json::Error>(())
/// ```
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
