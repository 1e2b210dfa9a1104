//! Counters and histograms.

use std::{sync::Arc, time::Duration};

use metrics::{SharedString, counter, histogram};

use super::names::{
    ACCEPT_SECONDS, ATTEMPT_SECONDS, ATTEMPTS, DELAY_SECONDS, DELIVERIES, GAVE_WAY, LIMITED,
    REFUSED, REPLIES, SECRET_USED,
};
use crate::{Provider, Verified};

/// A proved delivery was handed to the store, which took so long.
pub(crate) fn delivered(
    endpoint: &Arc<str>,
    event: &'static str,
    result: &'static str,
    took: Duration,
) {
    counter!(DELIVERIES, "endpoint" => Arc::clone(endpoint), "event" => event, "result" => result)
        .increment(1);
    histogram!(ACCEPT_SECONDS, "endpoint" => Arc::clone(endpoint)).record(took);
}

/// A request was proved, by one of the secrets. Outside an inbox, the endpoint is the route of axum, or
/// else the provider.
pub(crate) fn proved(
    (endpoint, route): (Option<&Arc<str>>, Option<&str>),
    provider: &Provider,
    verified: &Verified,
) {
    let Some(secret) = verified.secret_label() else {
        return;
    };
    let endpoint = match (endpoint, route) {
        (Some(name), _) => SharedString::from(Arc::clone(name)),
        (None, Some(route)) => SharedString::from_owned(route.to_owned()),
        (None, None) => SharedString::const_str(provider.name()),
    };
    counter!(SECRET_USED, "endpoint" => endpoint, "secret" => secret).increment(1);
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
