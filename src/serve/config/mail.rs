//! The key `mail` of a destination.

use std::path::PathBuf;

use serde::Deserialize;

use super::secret::SecretFrom;

/// A mail for each delivery.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Mail {
    pub(crate) server: Option<MailServer>,
    pub(crate) from: Option<String>,
    pub(crate) to: Vec<String>,
    pub(crate) subject: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) attach_body: bool,
}

/// The server that sends mails.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct MailServer {
    pub(crate) host: Option<String>,
    pub(crate) port: Option<u16>,
    pub(crate) security: Security,
    pub(crate) user: Option<String>,
    pub(crate) password: Option<SecretFrom>,
    pub(crate) trusted_roots: Vec<PathBuf>,
}

/// The way to the server.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Security {
    #[default]
    Starttls,
    Tls,
    Plain,
}
