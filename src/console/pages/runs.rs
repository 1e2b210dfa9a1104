//! The runs of a delivery, with their attempts.

use std::time::Duration;

use maud::{Markup, html};

use super::{page::Page, standing, state, text, time};
use crate::console::data::{self, AttemptView, DeliveryView, HandlerView, RunView};

/// Shows all runs.
pub(super) fn section(page: &Page, view: &DeliveryView) -> Markup {
    html! {
        section aria-labelledby="runs" {
            h2 #runs { "Runs" }
            @if view.runs.is_empty() {
                p .muted { (none(page, view)) }
            }
            @for run in &view.runs { (card(page, &view.summary.endpoint, run)) }
        }
    }
}

fn none(page: &Page, view: &DeliveryView) -> &'static str {
    if data::keeps_only(&page.inbox, &view.summary.endpoint) {
        "Its endpoint only keeps its deliveries, so nothing runs."
    } else {
        "Nothing takes this event, so nothing runs."
    }
}

fn card(page: &Page, endpoint: &str, run: &RunView) -> Markup {
    let handler = HandlerView::find(&page.inbox, endpoint, &run.handler);
    let pause = handler.as_ref().and_then(|handler| handler.tries_again_in_ms);
    let goes_to = handler.and_then(|handler| handler.goes_to);
    html! {
        article .card {
            h3 .run { (text::line(&run.handler)) " " (state::state(&page.mount, run.state)) }
            @if let Some(goes_to) = goes_to { p .muted.break { (text::line(&goes_to)) } }
            @if let Some(due) = run.due_at { p { "The next attempt is due " (time::ago(due.get(), page.now)) "." } }
            @if let Some(pause) = pause.filter(|_| matches!(run.state, "received" | "retry")) {
                p {
                    "Its destination fails and is paused: it " (standing::trial(pause)) ", and goes on if that succeeds. "
                    "A restart of the receiver ends the pause, as does a reload of " code { "hookport serve" } "."
                }
            }
            @if run.state == "held" { p { "An earlier delivery of its ordering key goes first." } }
            @if run.stops_key { p { "Its ordering key is stopped until somebody replays, cancels or resumes it." } }
            @if run.handler == "(route)" && run.state != "done" {
                p { "It could not be decoded, so nothing got it. Correct the type, then replay it." }
            }
            @if run.attempts.is_empty() {
                p .muted { "No attempt has ended yet." }
            } @else { (attempts(page, run)) }
        }
    }
}

fn attempts(page: &Page, run: &RunView) -> Markup {
    html! {
        div .scroll.as-cards {
            table {
                caption { "Attempts of " (text::name(&run.handler)) }
                thead {
                    tr {
                        th scope="col" { "Attempt" } th scope="col" { "Result" } th scope="col" { "Began" }
                        th .end scope="col" { "Took" } th scope="col" { "Error" }
                    }
                }
                tbody { @for attempt in &run.attempts { (row(page, attempt)) } }
            }
        }
    }
}

fn row(page: &Page, attempt: &AttemptView) -> Markup {
    let took = time::duration(Duration::from_millis(attempt.took_ms));
    html! {
        tr {
            th scope="row" data-label="Attempt" { span { (attempt.number) } }
            td data-label="Result" { (state::state(&page.mount, attempt.result)) }
            td .nowrap data-label="Began" { span { (time::ago(attempt.started_at.get(), page.now)) } }
            td .end.nowrap data-label="Took" { span { (took) } }
            td .mono.break data-label="Error" { @if let Some(error) = &attempt.error { span { (text::lines(error)) } } }
        }
    }
}
