//! AES-256 in GCM mode.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};

use super::key::CipherKey;

/// Opens a ciphertext that its tag follows; `None` if nonce or tag are not right.
pub(super) fn open(
    key: &CipherKey,
    nonce: &[u8],
    associated_data: &[u8],
    ciphertext: &[u8],
) -> Option<Vec<u8>> {
    let nonce: [u8; 12] = nonce.try_into().ok()?;
    let payload = Payload { msg: ciphertext, aad: associated_data };
    Aes256Gcm::new(&(*key.0).into()).decrypt(&nonce.into(), payload).ok()
}

/// Encrypts, without associated data. The tag follows the ciphertext.
#[cfg(feature = "testing")]
pub(super) fn seal(key: &CipherKey, nonce: &str, plain: &[u8]) -> Vec<u8> {
    let Ok(nonce) = <[u8; 12]>::try_from(nonce.as_bytes()) else {
        return Vec::new();
    };
    let sealed = Aes256Gcm::new(&(*key.0).into()).encrypt(&nonce.into(), plain);
    sealed.unwrap_or_default()
}
