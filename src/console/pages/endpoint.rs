//! One endpoint: its proof, its events and its limits.

use axum::{
    Router,
    extract::{Query, rejection::QueryRejection},
    response::{Html, Response},
    routing::{get, post},
};
use maud::{Markup, html};

use super::{
    limit, links,
    page::{Page, Shared},
    problem::Problem,
    section::Section,
    standing, state, text, time, verb,
};
use crate::{
    console::{
        access::Fields,
        data::{self, Action, DeliveryQuery, EndpointView, EventView},
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

async fn show(
    page: Page,
    named: Result<Query<Named>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let name = named.map(|Query(named)| named.name).unwrap_or_default();
    let endpoints = data::endpoints_at(&page.inbox, &page.look.overview).await?;
    let found = endpoints.into_iter().find(|endpoint| endpoint.name == name);
    let view = found.ok_or_else(|| Problem::not_found("There is no endpoint of this name."))?;
    let content = html! {
        header .head {
            p .crumbs { a href=(page.link("/")) { "Endpoints" } }
            h1 .break { (text::name(&view.name)) }
            (standing::standing(&page, &view))
            @if page.may_act() { div .actions { (standing::switch(&page, &view, "")) } }
        }
        div .columns {
            section .card aria-labelledby="facts" { h2 #facts { "Endpoint" } (facts(&page, &view)) }
            section .card aria-labelledby="work" { h2 #work { "Work" } (work(&page, &view)) }
        }
        section aria-labelledby="events" { h2 #events { "Events" } (events(&page, &view)) }
    };
    Ok(page.show(Section::Endpoints, &text::start_of(&name, 60), &content))
}

fn facts(page: &Page, view: &EndpointView) -> Markup {
    html! {
        dl .facts {
            @if let Some(path) = &view.path { dt { "Path" } dd .mono { (text::line(path)) } }
            dt { "Sender" } dd { (text::line(view.provider.as_deref().unwrap_or("not known"))) }
            @if let Some(trust) = view.trust { dt { "Proof" } dd { (state::trust(trust)) } }
            @for sentence in &view.proof { dt {} dd .muted { (text::sentence(sentence)) } }
            dt { "Last delivery" } dd { (standing::last(page, view)) }
            @if let Some(limit) = view.rate_limit { dt { "Limit" } dd { (limit::text(limit)) } }
            @if let Some(limit) = view.tenant_rate_limit { dt { "Limit of a tenant" } dd { (limit::text(limit)) } }
            @if let Some(most) = view.quarantine_at_most {
                dt { "Quarantine" }
                dd { @if most == 0 { "off: unproved requests are not kept" } @else { "up to " (most) " requests" } }
            }
        }
    }
}

fn work(page: &Page, view: &EndpointView) -> Markup {
    let all = DeliveryQuery::of(Filter::new().endpoint(&view.name));
    let failed = DeliveryQuery::of(
        Filter::new().endpoint(&view.name).states(crate::inbox::EntryState::FAILED),
    );
    html! {
        p { (standing::work(page, view)) }
        dl .facts {
            dt { "Open runs" } dd { (view.open_runs) }
            dt { "Of these held" } dd { (view.held_runs) }
            dt { "Of these retried" } dd { (view.retrying_runs) }
            dt { "Dead runs" } dd { (view.dead_runs) }
        }
        p .actions {
            a .button href=(page.link(&links::deliveries(&all))) { "Deliveries" }
            a .button href=(page.link(&links::deliveries(&failed))) { "Failed ones" }
            @if view.quarantined > 0 {
                a .button href=(page.link(&links::quarantine(&view.name))) { "Quarantine" }
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
        @else { a href=(page.link(&links::deliveries(&query))) { (text::name(name)) } }
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
    page.act_on_endpoint(action, name).await?;
    let message = format!("{} {result}.", text::start_of(name, 60));
    Ok(page.tell(message, &links::endpoint(name)))
}
