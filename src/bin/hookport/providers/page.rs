//! The page of one provider: all its facts.

use hookport::{Field, Provider};
use http::Method;

use super::{handshake, proof};
use crate::{output::Rows, words};

/// Returns all facts, one in each row. Unknown facts are listed as `not published`.
pub(super) fn of(provider: &Provider) -> String {
    let mut rows = Rows::default();
    rows.add("name", provider.name());
    if let Some(other) = provider.based_on() {
        rows.add("based on", other);
    }
    rows.add("docs", provider.docs().unwrap_or(UNKNOWN));
    prove(&mut rows, provider);
    rows.add("event name", places(provider.event_name()));
    rows.add("delivery id", places(provider.delivery_id()));
    if let Some(field) = provider.json_form_field() {
        rows.add("form bodies", format!("JSON pointers go into the form field `{field}`"));
    }
    rows.add_each("handshakes", handshakes(provider));
    rows.add("methods", methods(provider).join(", "));
    rows.add("expects", format!("{}", provider.expected_status()));
    rows.add("longest body", provider.longest_body().map_or(UNKNOWN.to_owned(), words::size));
    rows.add("deadline", provider.deadline().map_or(UNKNOWN.to_owned(), words::span));
    rows.add("retries", provider.retries().to_string());
    rows.add_each("notes", provider.notes().iter().map(ToString::to_string).collect());
    rows.text()
}

/// Returns the methods that deliveries come with.
pub(super) fn methods(provider: &Provider) -> Vec<&'static str> {
    let known = [(Method::POST, "POST"), (Method::GET, "GET")];
    known.into_iter().filter(|(it, _)| provider.delivers_with(it)).map(|(_, name)| name).collect()
}

fn prove(rows: &mut Rows, provider: &Provider) {
    if provider.schemes().is_empty() {
        rows.add("proof", UNKNOWN);
    }
    for scheme in provider.schemes() {
        proof::explain(rows, scheme);
    }
}

/// Lists the places in the order in which they are tried.
fn places(places: &[Field]) -> String {
    let names: Vec<_> = places.iter().map(ToString::to_string).collect();
    if names.is_empty() { "none known".to_owned() } else { names.join(", else ") }
}

fn handshakes(provider: &Provider) -> Vec<String> {
    match provider.handshakes() {
        [] => vec!["none known".to_owned()],
        some => some.iter().map(handshake::sentence).collect(),
    }
}

const UNKNOWN: &str = "not published";
