//! Keys of AES-256.

use std::fmt;

use data_encoding::{BASE64_NOPAD, Specification};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{Secret, scheme::Cipher};

/// A key of AES-256.
pub(in crate::verify) struct CipherKey(pub(super) Zeroizing<[u8; 32]>);

impl CipherKey {
    /// Makes the key of a cipher out of its text; `None` if it has another form.
    pub(super) fn of(cipher: Cipher, secret: &Secret) -> Option<Self> {
        let text = secret.expose();
        let bytes = Zeroizing::new(match cipher {
            Cipher::CbcWithSecret => Sha256::digest(text.as_bytes()).to_vec(),
            Cipher::CbcForReceiver { .. } => of_43_characters(text)?,
            Cipher::Gcm { .. } => text.as_bytes().to_vec(),
        });
        let key: [u8; 32] = bytes.as_slice().try_into().ok()?;
        Some(Self(Zeroizing::new(key)))
    }
}

/// Decodes 43 characters of base64. The two bits that are left over may be any: the senders that make
/// such keys choose 43 characters at random.
fn of_43_characters(text: &str) -> Option<Vec<u8>> {
    let mut lenient: Specification = BASE64_NOPAD.specification();
    lenient.check_trailing_bits = false;
    (text.len() == 43).then(|| lenient.encoding().ok()?.decode(text.as_bytes()).ok())?
}

impl fmt::Debug for CipherKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CipherKey(hidden)")
    }
}
