//! The words of places: `header:x-acme-event`.

use super::Field;

/// Returns the place of this kind and name; `None` if there is no such kind.
pub(crate) fn named(kind: &str, name: &'static str) -> Option<Field> {
    Some(match kind {
        "json" => Field::Json(name),
        "name-of-member" => Field::NameOfMember(name),
        "batch" => Field::Batch(name),
        "other-member" => Field::OtherMember(name),
        "header" => match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
            Some((header, name)) => Field::HeaderEntry { header, name },
            None => Field::Header(name),
        },
        "query" => Field::Query(name),
        "form" => Field::Form(name),
        "fixed" => Field::Fixed(name),
        "path-segment" => Field::PathSegment(name.parse().ok()?),
        _ => return None,
    })
}
