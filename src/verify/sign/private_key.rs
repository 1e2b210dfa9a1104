//! Private keys, as a sender holds them.

use zeroize::Zeroizing;

use crate::{
    Secret,
    scheme::{Algorithm, Encoding, KeyForm},
};

#[cfg(feature = "p521")]
use super::p521_key::P521Key;
#[cfg(feature = "public-keys")]
use super::ring_key::RingKey;
#[cfg(feature = "p521")]
use crate::scheme::Curve;

/// A private key, which signs with one algorithm.
pub(crate) enum PrivateKey {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    #[cfg(feature = "public-keys")]
    Ring(RingKey),
    #[cfg(feature = "p521")]
    P521(P521Key),
}

impl PrivateKey {
    /// Reads a key: PKCS#8 as PEM or as base64 of its DER; for Ed25519 also the 32 bytes in hex, or in
    /// base64 after `whsk_`.
    ///
    /// Returns `None` if it is no key for this algorithm. RSA with SHA-1 is verified and not signed with.
    pub(crate) fn new(algorithm: Algorithm, secret: &Secret) -> Option<Self> {
        if algorithm == Algorithm::Ed25519 {
            return Self::ed25519(secret);
        }
        #[cfg(feature = "p521")]
        if let Algorithm::Ecdsa(Curve::P521, form) = algorithm {
            return P521Key::new(form, &KeyForm::PublicKey.key(secret)?).map(Self::P521);
        }
        #[cfg(feature = "public-keys")]
        return RingKey::new(algorithm, &KeyForm::PublicKey.key(secret)?).map(Self::Ring);
        #[cfg(not(feature = "public-keys"))]
        None
    }

    fn ed25519(secret: &Secret) -> Option<Self> {
        // The private key is made of the text.
        let text = secret.expose();
        let bytes = Zeroizing::new(match text.strip_prefix("whsk_") {
            Some(rest) => Encoding::Base64.decode(rest)?,
            None if secret.is_pem() => seed_of_pkcs8(&KeyForm::PublicKey.key(secret)?)?.to_vec(),
            None => Encoding::Hex.decode(text)?,
        });
        let seed = bytes.get(..32)?.try_into().ok()?;
        Some(Self::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(&seed))))
    }

    /// Returns the public half as the verifying side is given it.
    pub(super) fn public(&self, form: KeyForm) -> String {
        match self {
            Self::Ed25519(key) if form == KeyForm::PublicKey => {
                let public = key.verifying_key();
                form.write(&[SPKI_OF_ED25519, public.as_bytes()].concat())
            }
            Self::Ed25519(key) => form.write(key.verifying_key().as_bytes()),
            #[cfg(feature = "public-keys")]
            Self::Ring(key) => form.write(&key.public()),
            #[cfg(feature = "p521")]
            Self::P521(key) => form.write(&key.public()),
        }
    }

    /// Returns a signature of the message; `None` if the system has no randomness.
    #[cfg_attr(
        not(feature = "public-keys"),
        expect(clippy::unnecessary_wraps, reason = "Ed25519 needs no randomness")
    )]
    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Ed25519(key) => {
                use ed25519_dalek::Signer as _;
                Some(key.sign(message).to_bytes().to_vec())
            }
            #[cfg(feature = "public-keys")]
            Self::Ring(key) => key.sign(message),
            #[cfg(feature = "p521")]
            Self::P521(key) => Some(key.sign(message)),
        }
    }
}

/// Returns the last 32 bytes of a key that was written without its public half.
fn seed_of_pkcs8(der: &[u8]) -> Option<&[u8]> {
    der.strip_prefix(PKCS8_OF_ED25519).filter(|seed| seed.len() == 32)
}

/// The bytes before the 32 bytes of a private key (RFC 8410, section 7).
const PKCS8_OF_ED25519: &[u8] =
    &[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
/// The bytes before the 32 bytes of a public key (RFC 8410, section 4).
const SPKI_OF_ED25519: &[u8] = &[0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];
