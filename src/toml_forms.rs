//! The forms that values have in a provider file: durations as `5m`, statuses as numbers, lists.

use serde::{Deserialize, Deserializer};

/// Reads a list that is kept until the process ends, as the text of the file is.
pub(crate) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<&'static [T], D::Error> {
    Ok(Vec::deserialize(deserializer)?.leak())
}

/// Reads a value that is kept until the process ends.
pub(crate) fn kept<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<&'static T>, D::Error> {
    let read = Option::deserialize(deserializer)?;
    Ok(read.map(|value| &*Box::leak(Box::new(value))))
}

/// Reads lists that are kept until the process ends, each with its name.
pub(crate) fn lists_by_name<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<&'static [(&'static str, &'static [T])], D::Error> {
    let lists = Vec::<(String, Vec<T>)>::deserialize(deserializer)?.into_iter();
    let lists = lists.map(|(name, list)| (&*name.leak(), &*list.leak()));
    Ok(lists.collect::<Vec<_>>().leak())
}

/// An optional duration.
pub(crate) mod duration {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
    pub(crate) fn serialize<S: Serializer>(
        duration: &Option<Duration>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        duration.map(super::written).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Duration>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| super::read(&text)).transpose().map_err(D::Error::custom)
    }
}

/// A list of durations.
pub(crate) mod durations {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(
        durations: &[Duration],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(durations.iter().copied().map(super::written))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<&'static [Duration], D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let read: Result<Vec<_>, _> = texts.iter().map(|text| super::read(text)).collect();
        Ok(read.map_err(D::Error::custom)?.leak())
    }
}

/// An optional status as its number.
pub(crate) mod status {
    use http::StatusCode;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde gives a reference to the field"
    )]
    pub(crate) fn serialize<S: Serializer>(
        status: &Option<StatusCode>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        status.map(|status| status.as_u16()).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<StatusCode>, D::Error> {
        let number = Option::deserialize(deserializer)?;
        number.map(StatusCode::from_u16).transpose().map_err(D::Error::custom)
    }
}

/// A status as its number.
pub(crate) mod plain_status {
    use http::StatusCode;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference to the field")]
    pub(crate) fn serialize<S: Serializer>(
        status: &StatusCode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(status.as_u16())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<StatusCode, D::Error> {
        StatusCode::from_u16(u16::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

fn written(duration: std::time::Duration) -> String {
    humantime::format_duration(duration).to_string()
}

/// Reads a duration with its unit.
pub(crate) fn read(text: &str) -> Result<std::time::Duration, String> {
    humantime::parse_duration(text).map_err(|_| {
        format!("`{text}` is no duration: expected numbers with units, as `500ms`, `30s`, `15min`, `1h 30min` or `7d`")
    })
}
