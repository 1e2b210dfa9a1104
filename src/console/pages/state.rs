//! States: a colour, an icon and a word each, so that none says it alone.

use maud::{Markup, html};

use super::icon;
use crate::{
    console::{
        data::{self, DeliverySummary},
        mount::Mount,
    },
    inbox::{EntryState, Inbox},
};

/// Shows the state of a delivery, a run or an attempt.
pub(super) fn state(mount: &Mount, word: &str) -> Markup {
    let (class, icon) = look(word);
    html! { span .state.(class) { (icon::beside(mount, icon)) (word) } }
}

/// Shows the state of a delivery. At an endpoint that only keeps its deliveries, none is left unhandled.
pub(super) fn of_delivery(mount: &Mount, inbox: &Inbox, delivery: &DeliverySummary) -> Markup {
    match delivery.state {
        "unhandled" if data::keeps_only(inbox, &delivery.endpoint) => state(mount, "kept only"),
        word => state(mount, word),
    }
}

/// Returns the name of a state as a choice, with the word that deliveries of some endpoints show in its place.
pub(super) fn chosen(state: EntryState) -> &'static str {
    match state {
        EntryState::Unhandled => "unhandled, kept only",
        other => other.as_str(),
    }
}

/// Shows that an endpoint is paused.
pub(super) fn paused(mount: &Mount) -> Markup {
    html! { span .state.warn { (icon::beside(mount, "pause")) "paused" } }
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
        "kept only" => ("plain", "deliveries"),
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
