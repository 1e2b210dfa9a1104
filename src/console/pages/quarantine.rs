//! The quarantine: requests that were not proved, with the likely cause.

use axum::{
    Router,
    extract::{Query, rejection::QueryRejection},
    response::{Html, Response},
    routing::{get, post},
};
use maud::{Markup, html};

use super::{
    body,
    form::button,
    headers, icon, links,
    page::{Page, Shared},
    problem::Problem,
    section::Section,
    story, text, time,
};
use crate::{
    console::{
        access::Fields,
        data::{self, Action, Connection, QuarantineQuery, QuarantinedView, SenderRetry},
    },
    inbox::Cursor,
};

/// Makes the routes.
pub(super) fn router() -> Router<Shared> {
    Router::new()
        .route("/quarantine", get(show))
        .route("/quarantine/request", get(one))
        .route("/quarantine/reverify", post(reverify))
        .route("/quarantine/discard", post(discard))
}

#[derive(Default, serde::Deserialize)]
struct Asked {
    endpoint: Option<String>,
    after: Option<u64>,
}

#[derive(serde::Deserialize)]
struct AskedOne {
    endpoint: String,
    id: u64,
}

async fn show(
    page: Page,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Query(Asked { endpoint, after }) = asked.unwrap_or_default();
    let kept = &page.look.overview.quarantined;
    let endpoint = endpoint.or_else(|| kept.first().map(|(endpoint, _)| endpoint.to_string()));
    let content = html! {
        header .head {
            h1 { "Quarantine" }
            p .lead { "Requests that were not proved. Nothing in them is to be trusted: anybody may have sent them. "
                "After you have corrected a secret, prove them once more." }
        }
        @if kept.is_empty() { (nothing(&page)) } @else { (tabs(&page, endpoint.as_deref())) }
        @if let (Some(endpoint), false) = (&endpoint, kept.is_empty()) {
            (of_endpoint(&page, endpoint, after).await?)
        }
    };
    Ok(page.show(Section::Quarantine, "Quarantine", &content))
}

fn tabs(page: &Page, shown: Option<&str>) -> Markup {
    html! {
        nav .chips aria-label="Endpoints" {
            @for (endpoint, count) in &page.look.overview.quarantined {
                a href=(page.link(&links::quarantine(endpoint))) aria-current=[(shown == Some(&**endpoint)).then_some("true")] {
                    (text::name(endpoint)) " " span .number { (count) }
                }
            }
        }
    }
}

async fn of_endpoint(page: &Page, endpoint: &str, after: Option<u64>) -> Result<Markup, Problem> {
    let mut query = QuarantineQuery::of(endpoint);
    query.after = after.map(Cursor::behind);
    let found = data::quarantine(&page.inbox, &query).await?;
    Ok(html! {
        @if page.may_act() {
            div .actions.spaced {
                (button(page, "/quarantine/reverify", &[("endpoint", endpoint)], &html! {
                    (icon::beside(&page.mount, "retry")) "Prove all of them once more"
                }, "primary"))
            }
        }
        div .scroll.as-cards {
            table {
                caption { "Unproved requests to " (text::name(endpoint)) ", the oldest first" }
                thead {
                    tr {
                        th scope="col" { "Request" } th scope="col" { "Refused because" } th scope="col" { "Today" }
                        th scope="col" { "Received" }
                        @if page.may_act() { th scope="col" { span .visually-hidden { "Actions" } } }
                    }
                }
                tbody { @for view in found.nodes() { (row(page, view)) } }
            }
        }
        (pages(page, endpoint, &found))
    })
}

fn row(page: &Page, view: &QuarantinedView) -> Markup {
    html! {
        tr {
            th .break scope="row" data-label="Request" {
                span {
                    a href=(page.link(&links::quarantined(&view.endpoint, view.id))) { "#" (view.id) }
                    span .sub.mono { (text::name(&view.method)) " " (text::name(&view.target)) }
                }
            }
            td data-label="Refused because" { span { (text::line(&view.reason.replace('_', " "))) } }
            td .break data-label="Today" { div { (today(page, view)) } }
            td .nowrap data-label="Received" { span { (time::ago(view.received_at.get(), page.now)) } }
            @if page.may_act() { td .end data-label="" { (discard_button(page, view, "row-button")) } }
        }
    }
}

fn today(page: &Page, view: &QuarantinedView) -> Markup {
    html! {
        @match &view.today {
            None => span .muted { "open it to see" },
            Some(today) if today.is_proved => {
                span .state.good { (icon::beside(&page.mount, "done")) "proved" }
            }
            Some(today) => {
                @match &today.diagnosis {
                    Some(diagnosis) => (text::clauses(&diagnosis.text)),
                    None => (text::sentence(today.reason.as_deref().unwrap_or("not proved"))),
                }
            }
        }
    }
}

