//! Spans.

use http::HeaderMap;

use super::links::link;
use crate::log::{self, Span, span};

/// Opens the span of a request. `endpoint` is called only if somebody listens.
pub(crate) fn receive<'a>(
    provider: &str,
    endpoint: impl FnOnce() -> Option<&'a str>,
    headers: &HeaderMap,
) -> Span {
    let traceparent = traceparent(headers);
    let span = span!(
        "hookport.receive",
        provider = provider,
        endpoint = endpoint(),
        traceparent = traceparent;
        event, delivery, tenant, entry
    );
    // A stranger's trace is no parent of ours: it could hide requests, or join those of others.
    link(&span, traceparent.and_then(|text| text.parse().ok()));
    span
}

/// The name of the span of an attempt.
#[cfg(feature = "otlp")]
pub(super) const ATTEMPT: &str = "hookport.attempt";

/// Adds the names that a proved request was found to have, as far as they are known.
pub(crate) fn identified(
    span: &Span,
    event: Option<&str>,
    delivery: Option<&str>,
    tenant: Option<&str>,
) {
    for (field, value) in [("event", event), ("delivery", delivery), ("tenant", tenant)] {
        if let Some(name) = log::name(value) {
            span.record(field, &*name);
        }
    }
}

/// Returns the trace that the request is part of. W3C Trace Context writes it in 55 characters;
/// whatever is longer may be anything.
pub(crate) fn traceparent(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get("traceparent")?.to_str().ok()?;
    let is_hex = |c: char| c.is_ascii_hexdigit() || c == '-';
    (value.len() == 55 && value.chars().all(is_hex)).then_some(value)
}
