//! The reasons why a fetched document is not taken.

/// The reason why a fetched document is not taken. It never shows the document.
///
/// ```
/// use hookport::{ConfigError, Provider, scheme::{KeyLocation, Signature}, verify::FetchedError};
///
/// const URL: &str = "https://acme.example/keys.json";
/// const ACME: Provider = Provider::new("acme")
///     .signed_with(Signature::ed25519("x-acme-signature").key_at(KeyLocation::jwks(URL)));
///
/// let error = ACME.source().fetched(URL, "<html>Not found</html>").verifier().unwrap_err();
/// assert!(matches!(error, ConfigError::BadFetched { problem: FetchedError::NotAKeySet, .. }));
/// assert_eq!(
///     error.to_string(),
///     "document of https://acme.example/keys.json cannot be used: it is no JSON Web Key Set",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchedError {
    /// It is longer than 256 KiB.
    #[error("it is longer than {} KiB", FetchedError::LONGEST / 1024)]
    TooLong,
    /// It is no JSON document with a list `keys`.
    #[error("it is no JSON Web Key Set")]
    NotAKeySet,
    /// It has more than 256 keys.
    #[error("it has more than {} keys", FetchedError::MOST_KEYS)]
    TooManyKeys,
    /// It is no certificate in PEM.
    #[error("it is no certificate in PEM")]
    NotACertificate,
    /// It has no key that a signature can be verified with.
    #[error("it has no key for signatures")]
    NoKey,
}

impl FetchedError {
    /// The length of the longest document that is read, in bytes. Those of senders have a few KiB.
    pub const LONGEST: usize = 256 * 1024;

    /// The largest number of keys in a set. Those of senders have a dozen.
    pub const MOST_KEYS: usize = 256;
}
