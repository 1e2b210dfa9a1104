//! Ed25519, verified strictly: no small-order keys, no second encoding of a signature.

use ed25519_dalek::{Signature, VerifyingKey};

use super::{key::Key, keyed_hash::Tag};

/// A public key; `None` where the bytes are no usable one.
pub(super) fn public_key(bytes: &[u8]) -> Option<VerifyingKey> {
    let key = VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()?;
    (!key.is_weak()).then_some(key)
}

impl Key {
    /// Returns whether this is the public half of the key that made one of the signatures.
    pub(super) fn has_signed<'a>(
        &self,
        message: &[u8],
        mut signatures: impl Iterator<Item = &'a Tag>,
    ) -> bool {
        let Self::Ed25519(key) = self else {
            return false;
        };
        signatures.any(|signature| {
            #[cfg(test)]
            super::cost::count_hashed(message.len());
            Signature::from_slice(signature.as_bytes())
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
        })
    }
}
