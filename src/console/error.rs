//! Errors of a console's configuration.

/// An error in the configuration of a console.
///
/// ```
/// use hookport::console::{Console, ConsoleError};
///
/// let error = Console::new("letmein").unwrap_err();
///
/// assert!(matches!(error, ConsoleError::ShortToken { token: "token", .. }));
/// assert_eq!(error.to_string(), "`token` of the console has 7 bytes, and needs 16 at least");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConsoleError {
    /// A token is empty or easy to guess.
    #[error("`{token}` of the console has {length} bytes, and needs 16 at least")]
    ShortToken {
        /// The key of the token: `token` or `read-only-token`.
        token: &'static str,
        /// Its length, without blanks around it.
        length: usize,
    },
    /// Both roles have one token, so that nobody could tell them apart.
    #[error("`token` and `read-only-token` of the console are the same")]
    SameTokens,
    /// The public URL is none of `http://` or `https://` with a host.
    #[error("`public-url` of the console is not a URL as `https://hooks.example`")]
    PublicUrl,
}
