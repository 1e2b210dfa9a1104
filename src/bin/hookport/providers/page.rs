//! The page of one provider: all its facts.

use hookport::{DocumentIn, Fact, FactState, Field, Provider};
use http::Method;

use super::{handshake, proof};
use crate::{output::Rows, words};

/// Returns all facts, one in each row, each with its source if that is not the page in the row `docs`.
pub(super) fn of(provider: &Provider) -> String {
    let mut rows = Rows::default();
    rows.add("name", provider.name());
    if let Some(other) = provider.based_on() {
        rows.add("based on", other);
    }
    rows.add("docs", provider.docs().unwrap_or("none"));
    let mut page = Page { rows, provider };
    page.proof();
    page.settings();
    page.fact(Fact::EventName, "event name", vec![places(provider.event_name())]);
    page.fact(Fact::DeliveryId, "delivery id", vec![places(provider.delivery_id())]);
    if !provider.idempotency_key().is_empty() {
        let names: Vec<_> = provider.idempotency_key().iter().map(ToString::to_string).collect();
        page.rows.add("repeated if", format!("the same in {}", names.join(" and ")));
    }
    if !provider.tenant().is_empty() {
        page.rows.add("tenant", places(provider.tenant()));
    }
    match provider.document_in() {
        DocumentIn::Body => {}
        DocumentIn::FormField(field) => {
            page.rows.add("form bodies", format!("JSON pointers go into the form field `{field}`"));
        }
        other => page.rows.add("document", format!("JSON pointers go into the {other}")),
    }
    if let Some(items) = provider.items() {
        page.rows.add("events", items.to_string());
    }
    page.fact(Fact::Handshake, "handshakes", handshakes(provider));
    page.rows.add("methods", methods(provider).join(", "));
    page.fact(Fact::Answer, "answer", vec![handshake::answer(&provider.expected_answer())]);
    page.rows.add("deadline", provider.deadline().map_or("unknown".to_owned(), words::span));
    page.fact(Fact::Retries, "retries", vec![provider.retries().to_string()]);
    let longest = provider.longest_body().map(words::size);
    page.fact(Fact::LongestBody, "longest body", longest.into_iter().collect());
    page.rows.add("facts", completeness(provider));
    page.rows.add_each("notes", provider.notes().iter().map(ToString::to_string).collect());
    page.rows.text()
}

/// The rows of one provider.
struct Page<'a> {
    rows: Rows,
    provider: &'a Provider,
}

impl Page<'_> {
    /// Adds the value of a fact, or why there is none, and the source.
    fn fact(&mut self, fact: Fact, label: &'static str, value: Vec<String>) {
        match self.provider.fact(fact) {
            FactState::Given => self.rows.add_each(label, value),
            state => self.rows.add(label, in_words(state)),
        }
        self.source(fact);
    }

    /// Adds the source of a fact, if it is another page than that of the provider.
    fn source(&mut self, fact: Fact) {
        let source = self.provider.source_of(fact);
        if let Some(source) = source.filter(|source| Some(*source) != self.provider.docs()) {
            self.rows.add("  source", source);
        }
    }

    fn settings(&mut self) {
        let settings = self.provider.settings().iter();
        let texts = settings.map(|(name, meaning)| format!("`{name}`: {meaning}")).collect();
        self.rows.add_each("settings", texts);
    }

    fn proof(&mut self) {
        for scheme in self.provider.schemes() {
            proof::explain(&mut self.rows, scheme);
        }
        if self.provider.schemes().is_empty() {
            self.rows.add("proof", in_words(self.provider.fact(Fact::Proof)));
        }
        self.source(Fact::Proof);
    }
}

/// Returns the state of a fact in words.
fn in_words(state: FactState) -> String {
    state.as_str().replace('_', " ")
}

fn completeness(provider: &Provider) -> String {
    let unknown: Vec<_> = Fact::ALL
        .iter()
        .filter(|fact| provider.fact(**fact) == FactState::Unknown)
        .map(|fact| fact.as_str().replace('_', " "))
        .collect();
    match &unknown[..] {
        [] => "whole: nothing is left to look up".to_owned(),
        some => format!("nobody looked up yet: {}", some.join(", ")),
    }
}

/// Returns the methods that deliveries come with.
pub(super) fn methods(provider: &Provider) -> Vec<&'static str> {
    let known = [
        (Method::POST, "POST"),
        (Method::GET, "GET"),
        (Method::PUT, "PUT"),
        (Method::DELETE, "DELETE"),
    ];
    known.into_iter().filter(|(it, _)| provider.delivers_with(it)).map(|(_, name)| name).collect()
}

/// Lists the places in the order in which they are tried.
fn places(places: &[Field]) -> String {
    let names: Vec<_> = places.iter().map(ToString::to_string).collect();
    names.join(", else ")
}

fn handshakes(provider: &Provider) -> Vec<String> {
    handshake::sentences(provider)
}
