//! Usage by day, with limits and small charts.

use axum::{Router, extract::RawQuery, response::Html, routing::get};
use maud::{Markup, html};

use super::{
    chart, endpoint_field, icon, limit, links,
    page::{Page, Shared},
    problem::Problem,
    section::Section,
    text,
};
use crate::console::data::{self, Counts, UsageQuery, UsageReport, UsageRow, UsageSeries};

/// Makes the routes.
pub(super) fn router() -> Router<Shared> {
    Router::new().route("/usage", get(show))
}

async fn show(page: Page, RawQuery(asked): RawQuery) -> Result<Html<String>, Problem> {
    let asked = asked.unwrap_or_default();
    let pairs = form_urlencoded::parse(asked.as_bytes()).filter(|(_, value)| !value.is_empty());
    let query = UsageQuery::read(pairs).map_err(|error| Problem::bad(format!("{error}.")))?;
    let report = data::usage(&page.inbox, &query).await?;
    let content = html! {
        header .head {
            h1 { "Usage" }
            p .lead { "Counts by day in UTC, from " (report.from) " to " (report.until)
                ". They outlive the deliveries." }
        }
        (days(&page, &query))
        (form(&page, &query))
        (totals(&report.totals))
        @if report.series.is_empty() { (nothing(&page, &query)) } @else {
            div .columns { @for (at, series) in report.series.iter().enumerate() { (card(&page, at, series)) } }
            (table(&page, &report))
        }
    };
    Ok(page.show(Section::Usage, "Usage", &content))
}

fn path(query: &UsageQuery) -> String {
    let mut written = form_urlencoded::Serializer::new(String::new());
    written.append_pair("days", &query.days.to_string());
    let texts = [("endpoint", &query.endpoint), ("event", &query.event)];
    for (name, value) in texts {
        written.extend_pairs(value.iter().map(|value| (name, value)));
    }
    if query.is_exceeded {
        written.append_pair("exceeded", "true");
    }
    format!("/usage?{}", written.finish())
}

fn days(page: &Page, query: &UsageQuery) -> Markup {
    let with = |days, is_exceeded| path(&UsageQuery { days, is_exceeded, ..query.clone() });
    html! {
        nav .chips aria-label="Time and limits" {
            @for (days, name) in [(1, "Today"), (7, "7 days"), (30, "30 days"), (92, "92 days")] {
                a href=(page.link(&with(days, query.is_exceeded)))
                    aria-current=[(query.days == days).then_some("true")] { (name) }
            }
            a href=(page.link(&with(query.days, !query.is_exceeded)))
                aria-current=[query.is_exceeded.then_some("true")] {
                (icon::beside(&page.mount, "dead-letters")) " Limit exceeded"
            }
        }
    }
}

fn form(page: &Page, query: &UsageQuery) -> Markup {
    html! {
        form .filters role="search" aria-label="Filter" method="get" action=(page.link("/usage")) {
            input type="hidden" name="days" value=(query.days);
            @if query.is_exceeded { input type="hidden" name="exceeded" value="true"; }
            (endpoint_field::of(page, query.endpoint.as_deref()))
            div {
                label for="event" { "Event" }
                input #event name="event" value=[query.event.as_deref()] autocomplete="off" spellcheck="false";
            }
            div .actions {
                button .primary type="submit" { (icon::beside(&page.mount, "search")) "Filter" }
                @if *query != UsageQuery::default() { a .button.quiet href=(page.link("/usage")) { "Clear" } }
            }
        }
    }
}

fn totals(totals: &Counts) -> Markup {
    let tiles = [
        ("Kept", totals.received, false),
        ("Done", totals.done, false),
        ("Duplicates", totals.duplicates, false),
        ("Failed attempts", totals.retried, false),
        ("Dead", totals.dead, true),
        ("Not proved", totals.refused, true),
        ("Over a limit", totals.limited, true),
    ];
    html! {
        dl .tiles {
            @for (name, count, is_bad) in tiles {
                div .tile .bad[is_bad && count > 0] { dt { (name) } dd { (count) } }
            }
        }
    }
}

fn card(page: &Page, at: usize, series: &UsageSeries) -> Markup {
    let id = format!("chart-{at}");
    html! {
        article .card {
            div .head.compact {
                h2 .break { a href=(page.link(&links::endpoint(&series.endpoint))) { (text::name(&series.endpoint)) } }
                @if series.is_exceeded {
                    span .state.bad { (icon::beside(&page.mount, "dead-letters")) "limit exceeded" }
                }
            }
            p .muted.small {
                @match series.rate_limit {
                    Some(limit) => { "Limit: " (limit::text(limit)) },
                    None => "No limit of its own",
                }
                @if let Some(limit) = series.tenant_rate_limit { "; of a tenant: " (limit::text(limit)) }
            }
            (chart::of(series, &id))
        }
    }
}

fn table(page: &Page, report: &UsageReport) -> Markup {
    html! {
        section aria-labelledby="by-day" {
            h2 #by-day { "By day, endpoint and event" }
            @if !report.is_whole { p .muted { "Only the newest " (report.rows.len()) " rows are shown." } }
            div .scroll.as-cards tabindex="0" role="group" aria-labelledby="by-day" {
                table {
                    caption { "Attempts are counted, not runs: a run that fails twice adds 2" }
                    thead {
                        tr {
                            th scope="col" { "Day" } th scope="col" { "Event" }
                            @for name in ["Kept", "Size", "Duplicates", "Done", "Failed", "Dead", "Not proved", "Over limit"] {
                                th .end scope="col" { (name) }
                            }
                        }
                    }
                    tbody { @for row in &report.rows { (row_of(page, row)) } }
                }
            }
        }
    }
}

fn row_of(page: &Page, row: &UsageRow) -> Markup {
    let counts = &row.counts;
    let size = text::bytes(usize::try_from(counts.bytes).unwrap_or(usize::MAX));
    let before = [("Kept", counts.received.to_string()), ("Size", size)];
    let numbers = [
        ("Duplicates", counts.duplicates),
        ("Done", counts.done),
        ("Failed", counts.retried),
        ("Dead", counts.dead),
        ("Not proved", counts.refused),
    ];
    html! {
        tr {
            th .nowrap scope="row" data-label="Day" { (row.day) }
            td .break data-label="Event" {
                span {
                    @if row.event.is_empty() { span .muted { "not known" } }
                    (text::name(&row.event))
                    span .sub { (text::name(&row.endpoint)) }
                }
            }
            @for (label, value) in before { td .end.nowrap data-label=(label) { span { (value) } } }
            @for (label, value) in numbers {
                td .end .zero[value == 0] data-label=(label) { span .muted[value == 0] { (value) } }
            }
            td .end .zero[!row.is_exceeded] data-label="Over limit" {
                @if row.is_exceeded {
                    span .state.bad { (icon::beside(&page.mount, "dead-letters")) (counts.limited) }
                } @else { span .muted { "0" } }
            }
        }
    }
}

fn nothing(page: &Page, query: &UsageQuery) -> Markup {
    html! {
        div .empty {
            (icon::beside(&page.mount, "usage"))
            @if query.is_exceeded {
                h2 { "No limit was exceeded" }
                p { "Requests beyond the rate limit of an endpoint, or while too many were answered, come here." }
            } @else {
                h2 { "Nothing has happened in this time" }
                p { "Take a longer time, or look at " a href=(page.link("/")) { "your endpoints" } "." }
            }
        }
    }
}
