//! Reading the tables of a file, with all mistakes in them and not only the first one.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

use super::{
    document::Mistake,
    path::{KeyPath, name},
};
use crate::serve::nearest::nearest;

/// Reads a value. A key that is wrong is noted and left out, and the rest is read again.
///
/// Returns `None` if what is wrong cannot be left out.
pub(super) fn read<T: DeserializeOwned>(
    mut value: Value,
    mistakes: &mut Vec<Mistake>,
) -> Option<T> {
    while mistakes.len() < MOST {
        let error = match serde_path_to_error::deserialize(&value) {
            Ok(read) => return Some(read),
            Err(error) => error,
        };
        let at = KeyPath::from(error.path());
        let is_left_out = leave_out(&mut value, at.segments());
        mistakes.push(Mistake::new(at, explained(&error.into_inner().to_string())));
        if !is_left_out {
            return None;
        }
    }
    None
}

/// Leaves out the keys of mistakes, so that each is told once.
pub(super) fn leave_out_all(value: &mut Value, mistakes: &[Mistake]) {
    for Mistake { at, .. } in mistakes {
        leave_out(value, at.segments());
    }
}

/// Removes the last key of a path. A whole list is removed, since the places of its items count.
fn leave_out(value: &mut Value, path: &[Segment]) -> bool {
    let Some(last) = path.iter().rposition(|segment| name(segment).is_some()) else {
        return false;
    };
    let table = path[..last].iter().try_fold(value, |value, segment| match segment {
        Segment::Seq { index } => value.get_mut(*index),
        named => value.get_mut(name(named)?),
    });
    let table = table.and_then(Value::as_object_mut);
    table.zip(name(&path[last])).is_some_and(|(table, key)| table.remove(key).is_some())
}

/// Says it in the words of TOML, and adds the nearest known key to the message of an unknown one.
fn explained(message: &str) -> String {
    if let Some(found) = message.strip_prefix("unknown field `")
        && let Some((key, rest)) = found.split_once('`')
    {
        return format!("unknown key{}{rest}", similar(key, rest));
    }
    if let Some(found) = message.strip_prefix("unknown variant `") {
        return format!("unknown value `{found}");
    }
    let wrong = ["invalid type: ", "invalid value: "];
    let wrong =
        wrong.iter().find_map(|start| message.strip_prefix(start)?.rsplit_once(", expected "));
    match wrong {
        Some((found, expected)) => format!("is {}, expected {}", kind(found), in_toml(expected)),
        None => message.to_owned(),
    }
}

fn similar(key: &str, expected: &str) -> String {
    let known = expected.split('`').skip(1).step_by(2);
    nearest(key, known).map(|known| format!(" (similar: `{known}`)")).unwrap_or_default()
}

/// Names the kind of a value. A text is not repeated: it may be a secret in a wrong place.
fn kind(found: &str) -> &str {
    match found.split([' ', '`']).next() {
        Some("string") => "a text",
        Some("map") => "a table",
        Some("sequence") => "a list",
        Some("integer") => found.trim_start_matches("integer "),
        Some("floating") => found.trim_start_matches("floating point "),
        _ => found,
    }
}

fn in_toml(expected: &str) -> &str {
    match expected {
        "a string" | "path string" | "string or map" => "a text",
        "a sequence" => "a list",
        "a map" => "a table",
        "a boolean" => "`true` or `false`",
        "u16" => "a whole number from 0 to 65535",
        "u64" => "a whole number from 0",
        "f64" => "a number",
        other => other,
    }
}

/// A file with more mistakes than this is some other file.
const MOST: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_a_wrong_place_is_not_repeated() {
        let message = r#"invalid type: string "made-up, expected 5", expected a sequence"#;

        assert_eq!(explained(message), "is a text, expected a list");
        assert_eq!(
            explained("unknown field `pth`, expected one of `name`, `path`"),
            "unknown key (similar: `path`), expected one of `name`, `path`"
        );
    }
}
