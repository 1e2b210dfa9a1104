//! Spans.

use http::HeaderMap;

use crate::{
    delivery::DeliveryParts,
    inbox::{Claimed, EntryId},
    log::{Span, span},
};

/// Opens the span of a request.
pub(crate) fn receive(endpoint: &str, headers: &HeaderMap) -> Span {
    span!(
        "hookport.receive",
        endpoint = endpoint,
        traceparent = traceparent(headers);
        entry, event
    )
}

/// Adds the entry that the request became.
pub(crate) fn received(span: &Span, entry: EntryId, event: Option<&str>) {
    span.record("entry", entry.get());
    span.record("event", event);
}

/// Opens the span of an attempt.
pub(crate) fn attempt(claimed: &Claimed) -> Span {
    let DeliveryParts { headers, event_name, .. } = &claimed.delivery;
    span!(
        "hookport.attempt",
        endpoint = &*claimed.endpoint,
        handler = &*claimed.lease.handler,
        entry = claimed.lease.entry.get(),
        event = event_name.as_deref(),
        attempt = claimed.attempt,
        traceparent = traceparent(headers),
    )
}

/// Returns the trace that the request is part of. W3C Trace Context writes it in 55 characters;
/// whatever is longer may be anything.
fn traceparent(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get("traceparent")?.to_str().ok()?;
    let is_hex = |c: char| c.is_ascii_hexdigit() || c == '-';
    (value.len() == 55 && value.chars().all(is_hex)).then_some(value)
}