fn discard_button(page: &Page, view: &QuarantinedView, class: &str) -> Markup {
    let (number, endpoint) = (view.id.to_string(), &*view.endpoint);
    let label = html! {
        (icon::beside(&page.mount, "delete")) "Discard" span .visually-hidden { " #" (view.id) }
    };
    button(page, "/quarantine/discard", &[("id", &number), ("endpoint", endpoint)], &label, class)
}

fn pages(page: &Page, endpoint: &str, found: &Connection<QuarantinedView>) -> Markup {
    let next = found.page_info.end_cursor.as_ref().filter(|_| found.page_info.has_next_page);
    html! {
        @if let Some(next) = next {
            nav .pages aria-label="Pages" {
                a .button href=(page.link(&links::quarantine(endpoint))) { "Oldest" }
                a .button rel="next" href=(page.link(&format!("{}&after={next}", links::quarantine(endpoint)))) {
                    "Newer" (icon::beside(&page.mount, "next"))
                }
            }
        }
    }
}

async fn one(
    page: Page,
    asked: Result<Query<AskedOne>, QueryRejection>,
) -> Result<Html<String>, Problem> {
    let Ok(Query(AskedOne { endpoint, id })) = asked else {
        return Err(Problem::not_found("There is no such request in the quarantine."));
    };
    let view = data::quarantined(&page.inbox, &endpoint, id).await?;
    let title = format!("Unproved request #{id}");
    let content = html! {
        header .head {
            p .crumbs { a href=(page.link(&links::quarantine(&endpoint))) { "Quarantine" } }
            h1 { (title) }
            @if page.may_act() { div .actions { (discard_button(&page, &view, "danger")) } }
        }
        div .columns {
            section .card aria-labelledby="facts" { h2 #facts { "Request" } (facts(&page, &view)) }
            section .card aria-labelledby="proof" { h2 #proof { "Proof" } (proof(&page, &view)) }
        }
        (body::section(&page, &view.body, None))
        (headers::section(&view.headers))
    };
    Ok(page.show(Section::Quarantine, &title, &content))
}

fn facts(page: &Page, view: &QuarantinedView) -> Markup {
    html! {
        dl .facts {
            dt { "Endpoint" }
            dd { a href=(page.link(&links::endpoint(&view.endpoint))) { (text::name(&view.endpoint)) } }
            dt { "Received" } dd { (time::full(view.received_at.get(), page.now)) }
            dt { "Request" } dd .mono { (text::line(&view.method)) " " (text::line(&view.target)) }
            @if let Some(retry) = &view.sender_retry { (retries(page, retry)) }
        }
    }
}

fn retries(page: &Page, retry: &SenderRetry) -> Markup {
    html! {
        dt { "Sender's retries" } dd { (text::line(&retry.schedule)) }
        dt { "Its next one" }
        dd {
            @match (retry.next_at, retry.has_given_up) {
                (Some(at), _) => { (time::ago(at.get(), page.now)) ", if this was its first attempt" }
                (None, true) => "none: by its schedule the sender has given up",
                (None, false) => span .muted { "not known" },
            }
        }
    }
}

fn proof(page: &Page, view: &QuarantinedView) -> Markup {
    html! {
        ol .steps {
            (story::step(page, "bad", &html! {
                "Refused when it came: " (text::line(&view.reason.replace('_', " ")))
            }))
            @if let Some(today) = &view.today { (story::step(page, story::mark(today), &story::now(today))) }
            @else { (story::step(page, "plain", &html! { "Its endpoint is not served here, so it cannot be proved" })) }
        }
    }
}

async fn reverify(page: Page, fields: Fields) -> Result<Response, Problem> {
    let endpoint = fields.get("endpoint").unwrap_or_default();
    let done = page.act_on_endpoint(Action::Reverify, endpoint).await?;
    let message = match (done.changed, done.left.unwrap_or_default()) {
        (0, left) => format!("None of the {left} requests is proved by the secrets of today."),
        (proved, 0) => format!("All of them are proved and kept: {proved} deliveries."),
        (proved, left) => format!("{proved} are proved and kept. {left} are still not proved."),
    };
    Ok(page.tell(message, &links::quarantine(endpoint)))
}

async fn discard(page: Page, fields: Fields) -> Result<Response, Problem> {
    let number = fields.get("id").and_then(|id| id.parse().ok());
    let number = number.ok_or_else(|| Problem::bad("A request in the quarantine has a number."))?;
    page.discard(number).await?;
    let to = links::quarantine(fields.get("endpoint").unwrap_or_default());
    Ok(page.tell(format!("Request #{number} was discarded."), &to))
}

fn nothing(page: &Page) -> Markup {
    html! {
        div .empty {
            (icon::beside(&page.mount, "done"))
            h2 { "The quarantine is empty" }
            p { "Endpoints keep unproved requests here if they say so: "
                code { "quarantine" } " in the configuration file, or " code { "InboxEndpoint::quarantine" } "." }
        }
    }
}
