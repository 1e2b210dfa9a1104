//! One delivery: what came, how it was proved, and what became of it.

use axum::{
    Router,
    extract::Path,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use maud::{Markup, html};

use super::{
    body, done,
    form::button,
    headers, icon, links,
    page::{Page, Shared},
    problem::Problem,
    runs,
    section::Section,
    standing::paused_notice,
    state, story, text, time,
    verb::verb,
};
use crate::{
    console::{
        access::Fields,
        data::{self, Action, DeliveryView, Extent},
    },
    inbox::{EntryId, Replay, Selection},
};

/// Makes the routes.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/deliveries/{id}", get(show))
        .route("/deliveries/{id}/body", get(download))
        .route("/deliveries/{id}/replay", post(replay))
        .route("/deliveries/{id}/cancel", post(cancel))
        .route("/deliveries/{id}/resume-keys", post(resume_keys))
}

async fn show(page: Page, Path(id): Path<String>) -> Result<Html<String>, Problem> {
    let id = number(&id)?;
    let (view, raw) = data::delivery_with_body(&page.inbox, id).await?;
    let title = format!("Delivery #{id}");
    let content = html! {
        (head(&page, &view, &title))
        @if page.look.overview.is_paused(&view.summary.endpoint) {
            (paused_notice(&page, &view.summary.endpoint, view.summary.id))
        }
        div .columns {
            section .card aria-labelledby="facts" { h2 #facts { "Delivery" } (facts(&page, &view)) }
            section .card aria-labelledby="proof" { h2 #proof { "Proof" } (story::of(&page, &view)) }
        }
        (runs::section(&page, &view))
        (body::section(&page, &view.body, Some((&raw, &format!("/deliveries/{id}/body")))))
        (headers::section(&view.headers))
    };
    Ok(page.show(Section::Deliveries, &title, &content))
}

fn head(page: &Page, view: &DeliveryView, title: &str) -> Markup {
    html! {
        header .head {
            p .crumbs { a href=(page.link("/deliveries")) { "Deliveries" } }
            h1 { (title) }
            (state::of_delivery(&page.mount, &page.inbox, &view.summary))
            @if page.may_act() { (actions(page, view)) }
        }
    }
}

fn actions(page: &Page, view: &DeliveryView) -> Markup {
    let path = |action: &str| format!("/deliveries/{}/{action}", view.summary.id);
    let is = |states: &[&str]| view.runs.iter().any(|run| states.contains(&run.state));
    let runs_again = !data::keeps_only(&page.inbox, &view.summary.endpoint);
    let has_failed = runs_again && is(&["dead", "cancelled"]);
    html! {
        div .actions {
            @if has_failed {
                (button(page, &path("replay"), &[("runs", "failed")], &html! {
                    (icon::beside(&page.mount, "retry")) "Replay what failed"
                }, "primary"))
            } @else if view.runs.iter().any(|run| run.waits(page.now)) {
                (button(page, &path("replay"), &[("runs", "failed")], &html! {
                    (icon::beside(&page.mount, "retry")) "Try now"
                }, "primary"))
            }
            @if runs_again && !view.runs.is_empty() {
                (button(page, &path("replay"), &[("runs", "all")], &html! { "Replay all" }, ""))
            }
            @if is(&["received", "held", "running", "retry"]) {
                (button(page, &path("cancel"), &[], &html! { "Cancel" }, "danger"))
            }
            @if view.runs.iter().any(|run| run.stops_key) {
                (button(page, &path("resume-keys"), &[], &html! {
                    (icon::beside(&page.mount, "play")) "Let its ordering key go on"
                }, ""))
            }
        }
    }
}

fn facts(page: &Page, view: &DeliveryView) -> Markup {
    let summary = &view.summary;
    html! {
        dl .facts {
            dt { "Event" }
            dd {
                @match &summary.event {
                    Some(event) => { (verb(&page.mount, event)) (text::line(event)) }
                    None => span .muted { "no name" },
                }
            }
            dt { "Endpoint" }
            dd { a href=(page.link(&links::endpoint(&summary.endpoint))) { (text::line(&summary.endpoint)) } }
            dt { "Sender" } dd { (text::line(&summary.provider)) }
            @if let Some(id) = &summary.sender_id { dt { "Id of the sender" } dd .mono { (text::line(id)) } }
            @if let Some(tenant) = &summary.tenant { dt { "Tenant" } dd { (text::line(tenant)) } }
            dt { "Received" } dd { (time::full(summary.received_at.get(), page.now)) }
            dt { "Request" } dd .mono { (text::line(&view.method)) " " (text::line(&view.target)) }
            @if let Some(position) = view.position_in_batch { dt { "Place in its batch" } dd { (position) } }
            dt { "Answer" } dd { "Kept: the sender got a success, and does not send it again" }
            dt { "Sender's retries" } dd { (view.answer.schedule) }
        }
    }
}

async fn download(page: Page, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = number(&id)?;
    let (bytes, is_hidden) = data::body(&page.inbox, id).await?;
    if is_hidden {
        return Err(Problem::bad("A credential lies in this body, so it is not handed out."));
    }
    let name = format!("attachment; filename=\"delivery-{id}.bin\"");
    let headers =
        [(CONTENT_TYPE, "application/octet-stream".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, bytes).into_response())
}

async fn replay(page: Page, Path(id): Path<String>, fields: Fields) -> Result<Response, Problem> {
    let runs = if fields.get("runs") == Some("all") { Replay::All } else { Replay::Failed };
    act(&page, &id, Action::Replay, runs).await
}

async fn cancel(page: Page, Path(id): Path<String>) -> Result<Response, Problem> {
    act(&page, &id, Action::Cancel, Replay::Failed).await
}

async fn resume_keys(page: Page, Path(id): Path<String>) -> Result<Response, Problem> {
    act(&page, &id, Action::ResumeKeys, Replay::Failed).await
}

async fn act(page: &Page, id: &str, action: Action, runs: Replay) -> Result<Response, Problem> {
    let id = number(id)?;
    let done = page.act(action, Selection::from(id), runs, Extent::All).await?;
    Ok(page.tell(done::sentence(action, done.changed), &format!("/deliveries/{id}")))
}

fn number(id: &str) -> Result<EntryId, Problem> {
    let number = id.parse().ok().map(EntryId::new);
    number.ok_or_else(|| Problem::not_found("A delivery has a number, and this is none."))
}
