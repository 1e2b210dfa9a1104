//! The mistake in a provider file.

use thiserror::Error;

use super::{LONGEST, MOST};
use crate::ConfigError;

/// The mistake in a provider file. The sentence names line and key where the file has one.
///
/// ```
/// use hookport::{Provider, provider_file::ProviderFileError};
///
/// let error = Provider::from_toml("name = 'acme'\nproved_by = []").unwrap_err();
///
/// assert!(matches!(error, ProviderFileError::Key { line: Some(2), .. }));
/// assert!(error.to_string().contains("unknown field `proved_by`, expected one of `name`,"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProviderFileError {
    /// The text is no TOML. The sentence of the parser shows the place.
    #[error("{0}")]
    NoToml(String),
    /// A key is unknown or missing, or its value is a wrong one.
    #[error("{}`{key}`: {problem}", place(*.line))]
    Key {
        /// The line of the key, or of the table that lacks it; `None` if that is the whole file.
        line: Option<usize>,
        /// The path of the key: `proved-by[0].signature.over`.
        key: String,
        /// The problem, and the allowed words.
        problem: String,
    },
    /// The facts do not fit together.
    #[error(transparent)]
    Contradiction(#[from] ConfigError),
    /// The text is longer than 64 KiB.
    #[error("the file is longer than {LONGEST} bytes")]
    TooLong,
    /// The process has read as many different files as it keeps.
    #[error("more than {MOST} different provider files: they are kept until the process ends")]
    TooMany,
}

impl ProviderFileError {
    /// Returns the line of the mistake, counted from 1; `None` if it has no line of its own.
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Key { line, .. } => *line,
            _ => None,
        }
    }
}

fn place(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!("line {line}, "))
}
