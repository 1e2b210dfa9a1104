//! The line of a key in a TOML document.

use serde_path_to_error::Segment;
use toml::de::{DeTable, DeValue};

/// Returns the line of the last key of `path` that the document has.
pub(super) fn of<'a>(text: &str, path: impl IntoIterator<Item = &'a Segment>) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    let mut table = Some(table.get_ref());
    let (mut value, mut offset): (Option<&DeValue<'_>>, _) = (None, None);
    for segment in path {
        let found = match segment {
            Segment::Map { key } | Segment::Enum { variant: key } => table
                .and_then(|table| table.get_key_value(key.as_str()))
                .map(|(key, value)| (key.span(), value)),
            Segment::Seq { index } => {
                let item = value.and_then(DeValue::as_array).and_then(|array| array.get(*index));
                item.map(|item| (item.span(), item))
            }
            Segment::Unknown => None,
        };
        let Some((span, found)) = found else { break };
        offset = Some(span.start);
        value = Some(found.get_ref());
        table = value.and_then(DeValue::as_table);
    }
    let before = text.get(..offset?)?;
    Some(before.matches('\n').count() + 1)
}
