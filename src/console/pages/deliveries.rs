//! The list of deliveries, with its filters.

use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use maud::{Markup, html};

use super::{
    delivery_rows::{self, Surroundings},
    endpoint_field, icon, links,
    page::{Page, Shared},
    problem::Problem,
    query::{Asked, field_of},
    section::Section,
    state,
};
use crate::{
    Trust,
    console::{
        data::{self, Action, Connection, DeliveryQuery, DeliverySummary},
        mount::Mount,
    },
    inbox::{EntryState, Filter},
};

/// Makes the routes.
pub(super) fn router() -> Router<Shared> {
    Router::new().route("/deliveries", get(show))
}

async fn show(page: Page, asked: Asked) -> Result<Response, Problem> {
    if !asked.is_short {
        return Ok(Redirect::to(&page.link(&links::deliveries(&asked.query))).into_response());
    }
    let query = asked.query;
    let found = data::deliveries(&page.inbox, &query).await?;
    let content = html! {
        header .head { h1 { "Deliveries" } (live(&page, &query)) }
        (chips(&page, &query))
        (form(&page, &query, found.edges.is_empty() && !found.page_info.has_next_page))
        (list(&page, &query, &found))
    };
    Ok(page.show(Section::Deliveries, "Deliveries", &content).into_response())
}

/// The place of the news about a first page, for the script.
fn live(page: &Page, query: &DeliveryQuery) -> Markup {
    let path = links::deliveries(query).replacen("/deliveries", "/live", 1);
    html! {
        @if query.after.is_none() {
            div .actions hidden data-live=(page.link(&path)) {
                span .live { "Live" }
                button .row-button type="button" aria-pressed="false" {
                    (icon::beside(&page.mount, "pause")) "Pause updates"
                }
                span .visually-hidden role="status" {}
            }
        }
    }
}

/// Links to the same question with other states.
fn chips(page: &Page, query: &DeliveryQuery) -> Markup {
    let all: &[EntryState] = &[];
    let groups = [("All", all), ("Failed", &EntryState::FAILED)];
    let singles = EntryState::ALL.map(|state| (state, [state]));
    html! {
        nav .chips aria-label="States" {
            @for (name, states) in groups { (chip(page, query, name, states)) }
            @for (state, states) in &singles { (chip(page, query, state::chosen(*state), states)) }
        }
    }
}

fn chip(page: &Page, query: &DeliveryQuery, name: &str, states: &[EntryState]) -> Markup {
    let filter = Filter { states: states.to_vec(), ..query.filter.clone() };
    let is_this = query.filter.states == states;
    html! {
        a href=(page.link(&links::deliveries(&DeliveryQuery::of(filter)))) aria-current=[is_this.then_some("true")] { (name) }
    }
}

fn form(page: &Page, query: &DeliveryQuery, is_empty: bool) -> Markup {
    let Filter { endpoint, event, states, trust, from, until, sender_id, tenant, text, .. } =
        &query.filter;
    let states: Vec<_> = states.iter().map(|state| state.as_str()).collect();
    html! {
        form .filters role="search" aria-label="Filter" method="get" action=(page.link("/deliveries")) {
            @if !states.is_empty() { input type="hidden" name="state" value=(states.join(",")); }
            (endpoint_field::of(page, endpoint.as_deref()))
            (field("event", "Event", event.as_deref()))
            div {
                label for="trust" { "Proof" }
                select #trust name="trust" {
                    option value="" { "Any" }
                    @for level in Trust::ALL {
                        option value=(level.as_str()) selected[*trust == Some(level)] {
                            (state::trust(level.as_str()))
                        }
                    }
                }
            }
            (field("tenant", "Tenant", tenant.as_deref()))
            (field("senderId", "Id of the sender", sender_id.as_deref()))
            @if page.viewer.role().may_search_bodies() {
                (field("text", "Text in the body", text.as_deref()))
            }
            (moment("from", "From (UTC)", &field_of(*from)))
            (moment("until", "Until (UTC)", &field_of(*until)))
            (form_buttons(page, query, is_empty))
        }
    }
}

