//! A delivery as a line of JSON.

use std::{collections::BTreeMap, num::NonZeroU8, str};

use data_encoding::BASE64;
use http::{HeaderMap, HeaderName};
use serde::Serialize;
use serde_json::value::RawValue;
use time::{
    OffsetDateTime,
    format_description::well_known::{
        Iso8601,
        iso8601::{Config, EncodedConfig, TimePrecision},
    },
};

use crate::{
    Delivery,
    destinations::DeliveryAttempt,
    provider::{HIDDEN, UrlCredentials},
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    received_at: Option<String>,
    endpoint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<u64>,
    provider: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<&'a str>,
    trust: String,
    method: &'a str,
    target: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<&'a str, String>,
    #[serde(flatten)]
    body: Body<'a>,
}

#[derive(Serialize)]
enum Body<'a> {
    #[serde(rename = "body")]
    Json(Box<RawValue>),
    #[serde(rename = "bodyText")]
    Text(&'a str),
    #[serde(rename = "bodyBase64")]
    Bytes(String),
}

/// Returns the line, with its line break.
pub(super) fn of(
    delivery: &Delivery,
    attempt: &DeliveryAttempt,
    headers: &[HeaderName],
) -> Result<Vec<u8>, serde_json::Error> {
    let chosen = headers.iter().filter_map(|name| Some((name.as_str(), value(delivery, name)?)));
    let line = Line {
        received_at: OffsetDateTime::from(delivery.received_at()).format(&RFC_3339).ok(),
        endpoint: attempt.endpoint(),
        entry: attempt.entry(),
        provider: delivery.provider(),
        event: delivery.event_name(),
        id: delivery.id(),
        tenant: delivery.tenant(),
        trust: delivery.trust().to_string(),
        method: delivery.method().as_str(),
        target: target(delivery, attempt),
        headers: chosen.collect(),
        body: body(delivery.body()),
    };
    let mut line = serde_json::to_vec(&line)?;
    line.push(b'\n');
    Ok(line)
}

/// Returns path and query. A word stands for each credential in them.
fn target(delivery: &Delivery, attempt: &DeliveryAttempt) -> String {
    let credentials = UrlCredentials::of_sender(delivery.uri(), attempt.credentials());
    credentials.left_out_of(delivery.uri(), |_| false, |_| HIDDEN.to_owned())
}

/// Returns the value of a header; those of one that occurs several times with commas between them.
fn value(delivery: &Delivery, name: &HeaderName) -> Option<String> {
    let headers: &HeaderMap = delivery.headers();
    let values = headers.get_all(name).iter();
    let texts: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

fn body(body: &[u8]) -> Body<'_> {
    let Ok(text) = str::from_utf8(body) else { return Body::Bytes(BASE64.encode(body)) };
    let json = serde_json::from_str::<&RawValue>(text).ok();
    let on_one_line = json.map(|json| without_space(json.get()));
    match on_one_line.and_then(|json| RawValue::from_string(json).ok()) {
        Some(json) => Body::Json(json),
        None => Body::Text(text),
    }
}

/// Returns a JSON document without the white space between its parts: numbers and the order of members
/// stay as they came.
fn without_space(json: &str) -> String {
    let (mut in_string, mut is_escaped) = (false, false);
    let is_kept = |char: &char| {
        let is_kept = in_string || !char.is_ascii_whitespace();
        if *char == '"' && !is_escaped {
            in_string = !in_string;
        }
        is_escaped = in_string && *char == '\\' && !is_escaped;
        is_kept
    };
    json.chars().filter(is_kept).collect()
}

/// RFC 3339 with milliseconds: always as many digits, so that texts are in the order of the times.
const RFC_3339: Iso8601<MILLISECONDS> = Iso8601;

const MILLISECONDS: EncodedConfig = Config::DEFAULT
    .set_time_precision(TimePrecision::Second { decimal_digits: NonZeroU8::new(3) })
    .encode();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_three_digits_behind_the_second_whatever_they_are() {
        for (millis, text) in [(0, "00.000Z"), (750, "00.750Z"), (1_861, "01.861Z")] {
            let time = std::time::UNIX_EPOCH + std::time::Duration::from_millis(millis);

            let written = OffsetDateTime::from(time).format(&RFC_3339).unwrap();

            assert_eq!(written, format!("1970-01-01T00:00:{text}"));
        }
    }

    #[test]
    fn white_space_goes_and_all_else_stays() {
        let json = "{ \"a b\" : [ 1.50 , \"\\\" \\\\\" ,\r\n\t12345678901234567890 ] }";

        assert_eq!(without_space(json), r#"{"a b":[1.50,"\" \\",12345678901234567890]}"#);
    }
}
