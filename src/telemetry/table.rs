//! The table of all metrics.

use super::names::{
    ACCEPT_SECONDS, ATTEMPT_SECONDS, ATTEMPTS, DEAD_ROWS, DELAY_SECONDS, DELIVERIES,
    DESTINATION_PAUSED, FAILING_SINCE, GAUGES_UPDATED, GAVE_WAY, LAST_DELIVERY, LIMITED,
    LONGEST_INTERVAL, OLDEST_DUE, ORPHANED_RUNS, PAUSED, POOL_CONNECTIONS, POOL_LIMIT, POOL_WAIT,
    QUARANTINED, REFUSED, REPLIES, RUNS, SECRET_LAST_USED, SECRET_USED, SENDER_GIVES_UP,
    STOPPED_KEYS, STORE_WRITABLE,
};

/// A metric: its name, its kind, its labels, and what it says.
///
/// ```
/// use hookport::telemetry::{METRICS, MetricKind};
///
/// let histograms = METRICS.iter().filter(|metric| metric.kind == MetricKind::Histogram);
/// assert!(histograms.into_iter().all(|metric| metric.is_in_seconds));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metric {
    /// The name.
    pub name: &'static str,
    /// The kind.
    pub kind: MetricKind,
    /// The names of the labels.
    pub labels: &'static [&'static str],
    /// True if the unit is the second; other metrics count.
    pub is_in_seconds: bool,
    /// The meaning, as one line.
    pub help: &'static str,
}

/// The kind of a metric.
///
/// ```
/// use hookport::telemetry::{DELIVERIES, METRICS, MetricKind};
///
/// let deliveries = METRICS.iter().find(|metric| metric.name == DELIVERIES);
/// assert_eq!(deliveries.map(|metric| metric.kind), Some(MetricKind::Counter));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MetricKind {
    /// A number that only rises.
    Counter,
    /// A number that rises and falls.
    Gauge,
    /// A distribution of values.
    Histogram,
}

impl MetricKind {
    /// Returns the kind as a word: `counter`, `gauge` or `histogram`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// All metrics of this crate.
pub const METRICS: &[Metric] = &[
    counter(
        DELIVERIES,
        &["endpoint", "event", "result"],
        "Proved deliveries, by what the store did with them.",
    ),
    counter(SECRET_USED, &["endpoint", "secret"], "Proved deliveries, by the secret that matched."),
    counter(REPLIES, &["endpoint", "result"], "Calls of functions that make replies."),
    counter(REFUSED, &["endpoint", "reason"], "Requests that were not proved, or not whole."),
    counter(
        LIMITED,
        &["endpoint", "limit"],
        "Requests that were turned away because there were too many.",
    ),
    counter(GAVE_WAY, &[], "Connections that were closed to make room for others."),
    counter(ATTEMPTS, &["endpoint", "handler", "result"], "Ends of attempts."),
    histogram(ACCEPT_SECONDS, &["endpoint"], "The time from the proof to the commit."),
    histogram(
        DELAY_SECONDS,
        &["endpoint", "handler"],
        "The time from the receipt to the start of the first attempt.",
    ),
    histogram(
        ATTEMPT_SECONDS,
        &["endpoint", "handler"],
        "The time from the start of an attempt to its end.",
    ),
    seconds(LAST_DELIVERY, &["endpoint", "event"], "The time of the last proved delivery."),
    seconds(
        LONGEST_INTERVAL,
        &["endpoint", "event"],
        "The longest time between two deliveries within the last 90 days, in whole days.",
    ),
    seconds(
        FAILING_SINCE,
        &["endpoint", "cause"],
        "The time since which the sender gets no 2xx; 0 if it gets one.",
    ),
    seconds(
        SENDER_GIVES_UP,
        &["endpoint"],
        "The time after which the sender gives up a delivery, by its published retries.",
    ),
    seconds(
        SECRET_LAST_USED,
        &["endpoint", "secret"],
        "The time at which a secret proved a delivery last.",
    ),
    gauge(RUNS, &["endpoint", "handler", "state"], "Runs that are open or dead."),
    seconds(
        OLDEST_DUE,
        &["endpoint", "handler"],
        "The age of the run that has been due for the longest time.",
    ),
    gauge(PAUSED, &["endpoint"], "1 while the endpoint is paused."),
    gauge(
        DESTINATION_PAUSED,
        &["endpoint", "handler"],
        "1 while the destination pauses since its server fails.",
    ),
    gauge(QUARANTINED, &["endpoint"], "Requests in the quarantine."),
    gauge(STOPPED_KEYS, &["endpoint"], "Ordering keys that dead letters stop."),
    gauge(ORPHANED_RUNS, &["endpoint", "handler"], "Open runs of a handler that nobody has."),
    gauge(STORE_WRITABLE, &[], "1 if the store took a write when it was last asked."),
    gauge(POOL_CONNECTIONS, &["pool", "state"], "Connections of the store to its database."),
    gauge(POOL_LIMIT, &["pool"], "The most connections of the store to its database."),
    seconds(POOL_WAIT, &["pool"], "The time that a call waited for a connection."),
    gauge(DEAD_ROWS, &[], "Rows of the queue that wait for a vacuum."),
    seconds(GAUGES_UPDATED, &[], "The time at which the store was last looked into."),
];

const fn counter(
    name: &'static str,
    labels: &'static [&'static str],
    help: &'static str,
) -> Metric {
    Metric { name, kind: MetricKind::Counter, labels, is_in_seconds: false, help }
}

const fn gauge(name: &'static str, labels: &'static [&'static str], help: &'static str) -> Metric {
    Metric { name, kind: MetricKind::Gauge, labels, is_in_seconds: false, help }
}

/// A gauge of a time or a duration.
const fn seconds(
    name: &'static str,
    labels: &'static [&'static str],
    help: &'static str,
) -> Metric {
    Metric { name, kind: MetricKind::Gauge, labels, is_in_seconds: true, help }
}

const fn histogram(
    name: &'static str,
    labels: &'static [&'static str],
    help: &'static str,
) -> Metric {
    Metric { name, kind: MetricKind::Histogram, labels, is_in_seconds: true, help }
}
