//! What is logged, with the feature `tracing`: names and errors, never a body.

use std::error::Error;

/// A genuine delivery whose event cannot be told.
pub(super) fn undecodable(endpoint: &str, error: &(dyn Error + 'static)) {
    #[cfg(feature = "tracing")]
    tracing::warn!(endpoint, error, "webhook cannot be decoded, and is kept");
    #[cfg(not(feature = "tracing"))]
    let _ = (endpoint, error);
}

/// A configured value that cannot be read.
pub(super) fn key_unreadable(endpoint: &str, wanted: &'static str, error: &(dyn Error + 'static)) {
    #[cfg(feature = "tracing")]
    tracing::warn!(endpoint, wanted, error, "webhook is kept without it");
    #[cfg(not(feature = "tracing"))]
    let _ = (endpoint, wanted, error);
}

/// A function of the user that panicked.
pub(super) fn key_panicked(endpoint: &str, wanted: &'static str) {
    #[cfg(feature = "tracing")]
    tracing::error!(endpoint, wanted, "the function for it panicked: webhook is kept without it");
    #[cfg(not(feature = "tracing"))]
    let _ = (endpoint, wanted);
}

/// A version that is neither an integer nor a time.
pub(super) fn no_version(endpoint: &str) {
    #[cfg(feature = "tracing")]
    tracing::warn!(endpoint, "version is neither an integer nor a time as in RFC 3339");
    #[cfg(not(feature = "tracing"))]
    let _ = endpoint;
}
