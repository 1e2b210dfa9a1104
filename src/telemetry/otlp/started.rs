//! The exporters at work.

use std::sync::Arc;

use opentelemetry::{metrics::MeterProvider, trace::TracerProvider};
use opentelemetry_otlp::{
    MetricExporter, Protocol, SpanExporter, WithExportConfig, WithHttpConfig,
};
use opentelemetry_sdk::{
    Resource,
    metrics::{Aggregation, Instrument, PeriodicReader, SdkMeterProvider, Stream},
    trace::SdkTracerProvider,
};
use tracing_subscriber::{Layer, filter::LevelFilter, registry::Registry};

use super::{
    Otlp, OtlpError,
    client::client,
    exporters::{Failures, Watched},
    recorder::OtlpRecorder,
    sampler::ShareOfRequests,
};
use crate::{BoxError, telemetry::buckets};

/// Exporters that send until they are shut down.
pub(in crate::telemetry) struct Started {
    traces: SdkTracerProvider,
    metrics: SdkMeterProvider,
}

impl Started {
    /// Checks the settings, and starts the threads that send.
    pub(in crate::telemetry) fn new(otlp: &Otlp) -> Result<Self, OtlpError> {
        otlp.check()?;
        Self::make(otlp).map_err(OtlpError::Exporters)
    }

    fn make(otlp: &Otlp) -> Result<Self, BoxError> {
        let (client, failures) = (client(otlp.timeout)?, Arc::new(Failures::default()));
        let spans = SpanExporter::builder()
            .with_http()
            .with_http_client(client.clone())
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(otlp.url("v1/traces"))
            .with_headers(otlp.header_map())
            .with_timeout(otlp.timeout)
            .build()?;
        let metrics = MetricExporter::builder()
            .with_http()
            .with_http_client(client)
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(otlp.url("v1/metrics"))
            .with_headers(otlp.header_map())
            .with_timeout(otlp.timeout)
            .build()?;
        let resource = Resource::builder().with_service_name(otlp.service_name.clone()).build();
        let traces = SdkTracerProvider::builder()
            .with_resource(resource.clone())
            .with_sampler(ShareOfRequests::new(otlp.sampling))
            .with_batch_exporter(Watched::new(spans, Arc::clone(&failures)))
            .build();
        let reader = PeriodicReader::builder(Watched::new(metrics, failures));
        let metrics = SdkMeterProvider::builder()
            .with_resource(resource)
            .with_view(with_buckets)
            .with_reader(reader.with_interval(otlp.metrics_every).build())
            .build();
        Ok(Self { traces, metrics })
    }

    /// Returns the layer that makes spans of OpenTelemetry.
    pub(in crate::telemetry) fn layer(&self) -> impl Layer<Registry> + Send + Sync {
        let tracer = self.traces.tracer("hookport");
        let layer = tracing_opentelemetry::layer().with_tracer(tracer);
        layer.with_location(false).with_threads(false).with_filter(LevelFilter::INFO)
    }

    /// Returns a recorder of metrics.
    pub(in crate::telemetry) fn recorder(&self) -> OtlpRecorder {
        OtlpRecorder::new(self.metrics.meter("hookport"))
    }

    /// Sends what is waiting, and ends. What the collector does not take is lost.
    pub(in crate::telemetry) fn shutdown(&self) {
        let _ = self.traces.shutdown();
        let _ = self.metrics.shutdown();
    }
}

/// Gives a histogram the buckets that it has for Prometheus.
fn with_buckets(instrument: &Instrument) -> Option<Stream> {
    let boundaries = buckets::of(instrument.name())?.to_vec();
    let aggregation = Aggregation::ExplicitBucketHistogram { boundaries, record_min_max: true };
    Stream::builder().with_aggregation(aggregation).build().ok()
}
