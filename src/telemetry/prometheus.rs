//! Metrics as text for Prometheus.

use std::{
    fmt,
    sync::{Arc, Weak},
    thread,
    time::Duration,
};

use metrics_exporter_prometheus::{
    BuildError, Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder,
};

use super::buckets::BUCKETS;

/// The metrics of this process, as Prometheus reads them.
///
/// It comes from [`Telemetry::prometheus`](super::Telemetry::prometheus), and is cheap to clone. The page for
/// Prometheus is a [`MetricsPage`](crate::receiver::MetricsPage).
#[derive(Clone)]
pub struct Prometheus(Arc<PrometheusHandle>);

impl Prometheus {
    /// Makes a recorder, and a handle that renders what it records.
    pub(super) fn new() -> Result<(PrometheusRecorder, Self), BuildError> {
        let mut builder = PrometheusBuilder::new();
        for (name, bounds) in BUCKETS {
            builder = builder.set_buckets_for_metric(Matcher::Full(name.to_owned()), bounds)?;
        }
        let recorder = builder.build_recorder();
        let handle = Arc::new(recorder.handle());
        keep_up(Arc::downgrade(&handle));
        Ok((recorder, Self(handle)))
    }

    /// Renders all metrics in the text format of Prometheus. It takes about a microsecond for each line.
    pub fn render(&self) -> String {
        self.0.render()
    }
}

/// Sums up what histograms have recorded, from time to time: it would pile up while nobody renders it.
fn keep_up(handle: Weak<PrometheusHandle>) {
    let work = move || {
        while let Some(handle) = handle.upgrade() {
            handle.run_upkeep();
            drop(handle);
            thread::sleep(UPKEEP_EVERY);
        }
    };
    // Without the thread, each rendering does the same.
    let _ = thread::Builder::new().name("hookport-metrics".to_owned()).spawn(work);
}

impl fmt::Debug for Prometheus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Prometheus")
    }
}

const UPKEEP_EVERY: Duration = Duration::from_secs(5);
