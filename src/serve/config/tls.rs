//! The table `[tls]`.

use std::path::PathBuf;

use serde::Deserialize;

/// The certificate of a receiver that speaks TLS.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Tls {
    pub(crate) certificate: Option<PathBuf>,
    pub(crate) key: Option<PathBuf>,
}
