//! The metrics, as OpenTelemetry counts them.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use metrics::{
    Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder as _, SharedString, Unit,
};
use metrics_exporter_opentelemetry::Recorder;
use opentelemetry::metrics::Meter;

use crate::telemetry::table::METRICS;

/// A recorder that makes an instrument for each metric and its labels once.
pub(in crate::telemetry) struct OtlpRecorder {
    recorder: Recorder,
    counters: Known<Counter>,
    gauges: Known<Gauge>,
    histograms: Known<Histogram>,
}

type Known<T> = RwLock<HashMap<Key, T>>;

impl OtlpRecorder {
    pub(super) fn new(meter: Meter) -> Self {
        Self {
            recorder: Recorder::with_meter(meter),
            counters: Known::default(),
            gauges: Known::default(),
            histograms: Known::default(),
        }
    }

    /// Says what the next instrument is. Two of one name must have the same description.
    fn describe(&self, key: &Key) {
        if let Some(metric) = METRICS.iter().find(|metric| metric.name == key.name()) {
            let unit = if metric.is_in_seconds { Unit::Seconds } else { Unit::Count };
            let name = KeyName::from_const_str(metric.name);
            self.recorder.describe_counter(name, Some(unit), SharedString::const_str(metric.help));
        }
    }
}

/// Returns the instrument of this key; `make` makes it, one at a time.
fn known<T: Clone>(all: &Known<T>, key: &Key, make: impl FnOnce() -> T) -> T {
    if let Some(known) = all.read().unwrap_or_else(PoisonError::into_inner).get(key) {
        return known.clone();
    }
    let mut all = all.write().unwrap_or_else(PoisonError::into_inner);
    all.entry(key.clone()).or_insert_with(make).clone()
}

impl metrics::Recorder for OtlpRecorder {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, metadata: &Metadata<'_>) -> Counter {
        known(&self.counters, key, || {
            self.describe(key);
            self.recorder.register_counter(key, metadata)
        })
    }

    fn register_gauge(&self, key: &Key, metadata: &Metadata<'_>) -> Gauge {
        known(&self.gauges, key, || {
            self.describe(key);
            self.recorder.register_gauge(key, metadata)
        })
    }

    fn register_histogram(&self, key: &Key, metadata: &Metadata<'_>) -> Histogram {
        known(&self.histograms, key, || {
            self.describe(key);
            self.recorder.register_histogram(key, metadata)
        })
    }
}
