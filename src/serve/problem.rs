//! The mistakes in a configuration file.

use std::{fmt, path::PathBuf};

use serde::Serialize;

/// One mistake in a configuration file: its file, its line, its key, and what is allowed.
///
/// ```
/// use hookport::serve::Config;
///
/// let problems = Config::parse("listn = '127.0.0.1:8080'", "hookport.toml").unwrap_err();
///
/// let problem = &problems.all()[0];
/// assert_eq!((problem.line, &*problem.key), (Some(1), "listn"));
/// assert!(problem.to_string().starts_with(
///     "hookport.toml:1: `listn`: unknown key (similar: `listen`), expected one of "
/// ));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Problem {
    /// The configuration file.
    pub file: PathBuf,
    /// The line, counted from 1; `None` if the mistake has no line of its own.
    pub line: Option<usize>,
    /// The path of the key: `endpoints[2].path`. It is empty if the file is no TOML.
    pub key: String,
    /// The mistake, and what is allowed. It holds no secret.
    pub problem: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        match &*self.key {
            "" => write!(f, ": {}", self.problem),
            key => write!(f, ": `{key}`: {}", self.problem),
        }
    }
}

/// All mistakes in a configuration file that were found, at least one.
///
/// `Display` writes each on a line of its own.
#[derive(Clone, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    pub(super) fn new(problems: Vec<Problem>) -> Self {
        Self(problems)
    }

    pub(super) fn one(problem: Problem) -> Self {
        Self(vec![problem])
    }

    /// Returns them in the order of their lines.
    pub fn all(&self) -> &[Problem] {
        &self.0
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.0.iter().enumerate() {
            let line_break = if at == 0 { "" } else { "\n" };
            write!(f, "{line_break}{problem}")?;
        }
        Ok(())
    }
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::error::Error for Problems {}
