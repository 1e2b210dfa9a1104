//! Values that a request must show beside its signature.

use crate::Field;

/// A value that a request must show beside its signature.
///
/// It is compared in constant time, before anything is hashed. A request without it is refused with
/// [`VerifyError::Missing`](crate::VerifyError::Missing), one with another value with
/// [`VerifyError::UnexpectedValue`](crate::VerifyError::UnexpectedValue). See
/// [`Signature::requires`](super::Signature::requires) for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Requirement {
    /// The value is this text: a version, the name of an algorithm (Box).
    Is(Field, &'static str),
    /// The value is one of these texts: the kind of a message, where several are signed in the same way.
    IsOneOf(
        Field,
        #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
        &'static [&'static str],
    ),
    /// The value lacks this character, which is between it and another value in the message (Amazon SNS,
    /// Adyen): anybody could say otherwise which of the two a part belongs to.
    Lacks(Field, char),
    /// The value has no character that base64 in lines does not have: letters, digits, `+`, `/`, `=` and
    /// line feeds. It may be of any length, and is looked at after the signature (Braintree).
    IsBase64(Field),
    /// The value is the [setting](crate::Source::setting) of this name: the id of the key that signs
    /// (Pusher).
    IsSetting(Field, &'static str),
}

impl Requirement {
    /// Returns the place of the value.
    pub(crate) const fn at(self) -> Field {
        match self {
            Self::Is(at, _)
            | Self::IsOneOf(at, _)
            | Self::IsSetting(at, _)
            | Self::Lacks(at, _)
            | Self::IsBase64(at) => at,
        }
    }
}
