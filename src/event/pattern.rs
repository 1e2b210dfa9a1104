//! The tests of the three star forms of event names. The code of the derive calls them.

/// Tests `prefix*`: `name` begins with `prefix` and goes on.
pub fn extends(name: &str, prefix: &str) -> bool {
    name.len() > prefix.len() && name.starts_with(prefix)
}

/// Tests `entity*`, where `entity` ends in `/`: one segment follows it.
pub fn is_of_entity(name: &str, entity: &str) -> bool {
    name.strip_prefix(entity).is_some_and(is_segment)
}

/// Tests `*verb`, where `verb` begins with `/`: one segment is before it.
pub fn is_of_verb(name: &str, verb: &str) -> bool {
    name.strip_suffix(verb).is_some_and(is_segment)
}

fn is_segment(text: &str) -> bool {
    !text.is_empty() && !text.contains('/')
}
