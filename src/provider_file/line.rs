//! The lines of the keys in a TOML document.

use serde_path_to_error::Segment;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A TOML text, read once to find the lines of its keys.
pub(crate) struct Lines<'a> {
    text: &'a str,
    document: Option<Spanned<DeTable<'a>>>,
}

impl<'a> Lines<'a> {
    /// Reads a text. One that is no TOML has no keys.
    pub(crate) fn of(text: &'a str) -> Self {
        Self { text, document: DeTable::parse(text).ok() }
    }

    /// Returns the line of the last key of `path` that the document has.
    pub(crate) fn line<'p>(&self, path: impl IntoIterator<Item = &'p Segment>) -> Option<usize> {
        let mut table = self.document.as_ref().map(Spanned::get_ref);
        let (mut value, mut offset): (Option<&DeValue<'_>>, _) = (None, None);
        for segment in path {
            let found = match segment {
                Segment::Map { key } | Segment::Enum { variant: key } => table
                    .and_then(|table| table.get_key_value(key.as_str()))
                    .map(|(key, value)| (key.span(), value)),
                Segment::Seq { index } => {
                    let item =
                        value.and_then(DeValue::as_array).and_then(|array| array.get(*index));
                    item.map(|item| (item.span(), item))
                }
                Segment::Unknown => None,
            };
            let Some((span, found)) = found else { break };
            offset = Some(span.start);
            value = Some(found.get_ref());
            table = value.and_then(DeValue::as_table);
        }
        let before = self.text.get(..offset?)?;
        Some(before.matches('\n').count() + 1)
    }
}
