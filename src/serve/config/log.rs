//! The table `log`.

use serde::Deserialize;

/// The form of log lines, and which of them are written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default, expecting = "a table")]
pub(crate) struct Log {
    pub(crate) format: Format,
    pub(crate) level: Level,
}

/// The form of log lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Format {
    #[default]
    Text,
    Json,
}

/// The lowest level of lines that are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    Error,
    Warn,
    #[default]
    Info,
    Debug,
    Trace,
}

impl Level {
    /// Returns the directives of a filter. Notices of a database may quote a statement: they are for who debugs it.
    pub(crate) const fn directives(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn,sqlx=error",
            Self::Info => "info,sqlx=error",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}
