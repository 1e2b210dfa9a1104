//! The paths of pages that others link to.

use crate::{
    console::data::{Action, DeliveryQuery},
    inbox::Filter,
};

/// Returns the path of the deliveries that a question finds.
pub(super) fn deliveries(query: &DeliveryQuery) -> String {
    match query.to_string() {
        query if query.is_empty() => "/deliveries".to_owned(),
        query => format!("/deliveries?{query}"),
    }
}

/// Returns the path of one delivery.
pub(super) fn delivery(id: u64) -> String {
    format!("/deliveries/{id}")
}

/// Returns the path of the question for an action on all that a filter finds.
pub(super) fn bulk(action: Action, filter: &Filter) -> String {
    let query = DeliveryQuery::of(filter.clone()).to_string();
    format!("/bulk?action={action}&{query}")
}

/// Returns the path of an endpoint. Its name may hold any character.
pub(super) fn endpoint(name: &str) -> String {
    with("/endpoint", &[("name", name)])
}

/// Returns the path of the quarantine of an endpoint.
pub(super) fn quarantine(endpoint: &str) -> String {
    with("/quarantine", &[("endpoint", endpoint)])
}

/// Returns the path of one request in the quarantine.
pub(super) fn quarantined(endpoint: &str, id: u64) -> String {
    with("/quarantine/request", &[("endpoint", endpoint), ("id", &id.to_string())])
}

fn with(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    format!("{path}?{}", query.extend_pairs(pairs).finish())
}
