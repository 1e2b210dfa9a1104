//! The error of the set-up.

use crate::BoxError;

/// The error of an export that cannot be set up.
///
/// ```
/// use hookport::telemetry::{Otlp, Telemetry};
///
/// let error = Telemetry::new().otlp(Otlp::to("localhost:4318")).install().unwrap_err();
/// assert!(error.to_string().contains("`endpoint`"));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OtlpError {
    /// The endpoint is no URL of a collector.
    #[error(
        "`endpoint` is no URL of a collector: expected `http://` or `https://` and a host, without user, password and query"
    )]
    Endpoint,
    /// The share of requests that are traced is no share.
    #[error("`sampling` is no share: expected a number from 0 to 1")]
    Sampling,
    /// The timeout or the interval of the metrics is zero.
    #[error("`{setting}` must not be zero")]
    Zero {
        /// The setting: `timeout` or `metrics_every`.
        setting: &'static str,
    },
    /// A header cannot be sent.
    #[error("header `{name}` cannot be sent: expected a name and a value of HTTP")]
    Header {
        /// The name.
        name: String,
    },
    /// The exporters cannot be made.
    #[error("exporters cannot be made")]
    Exporters(#[source] BoxError),
}
