//! Spans.

use http::HeaderMap;
use tracing::{Instrument, field::Empty, info_span};

use crate::{
    delivery::DeliveryParts,
    inbox::{Claimed, EntryId},
};

pub(crate) use tracing::Span;

/// Opens when a request comes.
pub(crate) fn receive(endpoint: &str, headers: &HeaderMap) -> Span {
    let traceparent = traceparent(headers);
    info_span!("hookport.receive", endpoint, entry = Empty, event = Empty, traceparent)
}

/// Says which entry the request became.
pub(crate) fn received(span: &Span, entry: EntryId, event: Option<&str>) {
    span.record("entry", entry.get());
    span.record("event", event);
}

/// Opens when an attempt begins.
pub(crate) fn attempt(claimed: &Claimed) -> Span {
    let DeliveryParts { headers, event_name, .. } = &claimed.delivery;
    info_span!(
        "hookport.attempt",
        endpoint = &*claimed.endpoint,
        handler = &*claimed.lease.handler,
        entry = claimed.lease.entry.get(),
        event = event_name.as_deref(),
        attempt = claimed.attempt,
        traceparent = traceparent(headers),
    )
}

/// Runs a future inside a span.
pub(crate) fn within<F: Future>(span: Span, future: F) -> impl Future<Output = F::Output> {
    future.instrument(span)
}

/// The trace that the request is part of. W3C Trace Context writes it in 55 characters; whatever is
/// longer may be anything.
fn traceparent(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get("traceparent")?.to_str().ok()?;
    let is_hex = |c: char| c.is_ascii_hexdigit() || c == '-';
    (value.len() == 55 && value.chars().all(is_hex)).then_some(value)
}
