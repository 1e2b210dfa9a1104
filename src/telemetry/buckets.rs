//! The buckets of the histograms.

use super::names::{ACCEPT_SECONDS, ATTEMPT_SECONDS, DELAY_SECONDS};

/// The histograms with the upper bounds of their buckets, in seconds.
pub(super) const BUCKETS: [(&str, &[f64]); 3] = [
    (ACCEPT_SECONDS, &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0]),
    (DELAY_SECONDS, &[0.005, 0.025, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0]),
    (ATTEMPT_SECONDS, &[0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0]),
];

/// Returns the upper bounds of the buckets of a histogram.
#[cfg(feature = "otlp")]
pub(super) fn of(name: &str) -> Option<&'static [f64]> {
    BUCKETS.iter().find(|(known, _)| *known == name).map(|(_, bounds)| *bounds)
}
