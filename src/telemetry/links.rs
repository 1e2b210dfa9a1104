//! Links between the spans of requests and attempts.

use opentelemetry::trace::{SpanContext, SpanId, TraceContextExt, TraceFlags, TraceId, TraceState};
use tracing_opentelemetry::OpenTelemetrySpanExt;

use crate::{log::Span, trace::TraceContext};

/// Links a span that has just been made to another one.
pub(crate) fn link(span: &Span, to: Option<TraceContext>) {
    if let Some(to) = to {
        span.add_link(SpanContext::new(
            TraceId::from(to.trace()),
            SpanId::from(to.span()),
            TraceFlags::default().with_sampled(to.is_sampled()),
            true,
            TraceState::NONE,
        ));
    }
}

/// Returns the place of a span in its trace; `None` where no spans are exported.
pub(crate) fn context_of(span: &Span) -> Option<TraceContext> {
    let context = span.context();
    let span = context.span();
    let place = span.span_context();
    TraceContext::new(
        u128::from_be_bytes(place.trace_id().to_bytes()),
        u64::from_be_bytes(place.span_id().to_bytes()),
        place.is_sampled(),
    )
}
