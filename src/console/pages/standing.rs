//! The standing of an endpoint: whether it runs, what waits, and the button that pauses it.

use maud::{Markup, html};

use super::{form::button, icon, page::Page, text, time};
use crate::console::data::EndpointView;

/// Shows whether an endpoint takes and runs deliveries.
pub(super) fn standing(page: &Page, view: &EndpointView) -> Markup {
    let (class, icon, word) = match (view.is_paused, view.is_served) {
        (true, _) => ("warn", "pause", "paused"),
        (false, true) => ("good", "done", "active"),
        (false, false) => ("plain", "unhandled", "not served here"),
    };
    html! { span .state.(class) { (icon::beside(&page.mount, icon)) (word) } }
}

/// Shows how long an endpoint is silent.
pub(super) fn last(page: &Page, view: &EndpointView) -> Markup {
    html! {
        @match view.last_received_at {
            Some(at) => (time::ago(at.get(), page.now)),
            None => span .muted { "never" },
        }
    }
}

/// Shows the runs that wait, and what waits for a person.
pub(super) fn work(page: &Page, view: &EndpointView) -> Markup {
    let (open, retrying) =
        (view.open_runs - view.retrying_runs.min(view.open_runs), view.retrying_runs);
    let counts = [
        (open, "busy", "open", "open"),
        (retrying, "warn", "retry", "to retry"),
        (view.dead_runs, "bad", "dead", "dead"),
    ];
    html! {
        span .icons {
            @for (count, class, icon, word) in counts {
                @if count > 0 {
                    span .state.(class) { (icon::beside(&page.mount, icon)) (count) " " (word) }
                }
            }
            @if view.stopped_keys > 0 {
                span .state.warn { (icon::beside(&page.mount, "held")) (view.stopped_keys) @if view.stopped_keys == 1 { " key stopped" } @else { " keys stopped" } }
            }
            @if view.quarantined > 0 {
                span .state.warn { (icon::beside(&page.mount, "quarantine")) (view.quarantined) " not proved" }
            }
            @if view.orphaned_runs > 0 {
                span .state.bad { (icon::beside(&page.mount, "dead-letters")) (view.orphaned_runs) " without handler" }
            }
            @if view.open_runs + view.dead_runs + view.stopped_keys + view.quarantined == 0 {
                span .muted { "none" }
            }
        }
    }
}

/// Makes the button that pauses or resumes an endpoint.
pub(super) fn switch(page: &Page, view: &EndpointView, class: &str) -> Markup {
    let (path, icon, word) = if view.is_paused {
        ("/endpoint/resume", "play", "Resume")
    } else {
        ("/endpoint/pause", "pause", "Pause")
    };
    let label = html! {
        (icon::beside(&page.mount, icon)) (word) span .visually-hidden { " " (text::name(&view.name)) }
    };
    button(page, path, &[("name", &view.name)], &label, class)
}
