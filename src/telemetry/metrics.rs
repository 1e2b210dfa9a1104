//! Counters and histograms.

use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use metrics::{Label, SharedString, counter, gauge, histogram};

use super::{
    names::{
        ACCEPT_SECONDS, ATTEMPT_SECONDS, ATTEMPTS, DELAY_SECONDS, DELIVERIES, FAILING_SINCE,
        GAVE_WAY, LAST_DELIVERY, LIMITED, REFUSED, REPLIES, SECRET_LAST_USED, SECRET_USED,
        SENDER_GIVES_UP,
    },
    table::METRICS,
};
use crate::{Provider, Verified};

/// A proved delivery was handed to the store, which took so long.
pub(crate) fn delivered(
    endpoint: &Arc<str>,
    event: &Arc<str>,
    result: &'static str,
    took: Duration,
) {
    let (place, event) = (Arc::clone(endpoint), Arc::clone(event));
    counter!(DELIVERIES, "endpoint" => place, "event" => event, "result" => result).increment(1);
    histogram!(ACCEPT_SECONDS, "endpoint" => Arc::clone(endpoint)).record(took);
}

/// The last delivery of an event was received at this time.
pub(crate) fn last_delivered(endpoint: &Arc<str>, event: &Arc<str>, at: SystemTime) {
    let (endpoint, event) = (Arc::clone(endpoint), Arc::clone(event));
    gauge!(LAST_DELIVERY, "endpoint" => endpoint, "event" => event).set(seconds(at));
}

/// A sender has got no 2xx since this time; `None` if it gets one.
pub(crate) fn failing(endpoint: &Arc<str>, cause: &'static str, since: Option<SystemTime>) {
    let since = since.map_or(0.0, seconds);
    gauge!(FAILING_SINCE, "endpoint" => Arc::clone(endpoint), "cause" => cause).set(since);
}

/// The sender gives up a delivery after this time.
pub(crate) fn gives_up(endpoint: &Arc<str>, after: Duration) {
    gauge!(SENDER_GIVES_UP, "endpoint" => Arc::clone(endpoint)).set(after);
}

/// Sets a gauge of the table by its name. The labels are in the order of the table.
pub(crate) fn set_gauge(name: &'static str, labels: &[Arc<str>], value: f64) {
    let Some(metric) = METRICS.iter().find(|metric| metric.name == name) else { return };
    let labels = metric.labels.iter().zip(labels);
    let labels = labels.map(|(key, value)| Label::new(*key, Arc::clone(value)));
    gauge!(name, labels.collect::<Vec<_>>()).set(value);
}

/// Returns a time in seconds since 1970.
fn seconds(at: SystemTime) -> f64 {
    at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}

/// A request was proved, by one of the secrets. Outside an inbox, the endpoint is the route of axum, or
/// else the provider.
pub(crate) fn proved(
    (endpoint, route): (Option<&Arc<str>>, Option<&str>),
    provider: &Provider,
    verified: &Verified,
    at: SystemTime,
) {
    let Some(secret) = verified.secret_label() else {
        return;
    };
    let endpoint = match (endpoint, route) {
        (Some(name), _) => SharedString::from(Arc::clone(name)),
        (None, Some(route)) => SharedString::from_owned(route.to_owned()),
        (None, None) => SharedString::const_str(provider.name()),
    };
    let (place, name) = (endpoint.clone(), secret.clone());
    counter!(SECRET_USED, "endpoint" => place, "secret" => name).increment(1);
    gauge!(SECRET_LAST_USED, "endpoint" => endpoint, "secret" => secret).set(seconds(at));
}

/// A function that makes replies was called.
pub(crate) fn replied(endpoint: &Arc<str>, result: &'static str) {
    counter!(REPLIES, "endpoint" => Arc::clone(endpoint), "result" => result).increment(1);
}

/// A request was not proved, or not whole.
pub(crate) fn refused(endpoint: &Arc<str>, reason: &'static str) {
    counter!(REFUSED, "endpoint" => Arc::clone(endpoint), "reason" => reason).increment(1);
}

/// A request was turned away because there were too many.
pub(crate) fn limited(endpoint: &Arc<str>, limit: &'static str) {
    counter!(LIMITED, "endpoint" => Arc::clone(endpoint), "limit" => limit).increment(1);
}

/// A connection was closed to make room for another one.
pub(crate) fn gave_way() {
    counter!(GAVE_WAY).increment(1);
}

/// The first attempt began so long after the receipt.
pub(crate) fn started(endpoint: &Arc<str>, handler: &Arc<str>, delay: Duration) {
    let (endpoint, handler) = (Arc::clone(endpoint), Arc::clone(handler));
    histogram!(DELAY_SECONDS, "endpoint" => endpoint, "handler" => handler).record(delay);
}

/// An attempt ended after so long.
pub(crate) fn attempted(
    endpoint: &Arc<str>,
    handler: &Arc<str>,
    result: &'static str,
    took: Duration,
) {
    let labels = || (Arc::clone(endpoint), Arc::clone(handler));
    let (endpoint, handler) = labels();
    histogram!(ATTEMPT_SECONDS, "endpoint" => endpoint, "handler" => handler).record(took);
    let (endpoint, handler) = labels();
    counter!(ATTEMPTS, "endpoint" => endpoint, "handler" => handler, "result" => result)
        .increment(1);
}
