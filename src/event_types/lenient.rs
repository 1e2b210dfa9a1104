//! Field readers for senders whose JSON types nobody has published.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::value::RawValue;

/// Reads a list; `null` is an empty list.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Reads a flag sent as `true`, `1`, `"true"` or `"1"`, or their opposites; anything else is
/// `None`.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let json = Box::<RawValue>::deserialize(deserializer)?;
    Ok(match json.get().trim_matches('"') {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    })
}

/// Reads an integer sent as `101` or `"101"`; anything else is `None`.
pub(super) fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let json = Box::<RawValue>::deserialize(deserializer)?;
    Ok(json.get().trim_matches('"').parse().ok())
}

/// Reads an object or a number whose shape is a guess; `None` if it has another shape.
pub(super) fn guess<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let json = Box::<RawValue>::deserialize(deserializer)?;
    // A struct can also be read from a list of its fields.
    let object_or_number = (!json.get().starts_with('[')).then(|| json.get());
    Ok(object_or_number.and_then(|text| serde_json::from_str(text).ok()).flatten())
}

/// Reads the text of a string, or any other value as its JSON; `null` is `None`.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let json = Box::<RawValue>::deserialize(deserializer)?;
    Ok(text_of(&json))
}

/// Reads a list of [`text`]s; `null` is an empty list, and a value that is not a list is its only
/// element.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let json = Box::<RawValue>::deserialize(deserializer)?;
    Ok(match serde_json::from_str::<Vec<&RawValue>>(json.get()) {
        Ok(list) => list.into_iter().filter_map(text_of).collect(),
        Err(_) => text_of(&json).into_iter().collect(),
    })
}

/// Returns the text of a value as [`text`] does.
pub(super) fn text_of(json: &RawValue) -> Option<String> {
    serde_json::from_str(json.get()).unwrap_or_else(|_| Some(json.get().to_owned()))
}
