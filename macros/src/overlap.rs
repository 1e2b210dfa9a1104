//! Names that two patterns take, with none more specific than the other.
//!
//! An exact name goes before every star, and of two patterns that end in a star the longer one is
//! the more specific. `*/VERB` begins with its star, so it cannot be compared with those.

use crate::pattern::{Form, Pattern};

/// What two patterns have in common.
pub(crate) enum Overlap {
    /// One name, which may be listed.
    Name(String),
    /// Any number of names, such as this one.
    Such(String),
}

/// The names that both patterns take and neither is meant for. `None`: every name is clear.
pub(crate) fn between(one: &Pattern, other: &Pattern) -> Option<Overlap> {
    match (&one.form, &other.form) {
        (Form::Verb(verb), form) | (form, Form::Verb(verb)) => with_verb(form, verb),
        _ => None,
    }
}

fn with_verb(form: &Form, verb: &str) -> Option<Overlap> {
    match form {
        Form::Entity(entity) => {
            let entity = entity.trim_end_matches('/');
            Some(Overlap::Name(format!("{entity}{verb}")))
        }
        Form::Prefix(prefix) => match prefix.split_once('/') {
            None => Some(Overlap::Such(format!("{prefix}x{verb}"))),
            Some((entity, rest)) => {
                let verb = verb.trim_start_matches('/');
                let longer = verb.len() > rest.len() && verb.starts_with(rest);
                (!entity.is_empty() && longer).then(|| Overlap::Name(format!("{entity}/{verb}")))
            }
        },
        Form::Exact | Form::Verb(_) => None,
    }
}
