//! Unproved requests as text, for a person.

use hookport::console::data::{HeaderView, QuarantinedView};

use crate::{
    output::Rows,
    plain::{lines_plain, plain},
    table::{self, Row},
};

/// Returns a line for each request.
pub(super) fn table(requests: &[QuarantinedView]) -> String {
    if requests.is_empty() {
        return String::new();
    }
    table::text(&HEAD, requests.iter().map(row).collect())
}

const HEAD: [&str; 6] = ["ID", "RECEIVED", "ENDPOINT", "REASON", "SIZE", "REQUEST"];

fn row(request: &QuarantinedView) -> Row {
    vec![
        request.id.to_string().into(),
        request.received_at.to_string().into(),
        request.endpoint.clone().into(),
        request.reason.clone().into(),
        request.body.size.to_string().into(),
        format!("{} {}", request.method, request.target).into(),
    ]
}

/// Returns all that is known of a request.
pub(super) fn of(request: &QuarantinedView) -> String {
    let mut rows = Rows::default();
    rows.add("request", request.id.to_string());
    rows.add("endpoint", plain(&request.endpoint));
    rows.add("reason", plain(&request.reason));
    rows.add("received", request.received_at.to_string());
    let header = |header: &HeaderView| format!("{}: {}\n", header.name, plain(&header.value));
    let headers: String = request.headers.iter().map(header).collect();
    let (facts, body) = (rows.text(), lines_plain(request.body.text.trim_end()));
    format!("{facts}\n{} {}\n{headers}\n{body}\n\n", request.method, plain(&request.target))
}
