//! A delivery as text, for a person.

use hookport::console::data::{AttemptView, DeliveryView, HeaderView, RunView};

use crate::{
    output::Rows,
    plain::{lines_plain, plain},
    table::{self, Cell, Row},
};

/// Returns the facts, the request, the body, and the work of each handler.
pub(super) fn of(delivery: &DeliveryView) -> String {
    let mut text = facts(delivery).text();
    text += "\n";
    text += &request(delivery);
    text += "\n";
    text += &handlers(&delivery.runs);
    text
}

fn facts(delivery: &DeliveryView) -> Rows {
    let (summary, none) = (&delivery.summary, || "none".to_owned());
    let mut rows = Rows::default();
    rows.add("delivery", summary.id.to_string());
    rows.add("state", table::style_of(summary.state).apply_to(summary.state).to_string());
    rows.add("endpoint", plain(&summary.endpoint));
    rows.add("provider", plain(&summary.provider));
    rows.add("event", summary.event.as_deref().map_or_else(none, plain));
    rows.add("sender's id", summary.sender_id.as_deref().map_or_else(none, plain));
    if let Some(tenant) = &summary.tenant {
        rows.add("tenant", plain(tenant));
    }
    rows.add("received", summary.received_at.to_string());
    rows.add("trust", summary.trust);
    rows.add_each("proved by", delivery.verification.proof.iter().map(|it| plain(it)).collect());
    if let Some(position) = delivery.position_in_batch {
        rows.add("in a batch", format!("event {position}"));
    }
    rows.add("answer", plain(&delivery.answer.text));
    rows
}

fn request(delivery: &DeliveryView) -> String {
    let header = |header: &HeaderView| format!("{}: {}\n", header.name, plain(&header.value));
    let headers: String = delivery.headers.iter().map(header).collect();
    let body = &delivery.body;
    let cut = if body.is_cut { "… `--raw` writes all of it\n" } else { "" };
    let end = if body.text.is_empty() { "" } else { "\n" };
    let target = plain(&delivery.target);
    format!(
        "{} {target}\n{headers}\n{}{end}{cut}",
        delivery.method,
        lines_plain(body.text.trim_end())
    )
}

fn handlers(runs: &[RunView]) -> String {
    if runs.is_empty() {
        return "no handler takes this event\n".to_owned();
    }
    table::text(&HEAD, runs.iter().flat_map(rows).collect())
}

const HEAD: [&str; 6] = ["HANDLER", "STATE", "ATTEMPT", "STARTED", "TOOK", "ERROR"];

/// Returns a row for the run, and one for each attempt.
fn rows(run: &RunView) -> Vec<Row> {
    let due = run.due_at.map(|at| format!("due {at}")).unwrap_or_default();
    let stops = if run.stops_key { "stops its ordering key" } else { "" };
    let mut rows: Vec<Row> = vec![vec![
        run.handler.clone().into(),
        Cell::state(run.state),
        "".into(),
        due.into(),
        "".into(),
        stops.into(),
    ]];
    rows.extend(run.attempts.iter().map(attempt));
    rows
}

fn attempt(attempt: &AttemptView) -> Row {
    vec![
        "".into(),
        Cell::state(attempt.result),
        attempt.number.to_string().into(),
        attempt.started_at.to_string().into(),
        format!("{} ms", attempt.took_ms).into(),
        attempt.error.clone().unwrap_or_default().into(),
    ]
}
