//! The forms in which public keys are published, as DER: a bare key, an RSA key, a certificate.

use super::{
    KeyError, PublicKey,
    der::{self, Der},
};

#[cfg(feature = "public-keys")]
use crate::scheme::Curve;

impl PublicKey {
    /// Reads a key in any of its binary forms: DER of a public key (SPKI), of an RSA key (PKCS#1), of a
    /// certificate, or the 32 bytes of an Ed25519 key.
    ///
    /// Nothing of a certificate but its key is looked at.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are none of these, or a private key, or if the key is too weak to use.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        if bytes.len() == 32 {
            return Self::from_ed25519(bytes);
        }
        let mut outer = Der::new(bytes);
        let mut inner = outer.sequence().ok_or(KeyError::Unreadable)?;
        outer.end().ok_or(KeyError::Unreadable)?;
        if inner.is_next(der::INTEGER) {
            return Self::from_pkcs1(inner);
        }
        let first = inner.sequence().ok_or(KeyError::Unreadable)?;
        if first.is_next(der::OBJECT_IDENTIFIER) {
            return Self::from_spki(first, inner);
        }
        let key = key_of_certificate(first).ok_or(KeyError::Unreadable)?;
        Self::from_spki_of(key)
    }

    fn from_spki_of(mut key: Der<'_>) -> Result<Self, KeyError> {
        let algorithm = key.sequence().ok_or(KeyError::Unreadable)?;
        Self::from_spki(algorithm, key)
    }

    /// Reads a key whose algorithm is named in front of it.
    fn from_spki(mut algorithm: Der<'_>, mut key: Der<'_>) -> Result<Self, KeyError> {
        let id = algorithm.value(der::OBJECT_IDENTIFIER).ok_or(KeyError::Unreadable)?;
        let bytes = key.bit_string().ok_or(KeyError::Unreadable)?;
        key.end().ok_or(KeyError::Unreadable)?;
        match id {
            ID_ED25519 => Self::from_ed25519(bytes),
            #[cfg(feature = "public-keys")]
            ID_RSA => {
                algorithm.value(der::NULL).ok_or(KeyError::Unreadable)?;
                let mut outer = Der::new(bytes);
                let numbers = outer.sequence().ok_or(KeyError::Unreadable)?;
                outer.end().ok_or(KeyError::Unreadable)?;
                Self::from_pkcs1(numbers)
            }
            #[cfg(feature = "public-keys")]
            der::ID_EC => match algorithm.value(der::OBJECT_IDENTIFIER) {
                Some(ID_P256) => Self::from_point(Curve::P256, bytes),
                Some(ID_P384) => Self::from_point(Curve::P384, bytes),
                Some(der::ID_P521) => Self::from_point(Curve::P521, bytes),
                _ => Err(KeyError::Unsupported),
            },
            _ => Err(KeyError::Unsupported),
        }
    }

    /// Reads the two numbers of an RSA key. A private key begins with its version, which is 0 or 1.
    fn from_pkcs1(mut numbers: Der<'_>) -> Result<Self, KeyError> {
        let modulus = numbers.unsigned().ok_or(KeyError::Unreadable)?;
        if matches!(modulus, [] | [1]) {
            return Err(KeyError::Private);
        }
        let exponent = numbers.unsigned().ok_or(KeyError::Unreadable)?;
        numbers.end().ok_or(KeyError::Unreadable)?;
        #[cfg(feature = "public-keys")]
        return Self::from_rsa(modulus, exponent);
        #[cfg(not(feature = "public-keys"))]
        Err(if exponent.is_empty() { KeyError::Unreadable } else { KeyError::Unsupported })
    }
}

/// Reads the key of a certificate: behind version, serial number, algorithm, issuer, validity and
/// subject.
fn key_of_certificate(mut signed: Der<'_>) -> Option<Der<'_>> {
    if signed.is_next(der::EXPLICIT_0) {
        signed.value(der::EXPLICIT_0)?;
    }
    signed.value(der::INTEGER)?;
    for _ in ["algorithm", "issuer", "validity", "subject"] {
        signed.sequence()?;
    }
    signed.sequence()
}

/// 1.3.101.112 (RFC 8410).
const ID_ED25519: &[u8] = &[0x2b, 0x65, 0x70];
/// 1.2.840.113549.1.1.1 (RFC 8017).
#[cfg(feature = "public-keys")]
const ID_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
/// 1.2.840.10045.3.1.7.
#[cfg(feature = "public-keys")]
const ID_P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
/// 1.3.132.0.34.
#[cfg(feature = "public-keys")]
const ID_P384: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x22];
