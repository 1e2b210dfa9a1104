//! The list of endpoints.

use axum::{Router, response::Html, routing::get};
use maud::{Markup, html};

use super::{
    icon, links,
    page::{Page, Shared},
    problem::Problem,
    section::Section,
    standing, state, text, verb,
};
use crate::console::data::{self, EndpointView, EventView};

/// Makes the routes.
pub(super) fn router() -> Router<Shared> {
    Router::new().route("/", get(show))
}

async fn show(page: Page) -> Result<Html<String>, Problem> {
    let endpoints = data::endpoints_at(&page.inbox, &page.look.overview).await?;
    let content = html! {
        header .head {
            h1 { "Endpoints" }
            p .lead { "The places that senders deliver to, and how they stand." }
        }
        @if endpoints.is_empty() { (nothing(&page)) } @else { (table(&page, &endpoints)) }
    };
    Ok(page.show(Section::Endpoints, "Endpoints", &content))
}

fn table(page: &Page, endpoints: &[EndpointView]) -> Markup {
    html! {
        div .scroll.as-cards {
            table {
                caption { "Endpoints of this receiver" }
                thead {
                    tr {
                        th scope="col" { "Endpoint" } th scope="col" { "Sender" } th scope="col" { "Events" }
                        th scope="col" { "Goes to" }
                        th scope="col" { "State" } th scope="col" { "Last delivery" } th scope="col" { "Work" }
                        @if page.may_act() { th scope="col" { span .visually-hidden { "Actions" } } }
                    }
                }
                tbody { @for endpoint in endpoints { (row(page, endpoint)) } }
            }
        }
    }
}

fn row(page: &Page, view: &EndpointView) -> Markup {
    html! {
        tr {
            th scope="row" data-label="Endpoint" {
                span .break {
                    a href=(page.link(&links::endpoint(&view.name))) { (text::name(&view.name)) }
                    @if let Some(path) = &view.path { span .sub.mono { (text::name(path)) } }
                }
            }
            td data-label="Sender" {
                span {
                    (text::name(view.provider.as_deref().unwrap_or("not known")))
                    @if let Some(trust) = view.trust { span .sub { (state::trust(trust)) } }
                }
            }
            td data-label="Events" { (events(page, view)) }
            td .goes-to data-label="Goes to" { @if view.is_served { div { (standing::goes_to(page, view, HANDLERS)) } } }
            td data-label="State" { span { (standing::standing(page, view)) } }
            td .nowrap data-label="Last delivery" { span { (standing::last(page, view)) } }
            td data-label="Work" { (standing::work(page, view)) }
            @if page.may_act() { td .end data-label="" { (standing::switch(page, view, "row-button")) } }
        }
    }
}

fn events(page: &Page, view: &EndpointView) -> Markup {
    html! {
        span {
            (taken(view))
            @for one in &view.verbs { span .sub.nowrap { (verb::in_words(&page.mount, *one)) } }
        }
    }
}

/// Says how many events have handlers, and how many others came.
fn taken(view: &EndpointView) -> String {
    let is_taken = |event: &&EventView| !event.handlers.is_empty();
    let (all, named): (Vec<_>, Vec<_>) =
        view.events.iter().filter(is_taken).partition(|event| event.names == ["*"]);
    let others = view.events.iter().filter(|event| !is_taken(event) && !event.seen.is_empty());
    match (named.len(), all.is_empty(), others.count()) {
        (0, false, _) => "all".to_owned(),
        (named, false, _) => format!("{named} by name, and all others"),
        (0, true, 0) => "none yet".to_owned(),
        (0, true, others) => format!("{others} seen"),
        (named, true, 0) => format!("{named} handled"),
        (named, true, others) => format!("{named} handled, {others} other"),
    }
}

fn nothing(page: &Page) -> Markup {
    html! {
        div .empty {
            (icon::beside(&page.mount, "endpoints"))
            h2 { "There is no endpoint yet" }
            p { "Add one to your receiver: an " code { "[[endpoints]]" } " section in the configuration file, or "
                code { "Receiver::endpoint" } " in your program." }
        }
    }
}

/// The highest number of handlers that are named for an endpoint.
const HANDLERS: usize = 3;
