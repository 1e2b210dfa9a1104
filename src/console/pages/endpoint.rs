//! One endpoint: its proof, its events and its limits.

use axum::{
    Router,
    extract::{Query, rejection::QueryRejection},
    response::{Html, Response},
    routing::{get, post},
};
use maud::{Markup, html};

use super::{
    deliveries, endpoints,
    form::button,
    icon,
    page::{Done, Page, Shared},
    problem::Problem,
    section::Section,
    state, text, time, verb,
};
use crate::{
    console::{
        access::Fields,
        data::{self, Action, DeliveryQuery, EndpointView, EventView, Limit},
    },
    inbox::Filter,
};

/// Makes the routes.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/endpoint", get(show))
        .route("/endpoint/pause", post(pause))
        .route("/endpoint/resume", post(resume))
}

/// The name of the endpoint. It may hold any character, so it is no part of the path.
#[derive(serde::Deserialize)]
struct Named {
    name: String,
}

/// Returns the path of the page of an endpoint.
pub(super) fn path(name: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    format!("/endpoint?{}", query.append_pair("name", name).finish())
}

async fn show(
    page: Page,
    named: Result<Query<Named>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let name = named.map(|Query(named)| named.name).unwrap_or_default();
    let endpoints = data::endpoints(&page.inbox).await?;
    let found = endpoints.into_iter().find(|endpoint| endpoint.name == name);
    let view = found.ok_or_else(|| Problem::not_found("There is no endpoint of this name."))?;
    let content = html! {
        header .head {
            p .crumbs { a href=(page.link("/")) { "Endpoints" } }
            h1 .break { (text::name(&view.name)) }
            (endpoints::standing(&page, &view))
            @if page.may_act() { div .actions { (switch(&page, &view, "")) } }
        }
        div .columns {
            section .card aria-labelledby="facts" { h2 #facts { "Endpoint" } (facts(&page, &view)) }
            section .card aria-labelledby="work" { h2 #work { "Work" } (work(&page, &view)) }
        }
        section aria-labelledby="events" { h2 #events { "Events" } (events(&page, &view)) }
    };
    Ok(page.show(Section::Endpoints, &text::start_of(&name, 60), &content))
}

/// Makes the button that pauses or resumes an endpoint.
pub(super) fn switch(page: &Page, view: &EndpointView, class: &str) -> Markup {
    let (path, icon, word) = match view.is_paused {
        true => ("/endpoint/resume", "play", "Resume"),
        false => ("/endpoint/pause", "pause", "Pause"),
    };
    let label = html! {
        (icon::beside(&page.mount, icon)) (word) span .visually-hidden { " " (text::name(&view.name)) }
    };
    button(page, path, &[("name", &view.name)], label, class)
}

fn facts(page: &Page, view: &EndpointView) -> Markup {
    html! {
        dl .facts {
            @if let Some(path) = &view.path { dt { "Path" } dd .mono { (text::line(path)) } }
            dt { "Sender" } dd { (text::line(view.provider.as_deref().unwrap_or("not known"))) }
            @if let Some(trust) = view.trust { dt { "Proof" } dd { (state::trust(trust)) } }
            @for sentence in &view.proof { dt {} dd .muted { (text::line(sentence)) } }
            dt { "Last delivery" } dd { (endpoints::last(page, view)) }
            @if let Some(limit) = view.rate_limit { dt { "Limit" } dd { (limit_text(limit)) } }
            @if let Some(limit) = view.tenant_rate_limit { dt { "Limit of a tenant" } dd { (limit_text(limit)) } }
            @if let Some(most) = view.quarantine_at_most {
                dt { "Quarantine" }
                dd { @if most == 0 { "off: unproved requests are not kept" } @else { "up to " (most) " requests" } }
            }
        }
    }
}

/// Writes a rate limit.
pub(super) fn limit_text(limit: Limit) -> String {
    let time =
        if limit.seconds == 1 { "second".to_owned() } else { format!("{} s", limit.seconds) };
    format!("{} per {time}, {} at once", limit.count, limit.burst)
}

fn work(page: &Page, view: &EndpointView) -> Markup {
    let all = DeliveryQuery::of(Filter::new().endpoint(&view.name));
    let failed = DeliveryQuery::of(
        Filter::new().endpoint(&view.name).states(crate::inbox::EntryState::FAILED),
    );
    html! {
        p { (endpoints::work(page, view)) }
        dl .facts {
            dt { "Open runs" } dd { (view.open_runs) }
            dt { "Of these held" } dd { (view.held_runs) }
            dt { "Of these retried" } dd { (view.retrying_runs) }
            dt { "Dead runs" } dd { (view.dead_runs) }
        }
        p .actions {
            a .button href=(page.link(&deliveries::path(&all))) { "Deliveries" }
            a .button href=(page.link(&deliveries::path(&failed))) { "Failed ones" }
            @if view.quarantined > 0 {
                a .button href=(page.link(&super::quarantine::path(&view.name))) { "Quarantine" }
            }
        }
    }
}

fn events(page: &Page, view: &EndpointView) -> Markup {
    html! {
        @if view.events.is_empty() {
            p .muted { "It handles no events by name, and none has come." }
        } @else {
            div .scroll.as-cards {
                table {
                    caption { "Events that it handles, and others that came" }
                    thead {
                        tr {
                            th scope="col" { "Event" } th scope="col" { "Handlers" } th scope="col" { "Last delivery" }
                        }
                    }
                    tbody { @for event in &view.events { (row(page, view, event)) } }
                }
            }
        }
    }
}

fn row(page: &Page, view: &EndpointView, event: &EventView) -> Markup {
    html! {
        tr {
            th .break scope="row" data-label="Event" {
                span {
                    @for one in &event.verbs { (verb::of(&page.mount, *one)) " " }
                    @for (at, name) in event.names.iter().enumerate() {
                        @if at > 0 { ", " }
                        @if name == "*" { "any other" } @else { (seen(page, view, name)) }
                    }
                    @if !event.is_declared { span .sub { "not handled by name" } }
                }
            }
            td .break data-label="Handlers" {
                span {
                    @if event.handlers.is_empty() { span .muted { "none: it is kept and not handled" } }
                    (text::line(&event.handlers.join(", ")))
                }
            }
            td data-label="Last delivery" {
                span {
                    @match event.last_received_at {
                        Some(at) => (time::ago(at.get(), page.now)),
                        None => span .muted { "never" },
                    }
                }
            }
        }
    }
}

/// Links a name to the deliveries of it.
fn seen(page: &Page, view: &EndpointView, name: &str) -> Markup {
    let query = DeliveryQuery::of(Filter::new().endpoint(&view.name).event(name));
    html! {
        @if name.is_empty() { span .muted { "no name" } }
        @else if name.contains('*') { (text::name(name)) }
        @else { a href=(page.link(&deliveries::path(&query))) { (text::name(name)) } }
    }
}

async fn pause(page: Page, fields: Fields) -> Result<Response, Problem> {
    act(&page, &fields, Action::Pause, "is paused: its deliveries are kept, and run after a resume")
        .await
}

async fn resume(page: Page, fields: Fields) -> Result<Response, Problem> {
    act(&page, &fields, Action::Resume, "is resumed").await
}

async fn act(
    page: &Page,
    fields: &Fields,
    action: Action,
    result: &str,
) -> Result<Response, Problem> {
    let name = fields.get("name").unwrap_or_default();
    let done = data::act_on_endpoint(&page.inbox, action, name).await?;
    let message = format!("{} {result}.", text::start_of(name, 60));
    let done = Done { name: action.as_str(), subject: name, changed: done.changed, message };
    Ok(page.done(done, &path(name)).await)
}
