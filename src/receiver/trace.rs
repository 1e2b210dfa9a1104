//! What is logged, with the feature `tracing`: names and errors, never a body or a secret.

use std::error::Error;

/// A genuine delivery that the store did not take.
pub(super) fn not_kept(endpoint: &str, error: &(dyn Error + 'static)) {
    #[cfg(feature = "tracing")]
    tracing::error!(endpoint, error, "webhook is not kept: its sender is told to come again");
    #[cfg(not(feature = "tracing"))]
    let _ = (endpoint, error);
}

/// A genuine delivery that was turned away.
pub(super) fn turned_away(endpoint: &str, reason: &'static str) {
    #[cfg(feature = "tracing")]
    tracing::warn!(endpoint, reason, "webhook is turned away: its sender is told to come again");
    #[cfg(not(feature = "tracing"))]
    let _ = (endpoint, reason);
}

/// An unproved request that should have been kept apart.
pub(super) fn not_quarantined(endpoint: &str, error: &(dyn Error + 'static)) {
    #[cfg(feature = "tracing")]
    tracing::warn!(endpoint, error, "unproved request is not kept");
    #[cfg(not(feature = "tracing"))]
    let _ = (endpoint, error);
}

/// A connection that could not be accepted.
pub(super) fn not_accepted(error: &(dyn Error + 'static)) {
    #[cfg(feature = "tracing")]
    tracing::error!(error, "connection cannot be accepted");
    #[cfg(not(feature = "tracing"))]
    let _ = error;
}
