//! Reasons for refusing a request.

use std::time::Duration;

use http::StatusCode;

use crate::{BoxError, VerifyError, secrets::UnavailableSecrets};

/// The reason why a request was refused before any handler saw it. For the operator, never for the
/// sender, who gets a bare status.
///
/// A hook gets one with each refusal, for a counter or an alarm:
///
/// ```
/// use hookport::{ReceiveLayer, VerifyError, providers, receive::ReceiveError};
///
/// let layer = ReceiveLayer::new(providers::GITHUB.secret("made-up")).on_refusal(|refusal| {
///     match refusal.error() {
///         ReceiveError::TooLarge { limit } => eprintln!("raise the limit of {limit} bytes?"),
///         ReceiveError::Verify(VerifyError::SignatureMismatch) => eprintln!("a wrong secret?"),
///         other => eprintln!("{}: {other}", other.reason()),
///     }
/// });
/// # drop(layer);
///
/// let error = ReceiveError::TooLarge { limit: 2048 };
/// assert_eq!(error.status(), 413);
/// assert_eq!(error.reason(), "body_too_large");
///
/// // The sender gets one status for each failure of the proof, whatever the reason is.
/// let [stale, forged] = [
///     VerifyError::Stale { by: Default::default(), allowed: Default::default() },
///     VerifyError::SignatureMismatch,
/// ];
/// assert_eq!(ReceiveError::Verify(stale).status(), ReceiveError::Verify(forged).status());
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiveError {
    /// 415: the body is compressed, and the bytes that were signed cannot be determined.
    #[error("`Content-Encoding` is not `identity`")]
    Encoded,
    /// 413: the body is longer than allowed, or is announced to be.
    #[error("body exceeds {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// 400: the body came in far more pieces than a sender makes: more than 4,096, and one more for
    /// each 256 bytes. A piece is a chunk, or what was there to be read.
    #[error("body came in too many pieces")]
    TooManyPieces,
    /// 408: the body did not arrive in time.
    #[error("body did not end within {allowed:?}")]
    TooSlow {
        /// The time allowed.
        allowed: Duration,
    },
    /// 503: the body had to be waited for, and there was no more room for unproved requests. The
    /// slowest one gives way.
    #[error("gave way to other requests while its body was waited for")]
    GaveWay,
    /// 400: the body ended in the middle: a reset, a half-closed connection, a bad chunk.
    #[error("body broke off")]
    BrokenOff {
        /// The error of the connection.
        #[source]
        cause: BoxError,
    },
    /// 401, or 405 for a method: the request is not genuine, or not known to be. 503 if a key that the
    /// sender publishes could not be fetched.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// 401: the request names no account, or one that has no secrets.
    #[error("account is unknown")]
    UnknownAccount,
    /// 401: the request brings a secret, and its account has one, or is unknown.
    #[error("a secret arrived that is not expected")]
    SecretNotExpected,
    /// 401: the request brings a text in the place of a secret that can be none.
    #[error(
        "a secret arrived that can be none: it is shorter than 8 characters, longer than 256, or not of the form \
         that the sender's secrets have"
    )]
    SecretUnusable,
    /// 503: the secrets of the account could not be had.
    #[error(transparent)]
    SecretsUnavailable(#[from] UnavailableSecrets),
}

impl ReceiveError {
    /// Returns the status that the sender gets.
    ///
    /// Whatever fails in the proof is a 401, so that nobody learns from it what to forge next. A sender gets
    /// 503, and tries again, if a key could not be fetched, a handshake could not be confirmed, or the
    /// secrets could not be found.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Encoded => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow { .. } => StatusCode::REQUEST_TIMEOUT,
            Self::GaveWay
            | Self::SecretsUnavailable(_)
            | Self::Verify(VerifyError::KeyNotFetched { .. } | VerifyError::NotConfirmed { .. }) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::TooManyPieces | Self::BrokenOff { .. } => StatusCode::BAD_REQUEST,
            Self::Verify(VerifyError::MethodNotAllowed { .. }) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Verify(_)
            | Self::UnknownAccount
            | Self::SecretNotExpected
            | Self::SecretUnusable => StatusCode::UNAUTHORIZED,
        }
    }

    /// Returns the reason as one stable word for logs, counters and scripts.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Encoded => "encoded_body",
            Self::TooLarge { .. } => "body_too_large",
            Self::TooManyPieces => "too_many_pieces",
            Self::TooSlow { .. } => "body_too_slow",
            Self::GaveWay => "gave_way",
            Self::BrokenOff { .. } => "body_broke_off",
            Self::Verify(error) => error.reason(),
            Self::UnknownAccount => "unknown_account",
            Self::SecretNotExpected => "secret_not_expected",
            Self::SecretUnusable => "secret_unusable",
            Self::SecretsUnavailable(_) => "secrets_unavailable",
        }
    }
}
