//! Encrypting as a sender does.

use sha2::{Digest, Sha256};

use super::{cbc, gcm, key::CipherKey};
use crate::{Secret, scheme::Cipher, verify::settings::Settings};

/// A cipher with its key, which encrypts.
pub(in crate::verify) struct Sealing<'a> {
    cipher: Cipher,
    key: CipherKey,
    settings: &'a Settings,
}

/// A ciphertext, and the nonce that is shown beside it.
pub(in crate::verify) struct Sealed {
    pub(in crate::verify) ciphertext: Vec<u8>,
    pub(in crate::verify) nonce: String,
}

impl<'a> Sealing<'a> {
    /// Makes the key of a text; `None` if it has another form.
    pub(in crate::verify) fn new(
        cipher: Cipher,
        secret: &Secret,
        settings: &'a Settings,
    ) -> Option<Self> {
        let key = CipherKey::of(cipher, secret)?;
        Some(Self { cipher, key, settings })
    }

    /// Encrypts. What is random otherwise is made of key, text and `seed`: it differs wherever one of them
    /// does.
    pub(in crate::verify) fn seal(&self, plain: &[u8], seed: &[u8]) -> Sealed {
        let mut hash = Sha256::new_with_prefix(*self.key.0);
        hash.update(Sha256::digest(seed));
        hash.update(plain);
        let random: [u8; 32] = hash.finalize().into();
        let nonce = data_encoding::HEXLOWER.encode(&random[..6]);
        let mut iv = [0; 16];
        iv.copy_from_slice(&random[..16]);
        let ciphertext = match self.cipher {
            Cipher::CbcWithSecret => cbc::seal(&self.key, iv, plain),
            Cipher::CbcForReceiver { receiver } => {
                cbc::seal_for(&self.key, iv, plain, self.settings.value(receiver).as_bytes())
            }
            Cipher::Gcm { .. } => gcm::seal(&self.key, &nonce, plain),
        };
        Sealed { ciphertext, nonce }
    }
}
