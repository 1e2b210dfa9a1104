//! Dates and times, which no key takes.

use serde_json::Value;

use super::{document::Mistake, path::KeyPath};

/// Notes each date and each time. The reader of TOML makes a table of it, and a key that takes a table of any
/// names would take it.
pub(super) fn check(value: &Value, at: &KeyPath, mistakes: &mut Vec<Mistake>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                check(item, &at.at(index), mistakes);
            }
        }
        Value::Object(members) if members.contains_key(MADE_OF_A_DATE) => {
            mistakes.push(Mistake::new(at.clone(), PROBLEM));
        }
        Value::Object(members) => {
            for (key, member) in members {
                check(member, &at.and(key), mistakes);
            }
        }
        _ => {}
    }
}

/// The only key of the table that the reader makes of a date.
const MADE_OF_A_DATE: &str = "$__toml_private_datetime";

const PROBLEM: &str = "is a date or a time, which no key takes: a text stands in quotation marks";
