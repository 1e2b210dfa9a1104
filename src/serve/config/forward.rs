//! The key `forward` of a destination.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Deserialize;

use super::{
    forms::{Count, Rate, Span},
    meaning::Meaning,
    secret::SecretFrom,
};

/// An HTTP server that deliveries are forwarded to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
#[expect(clippy::struct_excessive_bools, reason = "each is a key that a person turns on")]
pub(crate) struct Forward {
    pub(crate) url: Option<String>,
    pub(crate) method_of_sender: bool,
    pub(crate) append_path: bool,
    pub(crate) append_query: bool,
    pub(crate) headers: Vec<String>,
    pub(crate) set_headers: BTreeMap<String, HeaderFrom>,
    pub(crate) secrets: Vec<SecretFrom>,
    pub(crate) connect_timeout: Option<Span>,
    pub(crate) trusted_roots: Vec<PathBuf>,
    pub(crate) public_only: bool,
    pub(crate) statuses: BTreeMap<String, Meaning>,
    pub(crate) longest_retry_after: Option<Span>,
    pub(crate) rate_limit: Option<Rate>,
    pub(crate) pause: Option<Pause>,
}

impl Forward {
    /// Returns all secrets.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &SecretFrom> {
        let of_headers = self.set_headers.values().filter_map(|value| match value {
            HeaderFrom::Text(_) => None,
            HeaderFrom::Secret(from) => Some(from),
        });
        self.secrets.iter().chain(of_headers)
    }
}

/// The value of a header: a text, or a secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "serde_json::Value")]
pub(crate) enum HeaderFrom {
    Text(String),
    Secret(SecretFrom),
}

impl TryFrom<serde_json::Value> for HeaderFrom {
    type Error = String;

    fn try_from(written: serde_json::Value) -> Result<Self, String> {
        match written {
            serde_json::Value::String(text) => Ok(Self::Text(text)),
            other => serde_json::from_value(other).map(Self::Secret).map_err(|e| e.to_string()),
        }
    }
}

/// The pauses of a server that fails.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Pause {
    pub(crate) failures: Option<Count>,
    pub(crate) first: Option<Span>,
    pub(crate) longest: Option<Span>,
}
