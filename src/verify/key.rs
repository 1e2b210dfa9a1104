//! Keys, made of secrets at start-up.

use std::fmt;

#[cfg(feature = "ed25519")]
use super::public_key::VerifyingKey;
use super::{fingerprint::Fingerprint, keyed_hash::KeyedHash};
#[cfg(feature = "ed25519")]
use crate::scheme::Algorithm;
use crate::scheme::Hash;

/// A key, and the secret and the scheme that it was made of.
#[derive(Debug)]
pub(super) struct PreparedKey {
    /// The position of the secret among the configured ones.
    pub(super) secret: usize,
    /// The position of the scheme among those of the provider.
    pub(super) scheme: usize,
    pub(super) key: Key,
}

/// A key in the form that a check needs.
pub(super) enum Key {
    /// One state for each hash that the scheme allows.
    Mac(Vec<(Hash, KeyedHash)>),
    #[cfg(feature = "ed25519")]
    /// One for each algorithm that the scheme allows.
    Public(Vec<VerifyingKey>),
    Token(Fingerprint),
}

impl Key {
    pub(super) fn mac(&self, hash: Hash) -> Option<&KeyedHash> {
        let Self::Mac(states) = self else {
            return None;
        };
        states.iter().find(|(of, _)| *of == hash).map(|(_, state)| state)
    }

    /// Returns whether it makes HMACs.
    pub(super) fn is_hmac(&self) -> bool {
        matches!(self, Self::Mac(states) if states.iter().all(|(_, state)| state.is_hmac()))
    }

    /// Returns the state of an HMAC with this hash.
    pub(super) fn hmac(&self, hash: Hash) -> Option<&KeyedHash> {
        self.mac(hash).filter(|state| state.is_hmac())
    }

    /// Returns whether this is the public half of the key that made one of the signatures.
    #[cfg(feature = "ed25519")]
    pub(super) fn has_signed(&self, message: &[u8], signatures: &[Vec<u8>]) -> bool {
        let Self::Public(keys) = self else {
            return false;
        };
        keys.iter().any(|key| {
            signatures.iter().any(|signature| {
                #[cfg(test)]
                super::cost::count_hashed(message.len());
                key.has_signed(message, signature)
            })
        })
    }

    /// Returns the key for signatures of this algorithm.
    #[cfg(feature = "ed25519")]
    pub(super) fn public(&self, algorithm: Algorithm) -> Option<&VerifyingKey> {
        let Self::Public(keys) = self else {
            return None;
        };
        keys.iter().find(|key| key.algorithm() == algorithm)
    }

    pub(super) fn is_token(&self, shown: &Fingerprint) -> bool {
        matches!(self, Self::Token(token) if token.matches(shown))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(hidden)")
    }
}
