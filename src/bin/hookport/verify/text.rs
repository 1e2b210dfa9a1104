//! A judgement as text, for a person.

use hookport::{HandshakeResponse, Trust};

use super::judgement::{Accepted, Found, ItemFacts, Judgement, Question};
use crate::{
    output::{Rows, plain},
    words,
};

/// Returns the judgement in aligned lines.
pub(crate) fn of(question: &Question<'_>, judgement: &Judgement) -> String {
    let mut rows = Rows::default();
    let provider = question.source.provider().name();
    match judgement {
        Judgement::Accepted(found) => {
            rows.add("accepted", provider);
            accepted(&mut rows, found, question);
        }
        Judgement::Answered(answer) => {
            rows.add("accepted", format!("{provider}, a handshake to be answered"));
            answered(&mut rows, answer);
        }
        Judgement::Refused { reason, diagnosis } => {
            rows = refused(question);
            rows.add("reason", *reason);
            rows.add("look at", diagnosis.place().as_str());
            rows.add("diagnosis", plain(&diagnosis.to_string()));
        }
    }
    rows.text()
}

/// Returns the line of a request that is not accepted.
pub(super) fn refused(question: &Question<'_>) -> Rows {
    let mut rows = Rows::default();
    rows.add("refused", question.source.provider().name());
    rows
}

fn accepted(rows: &mut Rows, found: &Accepted, question: &Question<'_>) {
    rows.add("trust", trust(found.trust));
    if let Some(key) = found.key {
        rows.add("secret", format!("{} of {}", key + 1, question.secret_count));
    }
    match &found.items {
        None => {
            rows.add("event", text(found.event.as_ref()));
            rows.add("id", text(found.delivery_id.as_ref()));
            if found.tenant.is_some() {
                rows.add("tenant", text(found.tenant.as_ref()));
            }
        }
        Some(items) if items.is_empty() => rows.add("events", "none"),
        Some(items) => rows.add_each("events", items.iter().map(item).collect()),
    }
    rows.add("sent at", sent_at(found, question));
}

fn item(item: &ItemFacts) -> String {
    format!("{}, id {}", text(item.event.as_ref()), text(item.delivery_id.as_ref()))
}

fn trust(trust: Trust) -> &'static str {
    match trust {
        Trust::Signed => "signed",
        Trust::SignedInPart => "signed in part: the sender is proved, the body is not covered",
        Trust::Token => "token: the caller is proved, the body is not covered",
        _ => trust.as_str(),
    }
}

fn text(found: Option<&Found>) -> String {
    match found {
        None => "none".to_owned(),
        Some(found) if found.covered => plain(&found.text),
        Some(found) => format!("{} (not signed)", plain(&found.text)),
    }
}

fn sent_at(found: &Accepted, question: &Question<'_>) -> String {
    found.sent_at.map_or_else(
        || "not said".to_owned(),
        |at| format!("{}, {}", words::time(at), words::distance(at, question.now)),
    )
}

fn answered(rows: &mut Rows, answer: &HandshakeResponse) {
    rows.add("status", answer.status.to_string());
    for (name, value) in &answer.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        rows.add("header", format!("{name}: {}", plain(&value)));
    }
    rows.add("body", plain(&String::from_utf8_lossy(&answer.body)));
}
