//! Exporters that say when nothing arrives.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    metrics::{Temporality, data::ResourceMetrics, exporter::PushMetricExporter},
    trace::{SpanData, SpanExporter},
};

use crate::{error_text::chain, log::log};

/// An exporter whose failures are logged from time to time.
#[derive(Debug)]
pub(super) struct Watched<E> {
    exporter: E,
    failures: Arc<Failures>,
}

impl<E> Watched<E> {
    pub(super) const fn new(exporter: E, failures: Arc<Failures>) -> Self {
        Self { exporter, failures }
    }
}

impl<E: SpanExporter> SpanExporter for Watched<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        self.failures.note(self.exporter.export(batch).await)
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

impl<E: PushMetricExporter> PushMetricExporter for Watched<E> {
    async fn export(&self, metrics: &ResourceMetrics) -> OTelSdkResult {
        self.failures.note(self.exporter.export(metrics).await)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn temporality(&self) -> Temporality {
        self.exporter.temporality()
    }
}

/// The failures of the exporters of one collector.
#[derive(Default)]
pub(super) struct Failures(Mutex<Option<Instant>>);

impl Failures {
    /// Logs a failure, unless one was logged a short time ago.
    fn note(&self, result: OTelSdkResult) -> OTelSdkResult {
        if let Err(error) = &result
            && self.is_due()
        {
            log!(WARN, "traces or metrics not exported", error = chain(error));
        }
        result
    }

    fn is_due(&self) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = last.is_none_or(|last| last.elapsed() >= LOG_EVERY);
        if is_due {
            *last = Some(Instant::now());
        }
        is_due
    }
}

impl fmt::Debug for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Failures")
    }
}

const LOG_EVERY: Duration = Duration::from_secs(5 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_many_failures_is_logged() {
        let failures = Failures::default();

        let logged = (0..1000).filter(|_| failures.is_due()).count();

        assert_eq!(logged, 1);
    }
}
