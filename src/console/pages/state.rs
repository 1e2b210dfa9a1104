//! States: a colour, an icon and a word each, so that none says it alone.

use maud::{Markup, html};

use super::icon;
use crate::console::mount::Mount;

/// Shows the state of a delivery, a run or an attempt.
pub(super) fn state(mount: &Mount, word: &str) -> Markup {
    let (class, icon) = look(word);
    html! { span .state.(class) { (icon::beside(mount, icon)) (word) } }
}

/// Returns the colour and the icon of a state.
pub(super) fn look(word: &str) -> (&'static str, &'static str) {
    match word {
        "done" => ("good", "done"),
        "dead" | "lost" => ("bad", "dead"),
        "retry" => ("warn", "retry"),
        "open" | "received" | "running" => ("busy", "open"),
        "held" => ("warn", "held"),
        "cancelled" => ("plain", "cancelled"),
        _ => ("plain", "unhandled"),
    }
}

/// Returns a level of proof in words.
pub(super) fn trust(word: &str) -> &'static str {
    match word {
        "signed" => "Signed",
        "signed_in_part" => "Signed in part",
        "token" => "Token",
        _ => "Not proved",
    }
}
