//! The keys that sign.

use super::{
    super::{keyed_hash::KeyedHash, message::Message, url::PublicUrl},
    SignError,
};
use crate::{
    Secret,
    scheme::{Algorithm, Scheme, Signature},
};

#[cfg(feature = "ed25519")]
use super::private_key::PrivateKey;
#[cfg(feature = "ed25519")]
use crate::scheme::KeyForm;

/// A key as a sender holds it: the private half where there are two.
pub(super) enum SigningKey {
    Token,
    Bytes(zeroize::Zeroizing<Vec<u8>>),
    #[cfg(feature = "ed25519")]
    Private(PrivateKey),
}

/// Returns the form of a key that signs by this scheme.
pub(super) fn form(scheme: &Scheme) -> String {
    let algorithm = match scheme {
        Scheme::Signature(signature) => Some(signature.algorithm),
        Scheme::Jwt(jwt) => jwt.algorithms.first().map(|algorithm| algorithm.algorithm()),
        Scheme::HttpSignature(signature) => Some(signature.with_same_key().algorithm),
        Scheme::Token(_) => None,
    };
    match algorithm {
        Some(Algorithm::Ed25519) => "a private key, as PEM or as 32 bytes in hex".to_owned(),
        Some(algorithm) if algorithm.has_public_key() => "a private key, as PEM".to_owned(),
        _ => scheme.key_form().map_or_else(|| "text".to_owned(), |form| form.to_string()),
    }
}

impl SigningKey {
    pub(super) fn new(scheme: &Scheme, secret: &Secret) -> Option<Self> {
        match scheme {
            Scheme::Token(_) => Some(Self::Token),
            Scheme::Jwt(jwt) if jwt.has_public_key() => {
                Self::private(jwt.algorithms.first()?.algorithm(), secret)
            }
            Scheme::HttpSignature(signature) => {
                Self::of_signature(&signature.with_same_key(), secret)
            }
            Scheme::Jwt(jwt) => jwt.key.key(secret).map(Self::Bytes),
            Scheme::Signature(signature) => Self::of_signature(signature, secret),
        }
    }

    fn of_signature(signature: &Signature, secret: &Secret) -> Option<Self> {
        if signature.algorithm.has_public_key() {
            return Self::private(signature.algorithm, secret);
        }
        signature.key.key(secret).map(Self::Bytes)
    }

    #[cfg(feature = "ed25519")]
    fn private(algorithm: Algorithm, secret: &Secret) -> Option<Self> {
        PrivateKey::new(algorithm, secret).map(Self::Private)
    }

    #[cfg(not(feature = "ed25519"))]
    fn private(_: Algorithm, _: &Secret) -> Option<Self> {
        None
    }

    /// Returns the public half as the verifying side is given it; `None` if both sides share one secret.
    #[cfg(feature = "ed25519")]
    pub(super) fn public(&self, form: KeyForm) -> Option<String> {
        match self {
            Self::Private(key) => Some(key.public(form)),
            Self::Token | Self::Bytes(_) => None,
        }
    }

    /// Signs the text of a token.
    #[cfg_attr(
        not(feature = "ed25519"),
        expect(clippy::unnecessary_wraps, reason = "a private key needs randomness")
    )]
    pub(super) fn sign_text(
        &self,
        algorithm: Algorithm,
        text: &[u8],
    ) -> Result<Vec<u8>, SignError> {
        match (self, algorithm) {
            (Self::Bytes(key), Algorithm::Hmac(hash)) => {
                Ok(KeyedHash::new(hash, key).code_of(&[text]).as_bytes().to_vec())
            }
            #[cfg(feature = "ed25519")]
            (Self::Private(key), _) => key.sign(text).ok_or(SignError::NoRandomness),
            _ => Ok(Vec::new()),
        }
    }

    pub(super) fn sign(
        &self,
        signature: &Signature,
        message: &Message<'_, '_>,
        url: &PublicUrl,
    ) -> Result<Vec<u8>, SignError> {
        match self {
            Self::Token => Ok(Vec::new()),
            Self::Bytes(key) => {
                let Some(hash) = signature.algorithm.hash() else {
                    return Ok(Vec::new());
                };
                let state = match signature.algorithm {
                    Algorithm::Plain(_) => KeyedHash::Plain(hash, key.clone()),
                    _ => KeyedHash::new(hash, key),
                };
                let code = state.code(|sink| message.feed(url, state.secret(), sink))?;
                Ok(code.as_bytes().to_vec())
            }
            #[cfg(feature = "ed25519")]
            Self::Private(key) => key.sign(&message.joined(url)?).ok_or(SignError::NoRandomness),
        }
    }
}
