//! Prepared keys, and what they open.

use bytes::Bytes;

use super::{ConfigError, Lookup, Source, VerifyError, cbc, encryption_of, gcm, key::CipherKey};
use crate::{
    Field, Secret,
    request::{self, PreparedField},
    scheme::{Cipher, Encoding, Encryption},
};

/// The keys of what a sender encrypts.
#[derive(Debug)]
pub(in crate::verify) struct Decryption {
    encryption: Encryption,
    ciphertext: PreparedField,
    /// Keys of a cipher with a key for each signing secret are in the order of the secrets.
    keys: Vec<CipherKey>,
    /// The receiver that the sender must name.
    receiver: String,
}

impl Decryption {
    /// Prepares the keys of a source; `None` if its sender encrypts nothing, or if anybody is believed.
    pub(in crate::verify) fn of(source: &Source) -> Result<Option<Self>, ConfigError> {
        let Some(encryption) = encryption_of(source)? else {
            return Ok(None);
        };
        let receiver = match encryption.cipher {
            Cipher::CbcForReceiver { receiver } => source.settings.value(receiver).to_owned(),
            _ => String::new(),
        };
        let (ciphertext, keys) = (encryption.at.into(), keys(source, encryption.cipher)?);
        Ok(Some(Self { encryption, ciphertext, keys, receiver }))
    }

    /// Returns whether the plain text takes the place of the whole body.
    pub(super) const fn is_of_whole_body(&self) -> bool {
        self.encryption.replaced.is_empty()
    }

    /// Returns the place of the ciphertext.
    pub(super) const fn place(&self) -> Field {
        self.encryption.at
    }

    /// Returns the body with the plain text in it. `secret` is the position of the one that proved the
    /// request; without it each one is tried.
    ///
    /// # Errors
    ///
    /// Fails with the same error for a wrong padding, a wrong tag and another receiver.
    pub(super) fn open(
        &self,
        lookup: Lookup<'_>,
        secret: Option<usize>,
    ) -> Result<Bytes, VerifyError> {
        let plain = self.plain_text(lookup, secret)?;
        if self.is_of_whole_body() {
            return Ok(plain.into());
        }
        let in_place = request::with_json(lookup.received.body, self.encryption.replaced, &plain);
        in_place.map(Bytes::from).ok_or_else(|| self.undecryptable())
    }

    fn plain_text(
        &self,
        lookup: Lookup<'_>,
        secret: Option<usize>,
    ) -> Result<Vec<u8>, VerifyError> {
        let text = lookup.required(&self.ciphertext)?;
        if let Some((at, name)) = self.encryption.named
            && lookup.required(&at.into())? != name
        {
            return Err(VerifyError::UnsupportedAlgorithm { at });
        }
        let ciphertext = Encoding::Base64.decode(&text).ok_or_else(|| self.undecryptable())?;
        let find = |at: Field| lookup.find(&at.into()).map(Option::unwrap_or_default);
        let keys = self.keys_of(secret);
        let plain = match self.encryption.cipher {
            Cipher::CbcWithSecret => {
                // Another key gives the right padding by chance.
                let is_likely = |plain: &Vec<u8>| secret.is_some() || plain.starts_with(b"{");
                keys.iter().filter_map(|key| cbc::open(key, &ciphertext)).find(is_likely)
            }
            Cipher::CbcForReceiver { .. } => {
                let receiver = self.receiver.as_bytes();
                keys.iter().find_map(|key| cbc::open_for(key, &ciphertext, receiver))
            }
            Cipher::Gcm { nonce, associated_data } => {
                let (nonce, data) = (find(nonce)?, find(associated_data)?);
                let (nonce, data) = (nonce.as_bytes(), data.as_bytes());
                keys.iter().find_map(|key| gcm::open(key, nonce, data, &ciphertext))
            }
        };
        plain.ok_or_else(|| self.undecryptable())
    }

    fn keys_of(&self, secret: Option<usize>) -> &[CipherKey] {
        match secret {
            Some(secret) if !self.encryption.cipher.has_key_of_its_own() => {
                self.keys.get(secret..=secret).unwrap_or_default()
            }
            _ => &self.keys,
        }
    }

    const fn undecryptable(&self) -> VerifyError {
        VerifyError::Undecryptable { at: self.encryption.at }
    }
}

fn keys(source: &Source, cipher: Cipher) -> Result<Vec<CipherKey>, ConfigError> {
    let texts = if cipher.has_key_of_its_own() { &source.decryption_keys } else { &source.secrets };
    let prepare = |(index, text): (usize, &Secret)| {
        let (provider, expected) = (source.provider.name(), cipher.expected_key());
        CipherKey::of(cipher, text).ok_or(ConfigError::BadDecryptionKey {
            provider,
            index,
            expected,
        })
    };
    texts.iter().enumerate().map(prepare).collect()
}
