//! The table `[console]`.

use serde::Deserialize;

use super::secret::SecretFrom;

/// Pages that show the inbox.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Console {
    pub(crate) path: Option<String>,
    pub(crate) token: Option<SecretFrom>,
    pub(crate) read_only_token: Option<SecretFrom>,
}

impl Console {
    /// Returns the path that its pages lie below.
    pub(crate) fn path(&self) -> &str {
        self.path.as_deref().unwrap_or("/console")
    }
}
