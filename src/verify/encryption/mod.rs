//! Encrypted bodies: their keys, and the plain text in the place of the ciphertext.

#[cfg(feature = "encrypted-bodies")]
mod cbc;
#[cfg(feature = "encrypted-bodies")]
mod decryption;
#[cfg(feature = "encrypted-bodies")]
mod gcm;
#[cfg(feature = "encrypted-bodies")]
mod key;
#[cfg(all(feature = "encrypted-bodies", feature = "testing"))]
mod seal;
#[cfg(not(feature = "encrypted-bodies"))]
mod unsupported;

#[cfg(feature = "encrypted-bodies")]
pub(super) use decryption::Decryption;
#[cfg(all(feature = "encrypted-bodies", feature = "testing"))]
pub(super) use seal::Sealing;
#[cfg(not(feature = "encrypted-bodies"))]
pub(super) use unsupported::Decryption;

use bytes::Bytes;

use super::{
    ConfigError, Source, VerifyError, handshake::LONGEST_PROBE, lookup::Lookup, verified::Verified,
};
use crate::{
    RawRequest, Verifier,
    scheme::{Encryption, Guard},
};

impl Verifier {
    /// Decrypts a request that was proved. One of a sender that encrypts nothing stays as it is.
    pub(super) fn decrypt(
        &self,
        verified: Verified,
        received: &RawRequest<'_>,
    ) -> Result<Verified, VerifyError> {
        let Some(decryption) = &self.decryption else {
            return Ok(verified);
        };
        let body = decryption.open(self.lookup(received), verified.secret_index)?;
        let covers_all = decryption.is_of_whole_body() && verified.covers(decryption.place());
        Ok(verified.decrypted(body, covers_all))
    }

    /// Returns the plain text of a request whose sender proves nothing, if it may be a handshake.
    pub(super) fn decrypted_probe(&self, received: &RawRequest<'_>) -> Option<Bytes> {
        let decryption = self.decryption.as_ref()?;
        let mut handshakes = self.provider().handshakes().iter();
        let may_ask = handshakes.any(|handshake| handshake.guard != Guard::Verified)
            && received.body.len() <= LONGEST_PROBE;
        may_ask.then(|| decryption.open(self.lookup(received), None).ok())?
    }
}

/// Returns the encryption whose keys a source has to have; `None` if its sender encrypts nothing, or if
/// anybody is believed.
fn encryption_of(source: &Source) -> Result<Option<Encryption>, ConfigError> {
    let provider = source.provider.name();
    let encryption = source.provider.encryption().copied().filter(|_| !source.unauthenticated);
    let has_own_key = encryption.is_some_and(|it| it.cipher.has_key_of_its_own());
    match (encryption, &source.decryption_keys[..]) {
        (Some(_), _) if !cfg!(feature = "encrypted-bodies") => {
            Err(ConfigError::MissingFeature { provider, feature: "encrypted-bodies" })
        }
        (Some(_), []) if has_own_key => Err(ConfigError::NoDecryptionKey { provider }),
        (_, [_, ..]) if !has_own_key && !source.unauthenticated => {
            Err(ConfigError::UnusedDecryptionKey { provider })
        }
        _ => Ok(encryption),
    }
}