/// Makes the buttons of the filter: what it finds can be replayed or cancelled, if that is anything.
fn form_buttons(page: &Page, query: &DeliveryQuery, is_empty: bool) -> Markup {
    html! {
            div .actions {
                button .primary type="submit" { (icon::beside(&page.mount, "search")) "Filter" }
                @if query.filter != Filter::default() {
                    a .button.quiet href=(page.link("/deliveries")) { "Clear" }
                }
                @if page.may_act() && !is_empty {
                    span .apart {
                        a .button href=(page.link(&links::bulk(Action::Replay, &query.filter))) { "Replay these…" }
                        a .button href=(page.link(&links::bulk(Action::Cancel, &query.filter))) { "Cancel these…" }
                    }
                }
            }
    }
}

fn field(name: &str, label: &str, value: Option<&str>) -> Markup {
    html! {
        div {
            label for=(name) { (label) }
            input id=(name) name=(name) value=[value] autocomplete="off" spellcheck="false" maxlength="200";
        }
    }
}

fn moment(name: &str, label: &str, value: &str) -> Markup {
    html! {
        div .moment {
            label for=(name) { (label) }
            input id=(name) name=(name) type="datetime-local" step="1" value=(value);
        }
    }
}

fn list(page: &Page, query: &DeliveryQuery, found: &Connection<DeliverySummary>) -> Markup {
    let is_last = !found.page_info.has_next_page;
    html! {
        @if found.edges.is_empty() && is_last {
            (nothing(page, query))
        } @else {
            @if found.edges.is_empty() {
                p .notice {
                    (icon::beside(&page.mount, "info"))
                    span { "Nothing is found so far. There are older deliveries to look through." }
                }
            } @else {
                div .scroll.as-cards.dense {
                    table #deliveries {
                        caption { "Deliveries, the newest first" }
                        thead {
                            tr {
                                th scope="col" { "Delivery" } th scope="col" { "Event" } th scope="col" { "State" }
                                th scope="col" { "Proof" } th scope="col" { "Tenant" }
                                th scope="col" { "Received" } th .end scope="col" { "Size" }
                            }
                        }
                        tbody { (rows(page, found)) }
                    }
                }
            }
            (pages(&page.mount, query, found))
        }
    }
}

fn rows(page: &Page, found: &Connection<DeliverySummary>) -> Markup {
    let (mount, inbox, overview) = (&page.mount, &page.inbox, &page.look.overview);
    delivery_rows::of(&Surroundings { mount, inbox, overview, now: page.now }, found)
}

/// Makes the links to the pages before and behind, for the page and for its updates.
pub(super) fn pages(
    mount: &Mount,
    query: &DeliveryQuery,
    found: &Connection<DeliverySummary>,
) -> Markup {
    let after = found.page_info.end_cursor.as_ref().filter(|_| found.page_info.has_next_page);
    let next = after.and_then(|after| after.parse().ok()).map(|after| query.clone().behind(after));
    html! {
        nav .pages aria-label="Pages" {
            @if query.after.is_some() {
                a .button href=(mount.link(&links::deliveries(&DeliveryQuery::of(query.filter.clone())))) { "Newest" }
            } @else { span {} }
            @if let Some(next) = next {
                a .button rel="next" href=(mount.link(&links::deliveries(&next))) { "Older" (icon::beside(mount, "next")) }
            }
        }
    }
}

fn nothing(page: &Page, query: &DeliveryQuery) -> Markup {
    html! {
        div .empty {
            (icon::beside(&page.mount, "deliveries"))
            @if query.filter == Filter::default() {
                h2 { "No delivery has come yet" }
                p { "Give a sender the URL of one of your endpoints, and press its test button. With "
                    code { "hookport send" } " you can send a signed delivery yourself." }
            } @else {
                h2 { "No delivery matches" }
                p { "Take a filter away, or look at " a href=(page.link("/deliveries")) { "all deliveries" } "." }
            }
        }
    }
}
