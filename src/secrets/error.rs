//! The reasons why the secrets of an account are not there.

use std::time::Duration;

use crate::{BoxError, ConfigError};

/// The reason why the secrets of an account could not be had. The sender gets 503, so that it tries
/// again.
///
/// ```
/// use hookport::secrets::UnavailableSecrets;
///
/// let error = UnavailableSecrets::Failed { cause: "the database is down".into() };
/// assert_eq!(error.to_string(), "secrets of the account could not be found");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnavailableSecrets {
    /// The store failed.
    #[error("secrets of the account could not be found")]
    Failed {
        /// The error of the store.
        #[source]
        cause: BoxError,
    },
    /// The store panicked.
    #[error("the store of secrets panicked")]
    Panicked,
    /// The store took too long.
    #[error("secrets of the account were not found within {allowed:?}")]
    TooSlow {
        /// The time allowed.
        allowed: Duration,
    },
    /// The store failed for this account a moment ago, and is not asked again yet.
    #[error("secrets of the account could not be found a moment ago")]
    Pausing,
    /// The store gave a secret that cannot be used.
    #[error("secrets of the account cannot be used")]
    Unusable {
        /// The mistake.
        #[source]
        cause: ConfigError,
    },
}
