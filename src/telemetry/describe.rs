//! The descriptions of the metrics, for a recorder.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};

use super::{MetricKind, table::METRICS};

/// Gives the recorder of your application the description and the unit of each metric.
///
/// Call it once the recorder is installed. An exporter for Prometheus writes them as `# HELP`.
///
/// ```
/// # #[cfg(feature = "testing")] {
/// use hookport::telemetry;
/// use metrics_util::debugging::DebuggingRecorder;
///
/// metrics::with_local_recorder(&DebuggingRecorder::new(), telemetry::describe);
/// # }
/// ```
pub fn describe() {
    for metric in METRICS {
        let unit = if metric.is_in_seconds { Unit::Seconds } else { Unit::Count };
        match metric.kind {
            MetricKind::Counter => describe_counter!(metric.name, unit, metric.help),
            MetricKind::Gauge => describe_gauge!(metric.name, unit, metric.help),
            MetricKind::Histogram => describe_histogram!(metric.name, unit, metric.help),
        }
    }
}
