//! Ed25519, verified strictly: no small-order keys, no second encoding of a signature.

use ed25519_dalek::{Signature, VerifyingKey};

use super::{KeyError, PublicKey};

/// An Ed25519 key of no small order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ed25519Key(Box<VerifyingKey>);

impl PublicKey {
    /// Reads the 32 bytes of an Ed25519 key.
    ///
    /// # Errors
    ///
    /// Fails if they are no point of the curve, or one of small order.
    pub(crate) fn from_ed25519(bytes: &[u8]) -> Result<Self, KeyError> {
        let bytes = bytes.try_into().map_err(|_| KeyError::Unreadable)?;
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| KeyError::NotOnCurve)?;
        if key.is_weak() {
            return Err(KeyError::Weak);
        }
        Ok(Self::Ed25519(Ed25519Key(Box::new(key))))
    }
}

impl Ed25519Key {
    pub(super) fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify_strict(message, &signature).is_ok())
    }
}
