//! The events of an endpoint: those that it takes, and each that came.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{links, page::Page, text, time, verb};
use crate::{
    console::data::{DeliveryQuery, EndpointView, EventView, Time, Verb},
    inbox::Filter,
};

/// A name that came, and is no declared one.
#[derive(Default)]
struct Seen<'a> {
    verb: Option<Verb>,
    last: Option<Time>,
    handlers: BTreeSet<&'a str>,
}

/// Shows the events.
pub(super) fn of(page: &Page, view: &EndpointView) -> Markup {
    html! {
        @if view.events.is_empty() {
            p .muted { "No event has come." }
        } @else {
            div .scroll.as-cards {
                table {
                    caption { "Events that it takes, and others that came" }
                    thead {
                        tr {
                            th scope="col" { "Event" } th scope="col" { "Goes to" } th scope="col" { "Last delivery" }
                        }
                    }
                    tbody {
                        @for event in view.events.iter().filter(|event| event.is_declared) {
                            (declared(page, view, event))
                        }
                        @for (name, seen) in &seen(view) { (came(page, view, name, seen)) }
                    }
                }
            }
        }
    }
}

fn declared(page: &Page, view: &EndpointView, event: &EventView) -> Markup {
    let names = html! {
        @for one in &event.verbs { (verb::of(&page.mount, *one)) " " }
        @for (at, name) in event.names.iter().enumerate() {
            @if at > 0 { ", " }
            @if name == "*" { (any(view, event)) } @else { (linked(page, view, name)) }
        }
    };
    let handlers = event.handlers.iter().map(String::as_str);
    row(page, view, &names, (&handlers.collect(), event.last_received_at))
}

/// Says which events are meant by `*`.
fn any(view: &EndpointView, event: &EventView) -> &'static str {
    let declared = view.events.iter().filter(|event| event.is_declared).count();
    if event.is_rest && declared > 1 { "any other" } else { "any event" }
}

fn came(page: &Page, view: &EndpointView, name: &str, seen: &Seen<'_>) -> Markup {
    let name = html! {
        @if let Some(one) = seen.verb { (verb::of(&page.mount, one)) " " }
        (linked(page, view, name))
    };
    row(page, view, &name, (&seen.handlers, seen.last))
}

fn row(
    page: &Page,
    view: &EndpointView,
    name: &Markup,
    (handlers, last): (&BTreeSet<&str>, Option<Time>),
) -> Markup {
    html! {
        tr {
            th .break scope="row" data-label="Event" { span { (name) } }
            td .break data-label="Goes to" {
                span {
                    @if handlers.is_empty() { span .muted { (if view.is_served { "kept only" } else { "not known here" }) } }
                    @for (at, handler) in handlers.iter().enumerate() {
                        @if at > 0 { ", " }
                        (text::name(handler))
                    }
                }
            }
            td data-label="Last delivery" {
                span {
                    @match last {
                        Some(at) => (time::ago(at.get(), page.now)),
                        None => span .muted { "never" },
                    }
                }
            }
        }
    }
}

/// Finds the names that came and are no declared ones, each with the handlers that take it.
fn seen(view: &EndpointView) -> BTreeMap<&str, Seen<'_>> {
    let declared = view.events.iter().filter(|event| event.is_declared);
    let declared: BTreeSet<&str> =
        declared.flat_map(|event| event.names.iter().map(String::as_str)).collect();
    let mut all: BTreeMap<&str, Seen<'_>> = BTreeMap::new();
    for event in &view.events {
        for one in event.seen.iter().filter(|one| !declared.contains(&*one.name)) {
            let seen = all.entry(&one.name).or_default();
            seen.verb = one.verb;
            seen.last = seen.last.max(Some(one.last_received_at));
            seen.handlers.extend(event.handlers.iter().map(String::as_str));
        }
    }
    all
}

/// Links a name to the deliveries of it.
fn linked(page: &Page, view: &EndpointView, name: &str) -> Markup {
    let query = DeliveryQuery::of(Filter::new().endpoint(&view.name).event(name));
    html! {
        @if name.is_empty() { span .muted { "no name" } }
        @else if name.contains('*') { (text::name(name)) }
        @else { a href=(page.link(&links::deliveries(&query))) { (text::name(name)) } }
    }
}
