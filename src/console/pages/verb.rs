//! Icons of the verbs of events: a plus, a pencil, a bin.

use maud::{Markup, html};

use super::icon;
use crate::console::{data::Verb, mount::Mount};

/// Shows the verb in the name of an event, if it has one.
pub(super) fn verb(mount: &Mount, event: &str) -> Markup {
    html! { @if let Some(verb) = Verb::of(event) { (of(mount, verb)) " " } }
}

/// Shows a verb.
pub(super) fn of(mount: &Mount, verb: Verb) -> Markup {
    icon::alone(mount, verb.as_str(), label(verb))
}

/// Shows a verb with its word.
pub(super) fn in_words(mount: &Mount, verb: Verb) -> Markup {
    html! { (icon::beside(mount, verb.as_str())) " " (label(verb)) }
}

fn label(verb: Verb) -> &'static str {
    match verb {
        Verb::Create => "Creation",
        Verb::Update => "Change",
        Verb::Delete => "Deletion",
    }
}
