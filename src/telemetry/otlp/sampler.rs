//! The choice of the spans that are exported.

use opentelemetry::{
    Context, KeyValue,
    trace::{Link, SpanKind, TraceContextExt, TraceId, TraceState},
};
use opentelemetry_sdk::trace::{Sampler, SamplingDecision, SamplingResult, ShouldSample};

use crate::telemetry::spans::ATTEMPT;

/// Samples a share of the traces, and the attempts of a delivery if its request was sampled.
#[derive(Debug, Clone)]
pub(super) struct ShareOfRequests {
    share: Sampler,
}

impl ShareOfRequests {
    pub(super) const fn new(share: f64) -> Self {
        Self { share: Sampler::TraceIdRatioBased(share) }
    }
}

impl ShouldSample for ShareOfRequests {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        trace: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        let parent = parent.filter(|parent| parent.has_active_span());
        let above = parent.map(|parent| parent.span().span_context().clone());
        // Only the link of an attempt comes from our own store.
        let request = links.first().filter(|_| name == ATTEMPT);
        let decided = above.as_ref().or(request.map(|request| &request.span_context));
        match decided {
            Some(decided) => SamplingResult {
                decision: decision(decided.is_sampled()),
                attributes: Vec::new(),
                trace_state: above.map_or(TraceState::NONE, |above| above.trace_state().clone()),
            },
            None => self.share.should_sample(None, trace, name, kind, attributes, links),
        }
    }
}

const fn decision(is_sampled: bool) -> SamplingDecision {
    if is_sampled { SamplingDecision::RecordAndSample } else { SamplingDecision::Drop }
}
