//! Ed25519, verified strictly: no small-order keys, no second encoding of a signature.

use ed25519_dalek::{Signature, VerifyingKey};

use super::{VerifyError, keyed_hash::Tag, message::Message};

/// A public key; `None` where the bytes are no usable one.
pub(super) fn public_key(bytes: &[u8]) -> Option<VerifyingKey> {
    let key = VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()?;
    (!key.is_weak()).then_some(key)
}

pub(super) fn matches<'a>(
    key: &VerifyingKey,
    message: &Message<'_>,
    mut candidates: impl Iterator<Item = &'a Tag>,
) -> Result<bool, VerifyError> {
    let joined = message.joined()?;
    Ok(candidates.any(|candidate| {
        Signature::from_slice(candidate.as_bytes())
            .is_ok_and(|signature| key.verify_strict(&joined, &signature).is_ok())
    }))
}
