//! The table `[metrics]`.

use serde::Deserialize;

use super::forms::Network;

/// The page of metrics for Prometheus.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Metrics {
    pub(crate) path: Option<String>,
    pub(crate) allow_from: Option<Vec<Network>>,
}

impl Metrics {
    /// Returns the path of the page.
    pub(crate) fn path(&self) -> &str {
        self.path.as_deref().unwrap_or("/metrics")
    }
}
