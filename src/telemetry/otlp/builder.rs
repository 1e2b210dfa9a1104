//! The builder.

use std::{collections::HashMap, time::Duration};

use http::{HeaderName, HeaderValue, Uri};

use super::OtlpError;
use crate::Secret;

/// Sends traces and metrics to a collector, by OTLP over HTTP: see [`Telemetry`](crate::telemetry::Telemetry).
///
/// Spans and metrics are sent by threads of their own. A collector that does not answer costs nothing but a
/// log line every five minutes: what does not fit into the queue of spans is dropped.
///
/// ```
/// use std::time::Duration;
/// use hookport::{Secret, telemetry::Otlp};
///
/// let otlp = Otlp::to("http://localhost:4318")
///     .service_name("hooks")
///     .header("authorization", Secret::new("Bearer made-up"))
///     .sampling(0.1)
///     .timeout(Duration::from_secs(5));
///
/// assert!(!format!("{otlp:?}").contains("made-up"));
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Otlp {
    pub(super) endpoint: String,
    pub(super) headers: Vec<(String, Secret)>,
    pub(super) service_name: String,
    pub(super) sampling: f64,
    pub(super) timeout: Duration,
    pub(super) metrics_every: Duration,
}

impl Otlp {
    /// Starts with the URL of a collector, as `http://localhost:4318`. Traces go to `/v1/traces` below it, and
    /// metrics to `/v1/metrics`.
    pub fn to(endpoint: impl Into<String>) -> Self {
        Self {
            endpoint: endpoint.into(),
            headers: Vec::new(),
            service_name: "hookport".to_owned(),
            sampling: 1.0,
            timeout: Duration::from_secs(10),
            metrics_every: Duration::from_secs(60),
        }
    }

    /// Adds a header to each request, as a token for the collector.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the `service.name` of what is sent. The default is `hookport`.
    pub fn service_name(mut self, name: impl Into<String>) -> Self {
        self.service_name = name.into();
        self
    }

    /// Sets the share of requests that are traced, from 0 to 1. The default is 1.
    ///
    /// The attempts of a delivery are traced if its request was. A `traceparent` that a sender brings decides
    /// nothing.
    pub const fn sampling(mut self, share: f64) -> Self {
        self.sampling = share;
        self
    }

    /// Sets how long a request to the collector may take. The default is 10 seconds, and zero is refused.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the time between two exports of the metrics. The default is one minute, and zero is refused.
    pub const fn metrics_every(mut self, interval: Duration) -> Self {
        self.metrics_every = interval;
        self
    }

    /// Checks the settings.
    pub(crate) fn check(&self) -> Result<(), OtlpError> {
        let uri: Uri = self.endpoint.parse().map_err(|_| OtlpError::Endpoint)?;
        let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
        // Whatever is in the URL may be in a log line.
        let has_credentials = uri.authority().is_none_or(|host| host.as_str().contains('@'));
        if !is_http || has_credentials || uri.query().is_some() || uri.port_u16() == Some(0) {
            return Err(OtlpError::Endpoint);
        }
        if !(0.0..=1.0).contains(&self.sampling) {
            return Err(OtlpError::Sampling);
        }
        let times = [("timeout", self.timeout), ("metrics_every", self.metrics_every)];
        if let Some((setting, _)) = times.into_iter().find(|(_, time)| time.is_zero()) {
            return Err(OtlpError::Zero { setting });
        }
        self.headers.iter().try_for_each(|(name, value)| check_header(name, value))
    }

    /// Returns the URL of a kind of signals.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.endpoint.trim_end_matches('/'))
    }

    /// Returns the headers as the exporters take them.
    pub(super) fn header_map(&self) -> HashMap<String, String> {
        let headers = self.headers.iter();
        headers.map(|(name, value)| (name.clone(), value.expose().to_owned())).collect()
    }
}

fn check_header(name: &str, value: &Secret) -> Result<(), OtlpError> {
    let is_name = HeaderName::try_from(name).is_ok();
    let is_value = HeaderValue::try_from(value.expose()).is_ok();
    if is_name && is_value { Ok(()) } else { Err(OtlpError::Header { name: name.to_owned() }) }
}
