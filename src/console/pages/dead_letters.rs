//! Dead letters, by what went wrong.

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
    text, time,
};
use crate::{
    console::{
        access::Fields,
        data::{self, Action, DeadGroup, DeadLetters, DeliveryQuery, Extent},
    },
    inbox::{EntryState, Filter, Replay, Selection},
};

/// Makes the routes.
pub(super) fn router() -> Router<Shared> {
    Router::new().route("/dead-letters", get(show)).route("/dead-letters/replay", post(replay))
}

async fn show(page: Page) -> Result<Html<String>, Problem> {
    let dead = data::dead_letters_at(&page.inbox, &page.look.overview).await?;
    let content = html! {
        header .head {
            h1 { "Dead letters" }
            p .lead { "Runs that failed for the last time, grouped by their errors. Correct the cause, then "
                "replay the deliveries of a group: of each, all dead and cancelled runs run again, and those that "
                "wait for their next attempt run at once." }
        }
        @if dead.groups.is_empty() { (nothing(&page)) } @else { (groups(&page, &dead)) }
    };
    Ok(page.show(Section::DeadLetters, "Dead letters", &content))
}

fn groups(page: &Page, dead: &DeadLetters) -> Markup {
    html! {
        @if !dead.is_whole {
            p .notice.warn {
                (icon::beside(&page.mount, "dead-letters"))
                span {
                    "There are " (dead.total) " dead runs. The groups hold the newest " (dead.looked_at)
                    " of all endpoints together: an endpoint whose dead runs are older is not among them."
                }
            }
        }
        @for group in &dead.groups { (card(page, group)) }
    }
}

fn card(page: &Page, group: &DeadGroup) -> Markup {
    let filter = Filter::new().endpoint(&group.endpoint).states([EntryState::Dead]);
    html! {
        article .card {
            div .head.compact {
                h2 {
                    (group.count) @if group.count == 1 { " run of " } @else { " runs of " }
                    (text::name(&group.handler))
                }
                span .muted {
                    "at " a href=(page.link(&links::endpoint(&group.endpoint))) { (text::name(&group.endpoint)) }
                    ", last " (time::ago(group.last_at.get(), page.now))
                    @if group.count > 1 { ", first " (time::ago(group.first_at.get(), page.now)) }
                }
                @if page.may_act() { div .actions { (replay_button(page, group)) } }
            }
            pre .error tabindex="0" aria-label="Error" { (text::lines(error(group))) }
            p .small {
                @if !group.events.is_empty() {
                    "Events: " (text::name(&group.events.join(", "))) " · "
                }
                a href=(page.link(&links::delivery(group.example_id))) { "Newest: #" (group.example_id) }
                " · "
                a href=(page.link(&links::deliveries(&DeliveryQuery::of(filter)))) { "All dead ones of the endpoint" }
            }
        }
    }
}

fn error(group: &DeadGroup) -> &str {
    group.example_error.as_deref().unwrap_or("The worker died, or the attempt left no error.")
}

fn replay_button(page: &Page, group: &DeadGroup) -> Markup {
    let fields =
        [("endpoint", &*group.endpoint), ("handler", &*group.handler), ("shape", &*group.shape)];
    let label = html! {
        (icon::beside(&page.mount, "retry"))
        @if group.count == 1 { "Replay its delivery" } @else { "Replay their deliveries" }
    };
    button(page, "/dead-letters/replay", &fields, &label, "primary")
}

async fn replay(page: Page, fields: Fields) -> Result<Response, Problem> {
    let field = |name| fields.get(name).unwrap_or_default();
    let (endpoint, handler) = (field("endpoint"), field("handler"));
    let entries = data::dead_group(&page.inbox, endpoint, handler, field("shape")).await?;
    // Of those that the retention has removed meanwhile nothing is left to be replayed.
    let chosen = Selection::Present(entries);
    let done = page.act(Action::Replay, chosen, Replay::Failed, Extent::All).await?;
    Ok(page.tell(done::sentence(Action::Replay, done.changed), "/dead-letters"))
}

fn nothing(page: &Page) -> Markup {
    html! {
        div .empty {
            (icon::beside(&page.mount, "done"))
            h2 { "Nothing is dead" }
            p { "A run comes here when its last attempt has failed, or when it gives up." }
        }
    }
}
