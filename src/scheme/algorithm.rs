//! The algorithms that compute a signature.

use super::Hash;
use crate::Field;

/// The algorithm that computes a signature.
///
/// ```
/// use hookport::{Field, scheme::{Algorithm, Curve, EcdsaForm, Hash, Signature}};
///
/// /// The sender names the hash: `X-Settings: algorithm=HMAC_SHA256`.
/// const NAMED: Signature =
///     Signature::hmac_sha256("x-signature").computed_with(Algorithm::HmacNamed {
///         at: Field::Header("x-settings"),
///         field: "algorithm",
///         allowed: &[("HMAC_SHA256", Hash::Sha256), ("HMAC_SHA1", Hash::Sha1)],
///     });
///
/// assert_eq!(Signature::hmac_sha512("x-signature").algorithm(), Algorithm::Hmac(Hash::Sha512));
/// assert_eq!(
///     Signature::ecdsa_p256("x-signature").algorithm(),
///     Algorithm::Ecdsa(Curve::P256, EcdsaForm::Der),
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with this hash.
    Hmac(Hash),
    /// HMAC with the hash that the sender names. Only the allowed ones are accepted.
    HmacNamed {
        /// The place where the sender names it: a list of `name=value` fields.
        at: Field,
        /// The name of the field.
        field: &'static str,
        /// The allowed names, each with its hash.
        #[cfg_attr(feature = "provider-file", serde(deserialize_with = "crate::toml_forms::list"))]
        allowed: &'static [(&'static str, Hash)],
    },
    /// A plain hash of a message that holds the secret, as `{secret}` says in its template.
    ///
    /// It is weaker than an HMAC: unless the secret comes last, whoever has recorded a request can add bytes to
    /// the message, the first of which is none of UTF-8. So a body that is not UTF-8 is refused then. Only for
    /// senders that offer nothing better.
    Plain(Hash),
    /// Ed25519, verified strictly. Needs the feature `ed25519`.
    Ed25519,
    /// RSA with the padding of PKCS#1 v1.5 and this hash. Needs the feature `public-keys`.
    RsaPkcs1(Hash),
    /// RSA with the padding PSS and this hash, whose salt is as long as the hash. Not with SHA-1.
    /// Needs the feature `public-keys`.
    RsaPss(Hash),
    /// ECDSA on this curve, with the hash that belongs to it. Needs the feature `public-keys`, and `p521`
    /// for that curve.
    Ecdsa(Curve, EcdsaForm),
}

/// An elliptic curve of ECDSA.
///
/// ```
/// use hookport::scheme::{Curve, Hash};
///
/// assert_eq!(Curve::P384.hash(), Hash::Sha384);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Curve {
    /// P-256, also called `prime256v1` and `secp256r1`; with SHA-256.
    P256,
    /// P-384, also called `secp384r1`; with SHA-384.
    P384,
    /// P-521, also called `secp521r1`; with SHA-512. Needs the feature `p521`.
    P521,
}

impl Curve {
    /// Returns the hash that a message is signed by with this curve.
    pub const fn hash(self) -> Hash {
        match self {
            Self::P256 => Hash::Sha256,
            Self::P384 => Hash::Sha384,
            Self::P521 => Hash::Sha512,
        }
    }

    /// Returns the length in bytes of a coordinate, and of each half of a signature.
    pub(crate) const fn len(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }
}

/// The form in which an ECDSA signature, which is two numbers, is written as bytes.
///
/// ```
/// use hookport::scheme::{Algorithm, Curve, EcdsaForm, Signature};
///
/// /// The form of JSON Web Signatures.
/// const FIXED: Signature = Signature::ecdsa_p256("x-acme-signature")
///     .computed_with(Algorithm::Ecdsa(Curve::P256, EcdsaForm::Fixed));
///
/// assert_ne!(FIXED, Signature::ecdsa_p256("x-acme-signature"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum EcdsaForm {
    /// As DER, the form of OpenSSL and Java. Its length varies.
    Der,
    /// As both numbers, each as long as the curve, one after the other.
    Fixed,
}

