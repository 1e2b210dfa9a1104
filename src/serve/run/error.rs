//! Errors that keep `hookport serve` from starting or from going on.

use std::{fmt, io};

use crate::{
    BoxError, error_text, receiver::ReceiverError, serve::Problems, telemetry::TelemetryError,
};

/// The reason why a receiver of a configuration file does not start, or does not go on.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The file has mistakes. The inbox was not opened.
    #[error("{0}")]
    Problems(Problems),
    /// The address cannot be listened on, or systemd has passed no socket that can be used.
    #[error("cannot listen on `{address}`")]
    Listen {
        /// The address.
        address: String,
        /// The cause.
        #[source]
        cause: io::Error,
    },
    /// Signals of the system cannot be waited for.
    #[error("cannot wait for signals")]
    Signals(#[source] io::Error),
    /// Log lines, metrics or traces cannot be set up.
    #[error(transparent)]
    Telemetry(#[from] TelemetryError),
    /// The system gives the program no thread.
    #[error("cannot start threads")]
    Threads(#[source] BoxError),
    /// The inbox cannot be opened.
    #[error("inbox `{inbox}` cannot be opened")]
    Inbox {
        /// The inbox, without a password.
        inbox: String,
        /// The cause.
        #[source]
        cause: BoxError,
    },
    /// The receiver does not start, or has ended.
    #[error(transparent)]
    Receiver(#[from] ReceiverError),
}

impl ServeError {
    /// Tells that the inbox cannot be opened.
    pub(super) fn inbox(inbox: String, error: ReceiverError) -> Self {
        let cause = match error {
            ReceiverError::Store(cause) => cause,
            other => other.into(),
        };
        Self::Inbox { inbox, cause }
    }
}

impl From<Problems> for ServeError {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems)
    }
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        error_text::debug(self, f)
    }
}
