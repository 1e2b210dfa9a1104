//! The table of the metrics, and all that names them.

use std::{collections::BTreeSet, fs, path::Path};

use hookport::telemetry::{METRICS, MetricKind};
use serde_json::Value;

/// Reads a file of the repository.
fn read(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// Returns the names in a text that look like metrics, without what a histogram adds.
fn names(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let names = words.filter(|word| word.starts_with("hookport_") && *word != "hookport_");
    names.map(|name| name.strip_suffix("_bucket").unwrap_or(name).to_owned()).collect()
}

fn known() -> BTreeSet<String> {
    METRICS.iter().map(|metric| metric.name.to_owned()).collect()
}

#[test]
fn the_page_of_the_metrics_has_a_line_for_each() {
    let page = read("src/telemetry/mod.rs");

    for metric in METRICS {
        let labels: Vec<_> = metric.labels.iter().map(|label| format!("`{label}`")).collect();
        let labels = labels.join(", ");
        let start = format!("//! | `{}` | {} | {labels}", metric.name, metric.kind.as_str());
        assert!(page.contains(&start), "no line `{start}`");
        assert!(!metric.help.is_empty());
    }
    let lines = page.lines().filter_map(|line| line.strip_prefix("//! | `hookport_"));
    assert_eq!(lines.count(), METRICS.len());
}

#[test]
fn a_name_tells_its_unit_and_its_kind() {
    for metric in METRICS {
        assert_eq!(metric.name.ends_with("_seconds"), metric.is_in_seconds, "{}", metric.name);
        let is_counter = metric.kind == MetricKind::Counter;
        assert_eq!(metric.name.ends_with("_total"), is_counter, "{}", metric.name);
    }
}

#[test]
fn the_alerts_name_metrics_that_there_are() {
    let alerts = read("packaging/prometheus/alerts.yml");

    let unknown: Vec<_> = names(&alerts).difference(&known()).cloned().collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    for metric in [
        "hookport_runs{state=\"dead\"}",
        "hookport_last_delivery_timestamp_seconds",
        "hookport_failing_since_timestamp_seconds",
        "hookport_sender_gives_up_seconds",
        "hookport_oldest_due_seconds",
        "hookport_store_writable",
    ] {
        assert!(alerts.contains(metric), "no alert by `{metric}`");
    }
}

#[test]
fn the_dashboard_shows_all_metrics_and_no_others() {
    let dashboard: Value = serde_json::from_str(&read("packaging/grafana/dashboard.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();

    let queries: Vec<_> = panels
        .iter()
        .filter_map(|panel| panel["targets"].as_array())
        .flatten()
        .map(|target| target["expr"].as_str().unwrap())
        .collect();
    let shown = names(&queries.join("\n"));
    let unknown: Vec<_> = shown.difference(&known()).cloned().collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let missing: Vec<_> = known().difference(&shown).cloned().collect();
    assert_eq!(missing, ["hookport_gauges_updated_timestamp_seconds"], "which is no graph");

    let ids: BTreeSet<_> = panels.iter().map(|panel| panel["id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), panels.len(), "each panel has a number of its own");
}
