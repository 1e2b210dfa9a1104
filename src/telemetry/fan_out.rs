//! One recorder for several.

use std::sync::Arc;

use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};

/// Gives each value to several recorders.
pub(super) struct FanOut(pub(super) Vec<Box<dyn Recorder + Send + Sync>>);

/// The same metric of several recorders.
struct Each<T>(Vec<T>);

impl FanOut {
    fn each<T>(&self, register: impl Fn(&dyn Recorder) -> T) -> Arc<Each<T>> {
        Arc::new(Each(self.0.iter().map(|recorder| register(&**recorder)).collect()))
    }
}

impl Recorder for FanOut {
    fn describe_counter(&self, name: KeyName, unit: Option<Unit>, help: SharedString) {
        for recorder in &self.0 {
            recorder.describe_counter(name.clone(), unit, help.clone());
        }
    }

    fn describe_gauge(&self, name: KeyName, unit: Option<Unit>, help: SharedString) {
        for recorder in &self.0 {
            recorder.describe_gauge(name.clone(), unit, help.clone());
        }
    }

    fn describe_histogram(&self, name: KeyName, unit: Option<Unit>, help: SharedString) {
        for recorder in &self.0 {
            recorder.describe_histogram(name.clone(), unit, help.clone());
        }
    }

    fn register_counter(&self, key: &Key, metadata: &Metadata<'_>) -> Counter {
        if let [only] = &*self.0 {
            return only.register_counter(key, metadata);
        }
        Counter::from_arc(self.each(|recorder| recorder.register_counter(key, metadata)))
    }

    fn register_gauge(&self, key: &Key, metadata: &Metadata<'_>) -> Gauge {
        if let [only] = &*self.0 {
            return only.register_gauge(key, metadata);
        }
        Gauge::from_arc(self.each(|recorder| recorder.register_gauge(key, metadata)))
    }

    fn register_histogram(&self, key: &Key, metadata: &Metadata<'_>) -> Histogram {
        if let [only] = &*self.0 {
            return only.register_histogram(key, metadata);
        }
        Histogram::from_arc(self.each(|recorder| recorder.register_histogram(key, metadata)))
    }
}

impl CounterFn for Each<Counter> {
    fn increment(&self, value: u64) {
        self.0.iter().for_each(|counter| counter.increment(value));
    }

    fn absolute(&self, value: u64) {
        self.0.iter().for_each(|counter| counter.absolute(value));
    }
}

impl GaugeFn for Each<Gauge> {
    fn increment(&self, value: f64) {
        self.0.iter().for_each(|gauge| gauge.increment(value));
    }

    fn decrement(&self, value: f64) {
        self.0.iter().for_each(|gauge| gauge.decrement(value));
    }

    fn set(&self, value: f64) {
        self.0.iter().for_each(|gauge| gauge.set(value));
    }
}

impl HistogramFn for Each<Histogram> {
    fn record(&self, value: f64) {
        self.0.iter().for_each(|histogram| histogram.record(value));
    }
}
