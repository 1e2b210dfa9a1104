//! Reasons for refusing a delivery, and errors of a configuration.

use std::{borrow::Cow, fmt, time::Duration};

use crate::{Field, FieldError};

/// The reason why a delivery was refused. For the operator, never for the sender, who gets a bare
/// status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The provider does not deliver with this method.
    #[error("method not allowed: the provider delivers with {allowed}")]
    MethodNotAllowed {
        /// The methods that the provider delivers with.
        allowed: &'static str,
    },
    /// A required value is missing.
    #[error("missing {at}")]
    Missing {
        /// The place where it was looked for.
        at: Field,
    },
    /// A value occurs twice or cannot be read.
    #[error(transparent)]
    Unreadable(#[from] FieldError),
    /// A credential does not have the expected form.
    #[error("malformed {at}: expected {expected}")]
    Malformed {
        /// The place of the credential.
        at: Field,
        /// The form that was expected there.
        expected: Cow<'static, str>,
    },
    /// Credentials of two families came together; which one counts would be the sender's choice.
    #[error("credentials in both {first} and {second}")]
    Conflicting {
        /// One place.
        first: Field,
        /// Another place.
        second: Field,
    },
    /// The sender names an algorithm that is not allowed.
    #[error("algorithm not allowed, as named in {at}")]
    UnsupportedAlgorithm {
        /// The place that names the algorithm.
        at: Field,
    },
    /// Signed too long ago.
    #[error("signed {} s ago, more than the allowed {} s", .by.as_secs(), .allowed.as_secs())]
    Stale {
        /// The age.
        by: Duration,
        /// The tolerance.
        allowed: Duration,
    },
    /// Signed too far in the future.
    #[error(
        "signed {} s ahead of this clock, more than the allowed {} s",
        .by.as_secs(),
        .allowed.as_secs()
    )]
    Future {
        /// The lead over this clock.
        by: Duration,
        /// The tolerance.
        allowed: Duration,
    },
    /// The body does not have the hash that was signed in its place.
    #[error("body differs from the hash that was signed")]
    BodyHashMismatch,
    /// No signature matches under any configured secret.
    #[error("no signature matches")]
    SignatureMismatch,
    /// The token is not one of those configured.
    #[error("token does not match")]
    TokenMismatch,
    /// A handshake shows a verify token, and none is configured to compare it with.
    #[error(
        "no verify token is configured: set `verify_token` to what the sender shows in {at}; the signing secret is not compared with it"
    )]
    NoVerifyToken {
        /// The place where the sender shows its token.
        at: Field,
    },
    /// A handshake shows another verify token than the configured one.
    #[error("verify token in {at} does not match the configured one; it is not the signing secret")]
    VerifyTokenMismatch {
        /// The place where the sender shows its token.
        at: Field,
    },
}

impl VerifyError {
    /// The reason as one stable word for logs, counters and scripts.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::MethodNotAllowed { .. } => "method_not_allowed",
            Self::Missing { .. } => "missing_header",
            Self::Unreadable(FieldError::Ambiguous { .. }) => "repeated_header",
            Self::Malformed { .. } | Self::Unreadable(FieldError::Malformed { .. }) => {
                "malformed_header"
            }
            Self::Unreadable(_) => "unreadable_body",
            Self::Conflicting { .. } => "conflicting_headers",
            Self::UnsupportedAlgorithm { .. } => "unsupported_algorithm",
            Self::Stale { .. } => "stale_timestamp",
            Self::Future { .. } => "future_timestamp",
            Self::BodyHashMismatch => "body_hash_mismatch",
            Self::SignatureMismatch => "signature_mismatch",
            Self::TokenMismatch => "token_mismatch",
            Self::NoVerifyToken { .. } => "no_verify_token",
            Self::VerifyTokenMismatch { .. } => "verify_token_mismatch",
        }
    }
}

/// The reason why a receiver could not be built. Found at start-up; it names the fault, never the
/// secret.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// No secret was given.
    #[error("provider `{provider}` needs a secret")]
    NoSecret {
        /// The provider.
        provider: &'static str,
    },
    /// A secret is empty, holds nothing but white space and invisible characters, or decodes to
    /// nothing or to zeros.
    #[error("secret {} of provider `{provider}` is blank", .index + 1)]
    BlankSecret {
        /// The provider.
        provider: &'static str,
        /// The index of the secret, counted from 0.
        index: usize,
    },
    /// A secret is not of the kind that this provider gives out.
    #[error(
        "secret {} of provider `{provider}` is of the wrong kind: expected {expected}{}",
        .index + 1,
        odd(.oddity.as_ref())
    )]
    WrongKind {
        /// The provider.
        provider: &'static str,
        /// The index of the secret, counted from 0.
        index: usize,
        /// The form of what the provider gives out.
        expected: Cow<'static, str>,
        /// The oddity of the text: `has quotation marks around it`.
        oddity: Option<String>,
    },
    /// The sender publishes no way to prove itself: the user must choose one.
    #[error(
        "provider `{provider}` publishes no way to prove itself: say one with `signed_with` or `token_in`"
    )]
    NoScheme {
        /// The provider.
        provider: &'static str,
    },
    /// The provider signs its URL, so the URL as the sender knows it must be configured.
    #[error("provider `{provider}` signs its URL: `public_url` is missing")]
    NoPublicUrl {
        /// The provider.
        provider: &'static str,
    },
    /// The public URL cannot be read.
    #[error("`public_url` of provider `{provider}` must be `http(s)://host[:port][/prefix]`")]
    BadPublicUrl {
        /// The provider.
        provider: &'static str,
    },
    /// The public URL holds a user and password. Senders leave them out before they sign.
    #[error(
        "`public_url` of provider `{provider}` holds a user or password: leave them out, as the sender does"
    )]
    UserInfoInPublicUrl {
        /// The provider.
        provider: &'static str,
    },
    /// The provider's handshake needs a verify token.
    #[error("provider `{provider}` was given a blank verify token")]
    BlankVerifyToken {
        /// The provider.
        provider: &'static str,
    },
    /// The scheme needs a feature that this build does not have.
    #[error("provider `{provider}` needs the cargo feature `{feature}`")]
    MissingFeature {
        /// The provider.
        provider: &'static str,
        /// The feature.
        feature: &'static str,
    },
}

fn odd(oddity: Option<&String>) -> String {
    oddity.map_or_else(String::new, |oddity| format!("; it {oddity}"))
}

// A program that ends with this error prints its `Debug`, and a person reads it.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
