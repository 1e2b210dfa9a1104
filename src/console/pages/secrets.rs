//! The secrets: which one matched last, and which can go. Never their values.

use axum::{Router, response::Html, routing::get};
use maud::{Markup, html};

use super::{
    icon, links,
    page::{Page, Shared},
    section::Section,
    text, time,
};
use crate::console::data::{self, EndpointSecrets, SecretView};

/// Makes the routes.
pub(super) fn router() -> Router<Shared> {
    Router::new().route("/secrets", get(show))
}

async fn show(page: Page) -> Html<String> {
    let endpoints = data::secrets(&page.inbox);
    let content = html! {
        header .head {
            h1 { "Secrets" }
            p .lead { "Which secret of an endpoint has proved deliveries since the process has started or read its configuration. An old one can go "
                "once it was quiet for a week while a newer one was in use." }
        }
        @if endpoints.is_empty() { (nothing(&page)) }
        @for endpoint in &endpoints { (of_endpoint(&page, endpoint)) }
    };
    page.show(Section::Secrets, "Secrets", &content)
}

fn of_endpoint(page: &Page, view: &EndpointSecrets) -> Markup {
    html! {
        section {
            h2 .break { a href=(page.link(&links::endpoint(&view.endpoint))) { (text::name(&view.endpoint)) } }
            @if view.is_unauthenticated {
                p .notice.warn {
                    (icon::beside(&page.mount, "dead-letters"))
                    span { "This endpoint takes what nobody proves: its configuration says so." }
                }
            }
            @if view.has_accounts {
                @if view.accounts.is_empty() {
                    p .muted { "It finds its secrets by account. None was used since the start." }
                }
                @for account in &view.accounts { (table(page, &format!("Account {}", account.account), &account.secrets)) }
            } @else if !view.secrets.is_empty() {
                (table(page, "Secrets, the newest first", &view.secrets))
            }
        }
    }
}

fn table(page: &Page, caption: &str, secrets: &[SecretView]) -> Markup {
    html! {
        div .scroll.as-cards {
            table {
                caption { (text::line(caption)) }
                thead {
                    tr {
                        th scope="col" { "Secret" } th .end scope="col" { "Deliveries" }
                        th scope="col" { "Matched last" } th scope="col" { "Watched since" } th scope="col" { "Advice" }
                    }
                }
                tbody { @for secret in secrets { (row(page, secret, secrets.len())) } }
            }
        }
    }
}

fn row(page: &Page, secret: &SecretView, of: usize) -> Markup {
    html! {
        tr {
            th .break scope="row" data-label="Secret" {
                span {
                    (text::name(&secret.label))
                    @if secret.label != secret.position.to_string() { span .sub { "position " (secret.position) } }
                }
            }
            td .end data-label="Deliveries" { span { (secret.deliveries) } }
            td data-label="Matched last" { span { (moment(page, secret.last_used_at, "never")) } }
            td data-label="Watched since" { span { (moment(page, secret.watched_since, "no delivery yet")) } }
            td data-label="Advice" {
                @if secret.can_go {
                    span .state.good { (icon::beside(&page.mount, "done")) "can go" }
                } @else if of > 1 && secret.position > 1 {
                    span .muted { "keep it for now" }
                } @else { span .muted { "in use" } }
            }
        }
    }
}

fn moment(page: &Page, time: Option<data::Time>, none: &str) -> Markup {
    html! {
        @match time {
            Some(time) => (time::ago(time.get(), page.now)),
            None => span .muted { (none) },
        }
    }
}

fn nothing(page: &Page) -> Markup {
    html! {
        div .empty {
            (icon::beside(&page.mount, "secrets"))
            h2 { "No endpoint is served here" }
            p { "This console looks into an inbox whose receiver runs elsewhere. The console of that process shows its "
                "secrets." }
        }
    }
}
