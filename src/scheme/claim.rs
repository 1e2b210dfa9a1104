//! Claims of a JSON Web Token, and what they must say.

use super::{Encoding, Hash};

/// A claim that a JSON Web Token must have, and what it must say.
///
/// A token without the claim is refused, and so is one whose claim is of another kind: a number for a text.
///
/// ```
/// use hookport::{Field, Provider, scheme::{Claim, Encoding, Hash, Jwt}};
///
/// const ACME: Provider = Provider::new("acme").jwt_in(
///     Jwt::hs256("x-acme-signature").with_claims(&[
///         Claim::Is("iss", "acme"),
///         Claim::IsUrl("sub"),
///         Claim::HashesBody("body", Hash::Sha256, Encoding::Base64Url),
///     ]),
/// );
///
/// assert_eq!(Claim::IsUrl("sub").name(), "sub");
/// let acme = ACME.secret("made-up");
/// assert!(acme.clone().verifier().is_err(), "the URL must be configured");
/// assert!(acme.public_url("https://shop.example.com").verifier().is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Claim {
    /// The claim is this text. The audience, `aud`, may also be a list that holds it.
    Is(&'static str, &'static str),
    /// The claim is one of these texts: for a sender that writes its name in several ways.
    IsOneOf(
        &'static str,
        #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
        &'static [&'static str],
    ),
    /// The claim is the value of this [setting](crate::Source::setting) of the source. The audience,
    /// `aud`, may also be a list that holds it.
    IsSetting(&'static str, &'static str),
    /// One of these JSON pointers into the claims leads to the value of this
    /// [setting](crate::Source::setting), and none to another value: for an id that lies deeper in them.
    IsSettingAt(
        #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
        &'static [&'static str],
        &'static str,
    ),
    /// The claim is `true`.
    IsTrue(&'static str),
    /// The claim is there, and is not `null`: it tells a token of this kind from others that the same keys
    /// sign.
    IsPresent(&'static str),
    /// The claim is absent, which other tokens have that the same keys sign.
    IsAbsent(&'static str),
    /// The claim is the URL that was asked for, with its query, as the sender knows it: under
    /// [`public_url`](crate::Source::public_url). The audience, `aud`, may also be a list that holds it.
    IsUrl(&'static str),
    /// The claim is the hash of that URL, in this encoding.
    HashesUrl(&'static str, Hash, Encoding),
    /// The claim is the hash of the raw body, in this encoding. It may be absent only if the body is
    /// empty. Base64 of the URL-safe alphabet may have its padding.
    HashesBody(&'static str, Hash, Encoding),
}

impl Claim {
    /// Returns the name of the claim, or the first pointer to it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Is(name, _)
            | Self::IsOneOf(name, _)
            | Self::IsSetting(name, _)
            | Self::IsTrue(name)
            | Self::IsPresent(name)
            | Self::IsAbsent(name)
            | Self::IsUrl(name)
            | Self::HashesUrl(name, ..)
            | Self::HashesBody(name, ..) => name,
            Self::IsSettingAt(pointers, _) => match pointers {
                [first, ..] => first,
                [] => "",
            },
        }
    }

    /// Returns the setting that the claim is the value of.
    pub(crate) const fn setting(&self) -> Option<&'static str> {
        match self {
            Self::IsSetting(_, setting) | Self::IsSettingAt(_, setting) => Some(setting),
            _ => None,
        }
    }

    /// Returns whether the claim says the URL.
    pub(crate) const fn says_url(&self) -> bool {
        matches!(self, Self::IsUrl(_) | Self::HashesUrl(..))
    }
}
