//! The key `inbox`.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::secret::SecretFrom;

/// The URL of the inbox, or the place where it is: the URL of a database may hold a password.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
pub(crate) enum InboxFrom {
    /// A URL in the file.
    Written(String),
    /// A URL that goes before that of the file.
    Given(String),
    Secret(SecretFrom),
}

impl InboxFrom {
    /// Returns the place of the URL, unless it is known.
    pub(crate) const fn secret(&self) -> Option<&SecretFrom> {
        match self {
            Self::Secret(from) => Some(from),
            Self::Written(_) | Self::Given(_) => None,
        }
    }
}

impl Default for InboxFrom {
    fn default() -> Self {
        Self::Written("sqlite:hookport.db".to_owned())
    }
}

impl TryFrom<Value> for InboxFrom {
    type Error = String;

    fn try_from(written: Value) -> Result<Self, String> {
        match written {
            Value::String(url) => Ok(Self::Written(url)),
            Value::Object(_) => {
                serde_json::from_value(written).map(Self::Secret).map_err(|e| e.to_string())
            }
            _ => Err(EXPECTED.to_owned()),
        }
    }
}

// A URL may hold a password.
impl fmt::Debug for InboxFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Written(_) => f.write_str("Written(hidden)"),
            Self::Given(_) => f.write_str("Given(hidden)"),
            Self::Secret(from) => f.debug_tuple("Secret").field(from).finish(),
        }
    }
}

const EXPECTED: &str = "must be a text, as `sqlite:PATH`, or a table that says where the URL is, as \
                        `{ env = \"NAME\" }`";
