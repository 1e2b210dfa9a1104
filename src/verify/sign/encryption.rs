//! Encrypting a body as its sender does.

use super::{SignError, Signer, draft::Draft};
use crate::ConfigError;

#[cfg(feature = "encrypted-bodies")]
use crate::{
    Secret,
    request::{json_at, with_json},
    scheme::{Cipher, Encoding, Encryption},
    verify::encryption::Sealing,
};

#[cfg(feature = "encrypted-bodies")]
impl Draft {
    /// Puts the ciphertext in the place of what the body says. The same body has the same ciphertext at the
    /// same time.
    pub(super) fn encrypt(&mut self, signer: &Signer) -> Result<(), SignError> {
        let Some(encryption) = signer.provider.encryption() else {
            return Ok(());
        };
        let Encryption { cipher, at, replaced, .. } = *encryption;
        let not_settable = || SignError::NotSettable { at, what: "ciphertext" };
        let plain = match replaced {
            "" => self.body.clone(),
            pointer => {
                let value = json_at(&self.body, pointer).ok_or_else(not_settable)?;
                self.body.slice_ref(value.as_bytes())
            }
        };
        let sealing = Sealing::new(cipher, signer.key_of(cipher)?, &signer.settings)
            .ok_or_else(|| bad_key(signer, cipher))?;
        let sealed = sealing.seal(&plain, format!("{:?}", signer.at).as_bytes());
        self.body = match replaced {
            "" => "{}".into(),
            pointer => with_json(&self.body, pointer, b"{}").ok_or_else(not_settable)?.into(),
        };
        if let Some((at, name)) = encryption.named {
            self.put(at, name, "name of the cipher")?;
        }
        if let Cipher::Gcm { nonce, associated_data } = cipher {
            self.put(associated_data, "", "associated data")?;
            self.put(nonce, &sealed.nonce, "nonce")?;
        }
        self.put(at, &Encoding::Base64.encode(&sealed.ciphertext), "ciphertext")
    }
}

#[cfg(feature = "encrypted-bodies")]
impl Signer {
    fn key_of(&self, cipher: Cipher) -> Result<&Secret, SignError> {
        if !cipher.has_key_of_its_own() {
            return Ok(&self.secret);
        }
        let provider = self.provider.name();
        let key = self.decryption_key.as_ref();
        key.ok_or(SignError::Setting(ConfigError::NoDecryptionKey { provider }))
    }
}

#[cfg(feature = "encrypted-bodies")]
fn bad_key(signer: &Signer, cipher: Cipher) -> SignError {
    let (provider, expected) = (signer.provider.name(), cipher.expected_key());
    ConfigError::BadDecryptionKey { provider, index: 0, expected }.into()
}

#[cfg(not(feature = "encrypted-bodies"))]
impl Draft {
    /// Refuses what this build cannot encrypt.
    #[expect(clippy::unused_self, reason = "it changes the request in another build")]
    pub(super) fn encrypt(&mut self, signer: &Signer) -> Result<(), SignError> {
        let (provider, feature) = (signer.provider.name(), "encrypted-bodies");
        let missing = || ConfigError::MissingFeature { provider, feature }.into();
        let encrypts = signer.provider.encryption().is_some() || signer.decryption_key.is_some();
        if encrypts { Err(missing()) } else { Ok(()) }
    }
}
