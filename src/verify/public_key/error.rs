//! Reasons for refusing a key at start-up.

/// The reason why a text is no key for an algorithm. It reads as a clause after "it".
#[cfg_attr(not(feature = "public-keys"), expect(dead_code, reason = "of other keys"))]
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum KeyError {
    #[error("is no public key")]
    Unreadable,
    #[error("is a private key, which belongs to the sender alone")]
    Private,
    #[error("is {found}")]
    OtherKind { found: &'static str },
    #[error("is a public key of a kind that is not supported")]
    Unsupported,
    #[error("is an RSA key of {bits} bits")]
    RsaLength { bits: usize },
    #[error("is an RSA key whose exponent is 1 or even, or longer than 33 bits")]
    RsaExponent,
    #[error("is a key whose point is not on its curve")]
    NotOnCurve,
    #[error("is a weak key: anybody could sign for it")]
    Weak,
    #[error("is a key for another use than signatures")]
    OtherUse,
}
