//! The key `command` of a destination.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Deserialize;

use super::meaning::Meaning;

/// A program that is run for each delivery, without a shell.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Command {
    /// The program, and the templates of its arguments.
    pub(crate) run: Vec<String>,
    pub(crate) env: BTreeMap<String, String>,
    pub(crate) keeping_env: Vec<String>,
    pub(crate) folder: Option<PathBuf>,
    pub(crate) without_body: bool,
    pub(crate) exit_codes: BTreeMap<String, Meaning>,
}
