//! Ordering keys that dead letters stop.

use axum::{
    Router,
    response::{Html, Response},
    routing::{get, post},
};
use maud::{Markup, html};

use super::{
    done,
    form::button,
    icon, links,
    page::{Page, Shared},
    problem::Problem,
    section::Section,
    text,
};
use crate::{
    console::{
        access::Fields,
        data::{Action, Extent},
    },
    inbox::{EntryState, Filter, Replay, Selection, StoppedKeys},
};

/// Makes the routes.
pub(super) fn router() -> Router<Shared> {
    Router::new().route("/stopped-keys", get(show)).route("/stopped-keys/resume", post(resume))
}

async fn show(page: Page) -> Html<String> {
    let stopped = &page.look.overview.stopped;
    let content = html! {
        header .head {
            h1 { "Stopped keys" }
            p .lead { "Where an endpoint says so, a dead letter stops its ordering key: later deliveries of the key "
                "wait. Replay the dead letter, or let the key go on without it." }
        }
        @if stopped.is_empty() { (nothing(&page)) } @else { (table(&page, stopped)) }
    };
    page.show(Section::Order, "Stopped keys", &content)
}

fn table(page: &Page, stopped: &[StoppedKeys]) -> Markup {
    html! {
        div .scroll.as-cards {
            table {
                caption { "Endpoints with stopped keys" }
                thead {
                    tr {
                        th scope="col" { "Endpoint" } th .end scope="col" { "Stopped keys" }
                        th scope="col" { "First dead letter" }
                        @if page.may_act() { th scope="col" { span .visually-hidden { "Actions" } } }
                    }
                }
                tbody { @for keys in stopped { (row(page, keys)) } }
            }
        }
    }
}

fn row(page: &Page, keys: &StoppedKeys) -> Markup {
    html! {
        tr {
            th scope="row" data-label="Endpoint" {
                a href=(page.link(&links::endpoint(&keys.endpoint))) { (text::name(&keys.endpoint)) }
            }
            td .end data-label="Stopped keys" { span { (keys.keys) } }
            td data-label="First dead letter" {
                a href=(page.link(&links::delivery(keys.first.get()))) { "#" (keys.first) }
            }
            @if page.may_act() {
                td .end data-label="" {
                    (button(page, "/stopped-keys/resume", &[("endpoint", &*keys.endpoint)], &html! {
                        (icon::beside(&page.mount, "play")) "Let all of them go on"
                    }, "row-button"))
                }
            }
        }
    }
}

async fn resume(page: Page, fields: Fields) -> Result<Response, Problem> {
    let endpoint = fields.get("endpoint").unwrap_or_default();
    let dead = Filter::new().endpoint(endpoint).states([EntryState::Dead]);
    let (action, chosen) = (Action::ResumeKeys, Selection::from(dead));
    let done = page.act(action, chosen, Replay::Failed, Extent::All).await?;
    Ok(page.tell(done::sentence(action, done.changed), "/stopped-keys"))
}

fn nothing(page: &Page) -> Markup {
    html! {
        div .empty {
            (icon::beside(&page.mount, "done"))
            h2 { "No ordering key is stopped" }
            p { "Keys stop at endpoints whose ordering key says " code { "stops_at_dead_letter" } "." }
        }
    }
}
