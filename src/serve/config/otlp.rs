//! The table `[otlp]`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{forms::Span, secret::SecretFrom};

/// The collector of traces and metrics.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Otlp {
    pub(crate) endpoint: Option<String>,
    pub(crate) headers: BTreeMap<String, SecretFrom>,
    pub(crate) service_name: Option<String>,
    pub(crate) sampling: Option<f64>,
    pub(crate) timeout: Option<Span>,
    pub(crate) metrics_every: Option<Span>,
}
