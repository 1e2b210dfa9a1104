//! The algorithms of tokens, by their registered names.

use super::{Algorithm, Curve, EcdsaForm, Hash, KeyForm};

/// An algorithm that signs a token, by its name in the header `alg` (RFC 7518).
///
/// ```
/// use hookport::scheme::JwtAlgorithm;
///
/// assert_eq!(JwtAlgorithm::Hs256.name(), "HS256");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum JwtAlgorithm {
    /// HMAC with SHA-256.
    Hs256,
    /// HMAC with SHA-384.
    Hs384,
    /// HMAC with SHA-512.
    Hs512,
    /// RSA with the padding of PKCS#1 v1.5 and SHA-256. Needs the feature `public-keys`, as all
    /// below but `EdDsa`.
    Rs256,
    /// RSA with the padding of PKCS#1 v1.5 and SHA-384.
    Rs384,
    /// RSA with the padding of PKCS#1 v1.5 and SHA-512.
    Rs512,
    /// RSA with the padding PSS and SHA-256.
    Ps256,
    /// ECDSA on the curve P-256.
    Es256,
    /// ECDSA on the curve P-384.
    Es384,
    /// ECDSA on the curve P-521. Needs the feature `p521`.
    Es512,
    /// Ed25519.
    EdDsa,
}

impl JwtAlgorithm {
    /// Returns the name in the header of a token.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::EdDsa => "EdDSA",
        }
    }

    /// Returns the algorithm that this name stands for.
    pub(crate) const fn algorithm(self) -> Algorithm {
        match self {
            Self::Hs256 => Algorithm::Hmac(Hash::Sha256),
            Self::Hs384 => Algorithm::Hmac(Hash::Sha384),
            Self::Hs512 => Algorithm::Hmac(Hash::Sha512),
            Self::Rs256 => Algorithm::RsaPkcs1(Hash::Sha256),
            Self::Rs384 => Algorithm::RsaPkcs1(Hash::Sha384),
            Self::Rs512 => Algorithm::RsaPkcs1(Hash::Sha512),
            Self::Ps256 => Algorithm::RsaPss(Hash::Sha256),
            Self::Es256 => Algorithm::Ecdsa(Curve::P256, EcdsaForm::Fixed),
            Self::Es384 => Algorithm::Ecdsa(Curve::P384, EcdsaForm::Fixed),
            Self::Es512 => Algorithm::Ecdsa(Curve::P521, EcdsaForm::Fixed),
            Self::EdDsa => Algorithm::Ed25519,
        }
    }

    /// Returns the form in which the key of a sender is given.
    pub(super) const fn key_form(self) -> KeyForm {
        if self.algorithm().has_public_key() { KeyForm::PublicKey } else { KeyForm::Text }
    }
}

/// Returns whether there is an algorithm, and all take a secret or all a public key.
pub(crate) const fn are_of_one_kind(algorithms: &[JwtAlgorithm]) -> bool {
    let mut nth = 0;
    while nth < algorithms.len() {
        let is_public = algorithms[nth].algorithm().has_public_key();
        if is_public != algorithms[0].algorithm().has_public_key() {
            return false;
        }
        nth += 1;
    }
    !algorithms.is_empty()
}
