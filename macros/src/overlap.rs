//! Names that two patterns take, where none of them is more specific.
//!
//! An exact name is more specific than every star. Of two patterns that end in a star, the longer
//! one is more specific. `*/VERB` begins with its star, so it cannot be compared with those, nor
//! with a name that is the first of two values and takes every second one.

use crate::pattern::{Form, Pattern};

/// The names that two patterns have in common.
pub(crate) enum Overlap {
    /// One name, which may be listed.
    Name(String),
    /// Any number of names, such as this one.
    Such(String),
}

/// Returns the names that both patterns take, where none of them is more specific; `None` if there
/// are no such names.
///
/// `pairs` is `true` if a name may have two values with a `/` between them.
pub(crate) fn between(one: &Pattern, other: &Pattern, pairs: bool) -> Option<Overlap> {
    match (&one.form, &other.form) {
        (Form::Verb(verb), _) => with_verb(other, verb, pairs),
        (_, Form::Verb(verb)) => with_verb(one, verb, pairs),
        _ => None,
    }
}

fn with_verb(pattern: &Pattern, verb: &str, pairs: bool) -> Option<Overlap> {
    match &pattern.form {
        Form::Exact if pairs && !pattern.text.contains('/') => {
            Some(Overlap::Name(format!("{}{verb}", pattern.text)))
        }
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
