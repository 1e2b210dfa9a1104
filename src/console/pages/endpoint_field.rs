//! The field of a filter by endpoint.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{page::Page, text};

/// Makes the field: a choice of all endpoints that are known at a glance, and of the one that is chosen.
pub(super) fn of(page: &Page, chosen: Option<&str>) -> Markup {
    let served: Vec<&str> = page.inbox.served().iter().map(|rules| &**rules.name()).collect();
    let others = kept(page).into_iter().chain(chosen).collect::<BTreeSet<_>>().into_iter();
    let others = others.filter(|name| !served.contains(name));
    html! {
        div {
            label for="endpoint" { "Endpoint" }
            select #endpoint name="endpoint" {
                option value="" { "Any" }
                @for name in served.iter().copied().chain(others) {
                    option value=(name) selected[chosen == Some(name)] { (text::plain(name)) }
                }
            }
        }
    }
}

/// Returns the endpoints of which the store has runs or unproved requests.
fn kept(page: &Page) -> BTreeSet<&str> {
    let overview = &page.look.overview;
    let of_runs = overview.runs.iter().map(|runs| &*runs.endpoint);
    of_runs.chain(overview.quarantined.iter().map(|(endpoint, _)| &**endpoint)).collect()
}
