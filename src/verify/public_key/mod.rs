//! Public keys: the key that a sender publishes, read and checked at start-up.
//!
//! A [`PublicKey`] is read from the forms in which keys are published. [`PublicKey::verifying`] fixes
//! its algorithm, so that no request can choose one: a [`VerifyingKey`] knows one algorithm only.
//!
//! ECDSA signatures are malleable: with `(r, s)` the pair `(r, n - s)` is a signature of the same message.
//! Senders make both, and none requires the lower one, so both are accepted. Nothing is deduplicated by
//! its signature.

#[cfg(feature = "public-keys")]
pub(crate) mod certificate;
pub(in crate::verify) mod der;
#[cfg(feature = "public-keys")]
mod ecdsa;
mod ed25519;
mod error;
#[cfg(feature = "public-keys")]
mod jwk;
#[cfg(feature = "p521")]
mod p521;
mod read;
#[cfg(feature = "public-keys")]
mod rsa;
#[cfg(test)]
#[cfg(feature = "public-keys")]
mod tests;

use crate::scheme::Algorithm;
#[cfg(feature = "p521")]
use crate::scheme::Curve;

pub(crate) use error::KeyError;
#[cfg(feature = "public-keys")]
pub(crate) use jwk::Jwk;

/// A public key that was read, whose algorithm is not fixed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PublicKey {
    Ed25519(ed25519::Ed25519Key),
    #[cfg(feature = "public-keys")]
    Rsa(rsa::RsaKey),
    #[cfg(feature = "public-keys")]
    Ec(ecdsa::EcKey),
    #[cfg(feature = "p521")]
    P521(p521::P521Key),
}

/// A public key for one algorithm.
#[derive(Debug, Clone)]
pub(crate) struct VerifyingKey {
    key: PublicKey,
    algorithm: Algorithm,
}

impl PublicKey {
    /// Fixes the algorithm.
    ///
    /// # Errors
    ///
    /// Fails if the key is of another kind, or an RSA key with fewer bits than `least_rsa_bits`.
    pub(crate) fn verifying(
        self,
        algorithm: Algorithm,
        least_rsa_bits: usize,
    ) -> Result<VerifyingKey, KeyError> {
        match (&self, algorithm) {
            (Self::Ed25519(_), Algorithm::Ed25519) => {}
            #[cfg(feature = "public-keys")]
            (Self::Rsa(key), Algorithm::RsaPkcs1(_) | Algorithm::RsaPss(_)) => {
                key.check_for(algorithm, least_rsa_bits)?;
            }
            #[cfg(feature = "public-keys")]
            (Self::Ec(key), Algorithm::Ecdsa(curve, _)) if key.curve() == curve => {}
            #[cfg(feature = "p521")]
            (Self::P521(_), Algorithm::Ecdsa(Curve::P521, _)) => {}
            _ => return Err(KeyError::OtherKind { found: self.kind() }),
        }
        #[cfg(not(feature = "public-keys"))]
        let _ = least_rsa_bits;
        Ok(VerifyingKey { key: self, algorithm })
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "an Ed25519 public key",
            #[cfg(feature = "public-keys")]
            Self::Rsa(_) => "an RSA public key",
            #[cfg(feature = "public-keys")]
            Self::Ec(key) => key.kind(),
            #[cfg(feature = "p521")]
            Self::P521(_) => "a P-521 public key",
        }
    }
}

impl VerifyingKey {
    /// Returns the algorithm of the signatures.
    pub(crate) const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Returns whether the private half of this key made the signature of this message.
    pub(crate) fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.key {
            PublicKey::Ed25519(key) => key.has_signed(message, signature),
            #[cfg(feature = "public-keys")]
            PublicKey::Rsa(key) => key.has_signed(self.algorithm, message, signature),
            #[cfg(feature = "public-keys")]
            PublicKey::Ec(key) => key.has_signed(self.algorithm, message, signature),
            #[cfg(feature = "p521")]
            PublicKey::P521(key) => key.has_signed(self.algorithm, message, signature),
        }
    }
}

/// The least bits of an RSA key, unless a provider has shorter ones.
pub(crate) const LEAST_RSA_BITS: usize = 2048;
