//! Actions on all deliveries that a filter finds: first what it would be, then a confirmation.

use axum::{
    Router,
    extract::RawQuery,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use maud::{Markup, html};

use super::{
    done, icon, links,
    page::{Page, Shared},
    problem::Problem,
    section::Section,
    state, text, time,
};
use crate::{
    console::{
        access::Fields,
        data::{self, Action, DataError, DeliveryQuery, Extent},
    },
    inbox::{Filter, Replay, Selection},
};

/// Makes the routes.
pub(super) fn router() -> Router<Shared> {
    Router::new().route("/bulk", get(ask).post(act))
}

/// An action that is asked for.
struct Asked {
    action: Action,
    runs: Replay,
    filter: Filter,
}

impl Asked {
    fn read<N: AsRef<str>, V: AsRef<str>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, Problem> {
        let (mut action, mut runs, mut of_filter) = (None, Replay::Failed, Vec::new());
        for (name, value) in pairs {
            match (name.as_ref(), value.as_ref()) {
                ("action", word) => action = Action::from_word(word),
                ("runs", word) => runs = if word == "all" { Replay::All } else { Replay::Failed },
                (_, "") | ("form-token" | "at-most", _) => {}
                (name, value) => of_filter.push((name.to_owned(), value.to_owned())),
            }
        }
        let action = action.filter(|action| matches!(action, Action::Replay | Action::Cancel));
        let action = action.ok_or_else(|| Problem::bad("The action must be replay or cancel."))?;
        let filter = DeliveryQuery::filter(of_filter).map_err(DataError::from)?;
        Ok(Self { action, runs, filter })
    }
}

async fn ask(page: Page, RawQuery(query): RawQuery) -> Result<Html<String>, Problem> {
    let query = query.unwrap_or_default();
    let asked = Asked::read(form_urlencoded::parse(query.as_bytes()))?;
    page.viewer.may_ask(&asked.filter)?;
    question(&page, &asked, None).await
}

async fn question(
    page: &Page,
    asked: &Asked,
    changed: Option<&str>,
) -> Result<Html<String>, Problem> {
    let chosen = Selection::from(asked.filter.clone());
    let dry = data::act(&page.inbox, asked.action, chosen, asked.runs, Extent::Dry).await?;
    let mut some = DeliveryQuery::of(asked.filter.clone());
    some.first = SHOWN;
    let some = data::deliveries(&page.inbox, &some).await?;
    let count = dry.deliveries.unwrap_or_default();
    let title = match asked.action {
        Action::Cancel => "Cancel by filter",
        _ => "Replay by filter",
    };
    let content = html! {
        header .head {
            p .crumbs {
                a href=(page.link(&links::deliveries(&DeliveryQuery::of(asked.filter.clone())))) { "Deliveries" }
            }
            h1 { (title) }
        }
        @if let Some(changed) = changed {
            p .notice.warn role="alert" { (icon::beside(&page.mount, "dead-letters")) span { (changed) } }
        }
        section .card {
            h2 { (counted(count, dry.is_exact)) }
            (conditions(&asked.filter))
            @if count == 0 && dry.is_exact {
                p { "Nothing has to be done." }
            } @else if page.may_act() {
                (form(page, asked, count, dry.is_exact))
            } @else {
                p .muted { "Your token may look at this and not do it." }
            }
        }
        section aria-labelledby="some" {
            h2 #some { "The newest of them" }
            ul .lines {
                @for delivery in some.nodes() {
                    li {
                        a href=(page.link(&links::delivery(delivery.id))) { "#" (delivery.id) } " "
                        (text::name(delivery.event.as_deref().unwrap_or("no name")))
                        " at " (text::name(&delivery.endpoint)) ", "
                        (time::ago(delivery.received_at.get(), page.now)) " "
                        (state::of_delivery(&page.mount, &page.inbox, delivery))
                    }
                }
            }
        }
    };
    Ok(page.show(Section::Deliveries, title, &content))
}

fn counted(count: u64, is_exact: bool) -> String {
    match (count, is_exact) {
        (0, true) => "No delivery matches".to_owned(),
        (1, true) => "1 delivery matches".to_owned(),
        (count, true) => format!("{count} deliveries match"),
        (count, false) => format!("More than {count} deliveries match"),
    }
}

fn conditions(filter: &Filter) -> Markup {
    let pairs = DeliveryQuery::of(filter.clone()).pairs();
    html! {
        @if pairs.is_empty() { p { "There is no filter: these are all deliveries." } }
        dl .facts { @for (name, value) in &pairs { dt { (name) } dd { (text::line(value)) } } }
    }
}

fn form(page: &Page, asked: &Asked, count: u64, is_exact: bool) -> Markup {
    let pairs = DeliveryQuery::of(asked.filter.clone()).pairs();
    html! {
        form .stack method="post" action=(page.link("/bulk")) {
            (page.form_token())
            @for (name, value) in &pairs { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="action" value=(asked.action);
            // What comes in between is not agreed to.
            @if is_exact { input type="hidden" name="at-most" value=(count); }
            @if asked.action == Action::Replay {
                fieldset {
                    legend { "Which runs?" }
                    label .choice {
                        input type="radio" name="runs" value="failed" checked[asked.runs == Replay::Failed];
                        "Dead and cancelled ones"
                    }
                    label .choice {
                        input type="radio" name="runs" value="all" checked[asked.runs == Replay::All];
                        "All of them, also what is done"
                    }
                }
                p { "Whichever you choose, runs that wait for their next attempt run at once." }
                button .primary type="submit" { (icon::beside(&page.mount, "retry")) "Replay them" }
            } @else {
                p { "What is done already is not undone." }
                button .danger type="submit" { (icon::beside(&page.mount, "cancelled")) "Cancel what is open" }
            }
        }
    }
}

async fn act(page: Page, fields: Fields) -> Result<Response, Problem> {
    let asked = Asked::read(fields.all().iter().map(|(name, value)| (name, value)))?;
    let at_most = fields.get("at-most").and_then(|count| count.parse().ok());
    let extent = at_most.map_or(Extent::All, Extent::AtMost);
    let chosen = Selection::from(asked.filter.clone());
    let done = match page.act(asked.action, chosen, asked.runs, extent).await {
        Err(DataError::TooMany { found, .. }) => {
            let changed = format!(
                "More have come meanwhile. At least {found} deliveries match now. Nothing was done."
            );
            let page = question(&page, &asked, Some(&changed)).await?;
            return Ok((http::StatusCode::CONFLICT, page).into_response());
        }
        done => done?,
    };
    let message = done::sentence(asked.action, done.changed);
    Ok(page.tell(message, &links::deliveries(&DeliveryQuery::of(asked.filter.clone()))))
}

/// The highest number of deliveries that are shown before the confirmation.
const SHOWN: usize = 10;
