//! Errors that keep a receiver from starting or from going on.

use std::{fmt, io};

use crate::BoxError;

/// The reason why a receiver does not start, or does not go on.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum ReceiverError {
    /// The URL names no store that this build knows.
    #[error("store URL must be `memory:` or `sqlite:<path>`, not `{scheme}:`")]
    UnknownStore {
        /// The scheme of the URL, before the colon. The rest may hold a password.
        scheme: String,
    },
    /// The store needs a feature that this build does not have.
    #[error("store `{scheme}:` needs the cargo feature `{feature}`")]
    MissingFeature {
        /// The scheme of the URL, before the colon.
        scheme: &'static str,
        /// The feature.
        feature: &'static str,
    },
    /// The store cannot be opened.
    #[error("store cannot be opened")]
    Store(#[source] BoxError),
    /// The configuration is wrong.
    #[error("receiver is misconfigured: {}", list(problems))]
    Misconfigured {
        /// All that is wrong with it.
        problems: Vec<Problem>,
    },
    /// The address cannot be listened on, or signals of the system cannot be waited for.
    #[error("cannot listen")]
    Listen(#[source] io::Error),
    /// The worker ended before the shutdown.
    #[error("worker ended")]
    Worker(#[source] BoxError),
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for ReceiverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

/// One thing that is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub(super) key: String,
    pub(super) what: String,
}

impl Problem {
    pub(super) fn new(key: impl Into<String>, what: impl Into<String>) -> Self {
        Self { key: key.into(), what: what.into() }
    }

    /// The setting: `max_in_flight`, or `orders.version` for one of the endpoint `orders`.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.key, self.what)
    }
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
