//! The standing of an endpoint: whether it runs, what waits, and the button that pauses it.

use std::time::Duration;

use maud::{Markup, html};

use super::{form::button, icon, page::Page, state, text, time};
use crate::console::data::EndpointView;

/// Shows whether an endpoint takes and runs deliveries.
pub(super) fn standing(page: &Page, view: &EndpointView) -> Markup {
    if view.is_paused {
        return state::paused(&page.mount);
    }
    let (class, icon, word) = if view.is_served {
        ("good", "done", "active")
    } else {
        ("plain", "unhandled", "not served here")
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
                span .state.bad { (icon::beside(&page.mount, "dead-letters")) (view.orphaned_runs) " that nothing takes" }
            }
            @if view.open_runs + view.dead_runs + view.stopped_keys + view.quarantined == 0 {
                span .muted { "none" }
            }
        }
    }
}

/// Lists where deliveries go: each handler with what it says of that.
pub(super) fn goes_to(page: &Page, view: &EndpointView, at_most: usize) -> Markup {
    let more = view.handlers.len().saturating_sub(at_most);
    html! {
        @if view.keeps_only { span .muted { "kept only" } }
        @for handler in view.handlers.iter().take(at_most) {
            div .break {
                (text::name(&handler.name))
                @if handler.is_paused { " " (state::paused(&page.mount)) }
                @if let Some(goes_to) = &handler.goes_to { span .sub { (text::line(goes_to)) } }
                @if let Some(milliseconds) = handler.tries_again_in_ms { span .sub { (trial(milliseconds)) } }
            }
        }
        @if more > 0 { div .muted { "and " (more) " more" } }
    }
}

/// Says when a destination that is paused tries one delivery.
pub(super) fn trial(milliseconds: u64) -> String {
    match milliseconds {
        0 => "tries the next delivery".to_owned(),
        _ => format!("tries a delivery in {}", time::duration(Duration::from_millis(milliseconds))),
    }
}

/// Makes the button that pauses or resumes an endpoint.
pub(super) fn switch(page: &Page, view: &EndpointView, class: &str) -> Markup {
    let change = if view.is_paused { RESUME } else { PAUSE };
    change_button(page, change, (&view.name, &[]), class)
}

/// Tells that the endpoint of a delivery is paused, with the button that resumes it.
pub(super) fn paused_notice(page: &Page, endpoint: &str, delivery: u64) -> Markup {
    let delivery = [("delivery", &*delivery.to_string())];
    html! {
        div .notice.warn {
            (icon::beside(&page.mount, "pause"))
            span { "Its endpoint is paused: deliveries are kept, and what is open runs after a resume." }
            @if page.may_act() {
                div .actions { (change_button(page, RESUME, (endpoint, &delivery), "row-button")) }
            }
        }
    }
}

/// Makes the button of a change of an endpoint. Further fields say from where it is asked for.
fn change_button(
    page: &Page,
    (path, icon, word): (&str, &str, &str),
    (endpoint, further): (&str, &[(&str, &str)]),
    class: &str,
) -> Markup {
    let label = html! {
        (icon::beside(&page.mount, icon)) (word) span .visually-hidden { " " (text::name(endpoint)) }
    };
    let fields = [&[("name", endpoint)], further].concat();
    button(page, path, &fields, &label, class)
}

const PAUSE: (&str, &str, &str) = ("/endpoint/pause", "pause", "Pause");
const RESUME: (&str, &str, &str) = ("/endpoint/resume", "play", "Resume");
