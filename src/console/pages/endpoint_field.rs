//! The field of a filter by endpoint.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{page::Page, text};

/// Makes the field: a choice of all endpoints that are known at a glance, and of the one that is chosen.
pub(super) fn of(page: &Page, chosen: Option<&str>) -> Markup {
    let served: Vec<&str> = page.inbox.endpoint_names().map(|name| &**name).collect();
    let mut others = kept(page);
    others.extend(chosen);
    for name in &served {
        others.remove(name);
    }
    html! {
        div {
            label for="endpoint" { "Endpoint" }
            select #endpoint name="endpoint" {
                option value="" { "Any" }
                @for name in served.into_iter().chain(others) {
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