impl Algorithm {
    /// Returns whether the sender signs with a private key, and the secret is the public one.
    pub(crate) const fn has_public_key(self) -> bool {
        !matches!(self, Self::Hmac(_) | Self::HmacNamed { .. } | Self::Plain(_))
    }

    /// Returns the names of the algorithm in JSON Web Signatures; none where it is no such one.
    #[cfg(feature = "public-keys")]
    pub(crate) const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Ed25519 => &["EdDSA", "Ed25519"],
            Self::RsaPkcs1(Hash::Sha256) => &["RS256"],
            Self::RsaPkcs1(Hash::Sha384) => &["RS384"],
            Self::RsaPkcs1(Hash::Sha512) => &["RS512"],
            Self::RsaPss(Hash::Sha256) => &["PS256"],
            Self::RsaPss(Hash::Sha384) => &["PS384"],
            Self::RsaPss(Hash::Sha512) => &["PS512"],
            Self::Ecdsa(Curve::P256, _) => &["ES256"],
            Self::Ecdsa(Curve::P384, _) => &["ES384"],
            Self::Ecdsa(Curve::P521, _) => &["ES512"],
            Self::Hmac(_)
            | Self::HmacNamed { .. }
            | Self::Plain(_)
            | Self::RsaPkcs1(_)
            | Self::RsaPss(_) => &[],
        }
    }

    /// Returns the place where the sender names the algorithm, if it does.
    pub(crate) const fn named_in(self) -> Option<Field> {
        match self {
            Self::HmacNamed { at, .. } => Some(at),
            _ => None,
        }
    }

    /// Returns the feature that the algorithm needs, if this build does not have it.
    pub(crate) const fn missing_feature(self) -> Option<&'static str> {
        match self {
            Self::Ed25519 if !cfg!(feature = "ed25519") => Some("ed25519"),
            Self::RsaPkcs1(_) | Self::RsaPss(_) | Self::Ecdsa(..)
                if !cfg!(feature = "public-keys") =>
            {
                Some("public-keys")
            }
            Self::Ecdsa(Curve::P521, _) if !cfg!(feature = "p521") => Some("p521"),
            _ => None,
        }
    }

    /// Returns the length of a signature in bytes: of the shortest and of the longest one.
    pub(crate) const fn signature_lens(self) -> (usize, usize) {
        match self {
            Self::Hmac(hash) | Self::Plain(hash) => (hash.digest_len(), hash.digest_len()),
            Self::HmacNamed { .. } => (Hash::Sha1.digest_len(), Hash::Sha512.digest_len()),
            Self::Ed25519 => (64, 64),
            Self::RsaPkcs1(_) | Self::RsaPss(_) => (128, 1024),
            // Two numbers of one byte, or both with a sign byte: each with tag and length.
            Self::Ecdsa(curve, EcdsaForm::Der) => (8, 2 * (curve.len() + 3) + 3),
            Self::Ecdsa(curve, EcdsaForm::Fixed) => (2 * curve.len(), 2 * curve.len()),
        }
    }

    /// Returns the time that a check takes beside hashing, as a number of bytes that are hashed in it.
    #[cfg(feature = "receive")]
    pub(crate) const fn time_of_check(self) -> usize {
        match self {
            // Half a millisecond, in software.
            Self::Ecdsa(Curve::P521, _) => 512 * 1024,
            _ => 0,
        }
    }

    /// Returns the hash that a sender uses by default; `None` if the key is a public one.
    #[cfg(feature = "testing")]
    pub(crate) fn hash(self) -> Option<Hash> {
        match self {
            Self::Hmac(hash) | Self::Plain(hash) => Some(hash),
            Self::HmacNamed { allowed, .. } => allowed.first().map(|(_, hash)| *hash),
            _ => None,
        }
    }
}
