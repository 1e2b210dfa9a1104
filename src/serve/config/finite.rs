//! Numbers that no key can have: `nan` and `inf`.

use serde_json::Value;

use super::{document::Mistake, path::KeyPath};

/// Notes each number that is not finite, which JSON has no value for: it is read as null.
pub(super) fn check(value: &Value, at: &KeyPath, mistakes: &mut Vec<Mistake>) {
    match value {
        Value::Null => mistakes.push(Mistake::new(at.clone(), "is no finite number")),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                check(item, &at.at(index), mistakes);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                check(member, &at.and(key), mistakes);
            }
        }
        _ => {}
    }
}
