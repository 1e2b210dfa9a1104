//! The summary of a run.

use std::time::Duration;

use super::tally::Tally;
use crate::{output::Rows, words};

/// Returns aligned lines: the answers, the failures, the latencies.
pub(super) fn of(tally: &Tally, took: Duration) -> String {
    let mut rows = Rows::default();
    let total = tally.total();
    rows.add("delivered", format!("{} of {}", tally.accepted(), words::deliveries(total)));
    rows.add_each("answers", counted(tally.statuses.iter()));
    rows.add_each("failures", counted(tally.failures.iter()));
    if let Some(latency) = latency(tally, total) {
        rows.add("latency", latency);
    }
    if total > 1 {
        rows.add("rate", format!("{:.0}/s, {} in all", rate(total, took), span(took)));
    }
    rows.text()
}

fn counted<'a, T: ToString + 'a>(counts: impl Iterator<Item = (&'a T, &'a u64)>) -> Vec<String> {
    counts.map(|(what, count)| format!("{count} × {}", what.to_string())).collect()
}

fn latency(tally: &Tally, total: u64) -> Option<String> {
    let percentile = |percent| tally.latencies.percentile(percent).map(span);
    let max = span(tally.latencies.max());
    if total == 1 {
        return percentile(100).map(|_| max);
    }
    let (p50, p90, p99) = (percentile(50)?, percentile(90)?, percentile(99)?);
    Some(format!("p50 {p50}, p90 {p90}, p99 {p99}, max {max}"))
}

fn span(took: Duration) -> String {
    match took {
        long if long >= Duration::from_secs(1) => format!("{:.2} s", long.as_secs_f64()),
        short => format!("{:.1} ms", short.as_secs_f64() * 1000.0),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rate is shown to the whole number")]
fn rate(total: u64, took: Duration) -> f64 {
    total as f64 / took.as_secs_f64()
}
