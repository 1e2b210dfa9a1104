//! One endpoint: its proof, its events and its limits.

use axum::{
    Router,
    extract::{Query, rejection::QueryRejection},
    response::{Html, Response},
    routing::{get, post},
};
use maud::{Markup, html};

use super::{
    endpoint_events, limit, links,
    page::{Page, Shared},
    problem::Problem,
    section::Section,
    standing, state, text,
};
use crate::{
    console::{
        access::Fields,
        data::{self, Action, DeliveryQuery, EndpointView},
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
        section aria-labelledby="events" { h2 #events { "Events" } (endpoint_events::of(&page, &view)) }
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
            @if view.is_served { dt { "Goes to" } dd { (standing::goes_to(page, view, usize::MAX)) } }
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
    let delivery = fields.get("delivery").and_then(|number| number.parse::<u64>().ok());
    let to = delivery.map_or_else(|| links::endpoint(name), links::delivery);
    Ok(page.tell(message, &to))
}
