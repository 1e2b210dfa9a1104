//! The keys that sign.

use std::convert::Infallible;

use super::{
    super::{keyed_hash::KeyedHash, message::Message, url::PublicUrl},
    SignError,
};
use crate::{
    Secret,
    scheme::{Algorithm, JwtAlgorithm, Scheme, Signature},
};

#[cfg(feature = "ed25519")]
use crate::scheme::Encoding;

/// A key as a sender holds it: the private half where there are two.
pub(super) enum SigningKey {
    Token,
    Bytes(zeroize::Zeroizing<Vec<u8>>),
    #[cfg(feature = "ed25519")]
    Ed25519(Box<ed25519_dalek::SigningKey>),
}

impl SigningKey {
    pub(super) fn new(scheme: &Scheme, secret: &Secret) -> Option<Self> {
        match scheme {
            Scheme::Token(_) => Some(Self::Token),
            Scheme::Signature(signature) if signature.algorithm == Algorithm::Ed25519 => {
                Self::ed25519(secret)
            }
            Scheme::Signature(signature) if signature.algorithm.has_public_key() => None,
            Scheme::Jwt(jwt) => jwt.key.key(secret).map(Self::Bytes),
            Scheme::Signature(signature) => signature.key.key(secret).map(Self::Bytes),
        }
    }

    #[cfg(feature = "ed25519")]
    fn ed25519(secret: &Secret) -> Option<Self> {
        // The private key is made of the text.
        let text = secret.expose();
        let seed = text
            .strip_prefix("whsk_")
            .map_or_else(|| Encoding::Hex.decode(text), |rest| Encoding::Base64.decode(rest))?;
        let seed = seed.get(..32)?.try_into().ok()?;
        Some(Self::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(&seed))))
    }

    #[cfg(not(feature = "ed25519"))]
    fn ed25519(_: &Secret) -> Option<Self> {
        None
    }

    /// The public half as the verifying side is given it; none where both sides share one secret.
    #[cfg(feature = "ed25519")]
    pub(super) fn public(&self, signature: &Signature) -> Option<String> {
        match self {
            Self::Ed25519(key) => Some(signature.key.write(key.verifying_key().as_bytes())),
            Self::Token | Self::Bytes(_) => None,
        }
    }

    /// Signs the text of a token.
    pub(super) fn sign_text(&self, algorithm: JwtAlgorithm, text: &str) -> Vec<u8> {
        let Self::Bytes(key) = self else {
            return Vec::new();
        };
        let feed = |sink: &mut dyn FnMut(&[u8])| {
            sink(text.as_bytes());
            Ok::<_, Infallible>(())
        };
        let Ok(code) = KeyedHash::new(algorithm.hash(), key).code(feed);
        code.as_bytes().to_vec()
    }

    pub(super) fn sign(
        &self,
        signature: &Signature,
        message: &Message<'_>,
        url: &PublicUrl,
    ) -> Result<Vec<u8>, SignError> {
        match self {
            Self::Token => Ok(Vec::new()),
            Self::Bytes(key) => {
                let Some(hash) = signature.algorithm.hash() else {
                    return Ok(Vec::new());
                };
                let code = KeyedHash::new(hash, key).code(|sink| message.feed(url, sink))?;
                Ok(code.as_bytes().to_vec())
            }
            #[cfg(feature = "ed25519")]
            Self::Ed25519(key) => {
                use ed25519_dalek::Signer as _;
                Ok(key.sign(&message.joined(url)?).to_bytes().to_vec())
            }
        }
    }
}
