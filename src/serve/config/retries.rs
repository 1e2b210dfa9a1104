//! The table `retries`.

use serde::Deserialize;

use super::forms::{Attempts, Span};

/// Retries of destinations that failed.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Retries {
    pub(crate) attempts: Option<Attempts>,
    pub(crate) first_wait: Option<Span>,
    pub(crate) longest_wait: Option<Span>,
}
