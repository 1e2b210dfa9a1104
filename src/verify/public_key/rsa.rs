//! RSA.

use ring::signature::{self, RsaParameters, RsaPublicKeyComponents};

use super::{KeyError, PublicKey};
use crate::scheme::{Algorithm, Hash};

/// An RSA key of 1024 to 8192 bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RsaKey {
    modulus: Box<[u8]>,
    exponent: Box<[u8]>,
}

impl PublicKey {
    /// Makes an RSA key of its two numbers, big-endian and without zeros in front.
    ///
    /// # Errors
    ///
    /// Fails if one of them can be no part of a key, or if the modulus is too short or too long.
    pub(crate) fn from_rsa(modulus: &[u8], exponent: &[u8]) -> Result<Self, KeyError> {
        let bits = bits(modulus);
        if !(1024..=8192).contains(&bits) {
            return Err(KeyError::RsaLength { bits });
        }
        // With the exponent 1 each message is its own signature.
        if !is_odd(exponent) || exponent == [1] || self::bits(exponent) > 33 {
            return Err(KeyError::RsaExponent);
        }
        if !is_odd(modulus) {
            return Err(KeyError::Weak);
        }
        Ok(Self::Rsa(RsaKey { modulus: modulus.into(), exponent: exponent.into() }))
    }
}

impl RsaKey {
    pub(super) fn check_for(
        &self,
        algorithm: Algorithm,
        least_bits: usize,
    ) -> Result<(), KeyError> {
        let bits = bits(&self.modulus);
        // The primitive takes shorter ones for some algorithms only.
        let least = if has_short_keys(algorithm) { least_bits } else { least_bits.max(2048) };
        if bits < least {
            return Err(KeyError::RsaLength { bits });
        }
        parameters(algorithm).map(drop).ok_or(KeyError::Unsupported)
    }

    pub(super) fn has_signed(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let key = RsaPublicKeyComponents { n: &self.modulus, e: &self.exponent };
        parameters(algorithm).is_some_and(|it| key.verify(it, message, signature).is_ok())
    }
}

fn parameters(algorithm: Algorithm) -> Option<&'static RsaParameters> {
    Some(match algorithm {
        Algorithm::RsaPkcs1(Hash::Sha1) => &signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
        Algorithm::RsaPkcs1(Hash::Sha256) => {
            &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY
        }
        Algorithm::RsaPkcs1(Hash::Sha384) => &signature::RSA_PKCS1_2048_8192_SHA384,
        Algorithm::RsaPkcs1(Hash::Sha512) => {
            &signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY
        }
        Algorithm::RsaPss(Hash::Sha256) => &signature::RSA_PSS_2048_8192_SHA256,
        Algorithm::RsaPss(Hash::Sha384) => &signature::RSA_PSS_2048_8192_SHA384,
        Algorithm::RsaPss(Hash::Sha512) => &signature::RSA_PSS_2048_8192_SHA512,
        _ => return None,
    })
}

const fn has_short_keys(algorithm: Algorithm) -> bool {
    matches!(algorithm, Algorithm::RsaPkcs1(Hash::Sha1 | Hash::Sha256 | Hash::Sha512))
}

fn bits(number: &[u8]) -> usize {
    let unused = number.first().map_or(0, |first| first.leading_zeros() as usize);
    number.len() * 8 - unused
}

fn is_odd(number: &[u8]) -> bool {
    number.last().is_some_and(|last| last % 2 == 1)
}
