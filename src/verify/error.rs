//! Reasons for refusing a delivery.

use std::{borrow::Cow, time::Duration};

use crate::{Field, FieldError, scheme::KeyUrl};

/// The reason why a delivery was refused. For the operator, never for the sender, who gets a bare
/// status.
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use hookport::{RawRequest, VerifyError, providers, testing::Signer};
///
/// let signed_at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// let sent = Signer::new(providers::STRIPE, "whsec_made_up").at(signed_at).sign("{}")?;
/// let received = RawRequest::from(&sent);
/// let refused_by = |secret: &str, seconds_later| {
///     let now = signed_at + Duration::from_secs(seconds_later);
///     let verifier = providers::STRIPE.secret(secret).verifier()?;
///     Ok::<_, hookport::ConfigError>(verifier.verify(&received, now).err())
/// };
///
/// assert_eq!(refused_by("whsec_made_up", 300)?, None);
/// assert_eq!(refused_by("whsec_of_another", 0)?, Some(VerifyError::SignatureMismatch));
///
/// // A delivery that is held in a queue for too long, or a clock that is wrong.
/// let Some(error @ VerifyError::Stale { by, allowed }) = refused_by("whsec_made_up", 301)? else {
///     panic!("it was accepted");
/// };
/// assert_eq!(by - allowed, Duration::from_secs(1));
/// assert_eq!(error.to_string(), "signed 301 s ago, more than the allowed 300 s");
/// assert_eq!(error.reason(), "stale_timestamp");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    /// The key that the request was signed with has to be fetched first, or again.
    ///
    /// Fetch the document, hand it to [`Verifier::take_fetched`](crate::Verifier::take_fetched), and verify
    /// again. A sender should get a 503 if that fails, since its delivery may be genuine.
    #[error("key has not been fetched from {url}")]
    KeyNotFetched {
        /// The URL of the document.
        url: KeyUrl,
    },
    /// The document that was fetched holds no key that fits.
    #[error("no key of {url} fits the request")]
    UnknownKey {
        /// The URL of the document.
        url: KeyUrl,
    },
    /// A value beside the signature is not the one that is configured for this sender.
    #[error("{at} is not the expected one")]
    UnexpectedValue {
        /// The place of the value.
        at: Field,
    },
    /// The request names a certificate that no root vouches for, or one of somebody else.
    #[error(
        "certificate of {url} is not trusted: expired, issued to another name, or without a known root"
    )]
    UntrustedCertificate {
        /// The URL of the certificate.
        url: KeyUrl,
    },
    /// A token brings certificates that no given root vouches for, or that are of another kind.
    #[error("certificates of the token in {at} are not trusted: expired, of another kind or root")]
    UntrustedChain {
        /// The place of the token.
        at: Field,
    },
    /// The request names a URL that no key of the sender is fetched from.
    #[error("{at} names a URL that the sender's keys do not come from")]
    KeyUrlNotAllowed {
        /// The place of the URL.
        at: Field,
    },
    /// The call that confirms a handshake failed. Its URL may hold a secret, and is not shown.
    #[error("call to {host} that confirms the handshake failed")]
    NotConfirmed {
        /// The host of the URL.
        host: String,
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
    /// A token, or a signature that says its end, is accepted no longer.
    #[error("expired {} s ago", .by.as_secs())]
    Expired {
        /// The time since then.
        by: Duration,
    },
    /// A token is not accepted yet.
    #[error("token is not valid for another {} s", .by.as_secs())]
    NotYetValid {
        /// The time until then.
        by: Duration,
    },
    /// A token is valid for longer than its sender issues any.
    #[error(
        "token is valid for another {} s, more than the allowed {} s",
        .left.as_secs(),
        .allowed.as_secs()
    )]
    LivesTooLong {
        /// The time until it expires.
        left: Duration,
        /// The longest time.
        allowed: Duration,
    },
    /// A token lacks a claim that it must have.
    #[error("token has no claim `{claim}`")]
    MissingClaim {
        /// The claim.
        claim: &'static str,
    },
    /// A signature that names what it covers leaves out what it must cover. Whoever has recorded it may have
    /// changed that.
    #[error("signature does not cover `{component}`")]
    NotCovered {
        /// The component.
        component: &'static str,
    },
    /// A claim of a token cannot be read.
    #[error("malformed claim `{claim}`: expected {expected}")]
    MalformedClaim {
        /// The claim.
        claim: &'static str,
        /// The form that was expected.
        expected: &'static str,
    },
    /// A claim of a token says something else than it must.
    #[error("claim `{claim}` differs from {expected}")]
    ClaimMismatch {
        /// The claim.
        claim: &'static str,
        /// The value that it must be.
        expected: Cow<'static, str>,
    },
    /// The fields of the form are signed one by one, and there are more than any sender has.
    #[error("form has more than {most} fields, each of which is signed")]
    TooManyFields {
        /// The number of fields that are sorted at most.
        most: usize,
    },
    /// The body does not have the hash that was signed in its place.
    #[error("body differs from the hash that was signed")]
    BodyHashMismatch,
    /// The signature is right, and what it covers cannot be decrypted: with another key, of another receiver,
    /// or damaged before it was signed. Which of them it is, nobody is told.
    #[error("{at} cannot be decrypted with a configured key")]
    Undecryptable {
        /// The place of the ciphertext.
        at: Field,
    },
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
    /// Returns whether the key is missing: of several ways to prove a request, this one may still be right.
    pub(super) const fn awaits_key(&self) -> bool {
        matches!(self, Self::KeyNotFetched { .. } | Self::UnknownKey { .. })
    }

    /// Returns the reason as one stable word for logs, counters and scripts.
    ///
    /// The word says which check failed. It does not hold a value, so that it can be the label of a
    /// metric.
    ///
    /// ```
    /// use hookport::VerifyError;
    ///
    /// assert_eq!(VerifyError::SignatureMismatch.reason(), "signature_mismatch");
    /// ```
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::MethodNotAllowed { .. } => "method_not_allowed",
            Self::Missing { .. } => "missing_value",
            Self::Unreadable(FieldError::Ambiguous { .. }) => "repeated_value",
            Self::Malformed { .. } | Self::Unreadable(FieldError::Malformed { .. }) => {
                "malformed_value"
            }
            Self::Unreadable(_) => "unreadable_body",
            Self::Conflicting { .. } => "conflicting_values",
            Self::UnsupportedAlgorithm { .. } => "unsupported_algorithm",
            Self::KeyNotFetched { .. } => "key_not_fetched",
            Self::UnknownKey { .. } => "unknown_key",
            Self::UntrustedCertificate { .. } | Self::UntrustedChain { .. } => {
                "untrusted_certificate"
            }
            Self::KeyUrlNotAllowed { .. } => "key_url_not_allowed",
            Self::UnexpectedValue { .. } => "unexpected_value",
            Self::NotConfirmed { .. } => "not_confirmed",
            Self::Stale { .. } => "stale_timestamp",
            Self::Future { .. } => "future_timestamp",
            Self::Expired { .. } => "expired",
            Self::NotYetValid { .. } => "not_yet_valid",
            Self::LivesTooLong { .. } => "lives_too_long",
            Self::MissingClaim { .. } => "missing_claim",
            Self::NotCovered { .. } => "not_covered",
            Self::MalformedClaim { .. } => "malformed_claim",
            Self::ClaimMismatch { .. } => "claim_mismatch",
            Self::TooManyFields { .. } => "too_many_fields",
            Self::BodyHashMismatch => "body_hash_mismatch",
            Self::Undecryptable { .. } => "undecryptable",
            Self::SignatureMismatch => "signature_mismatch",
            Self::TokenMismatch => "token_mismatch",
            Self::NoVerifyToken { .. } => "no_verify_token",
            Self::VerifyTokenMismatch { .. } => "verify_token_mismatch",
        }
    }
}
