//! RSA and ECDSA keys that sign.

use ring::{
    rand::SystemRandom,
    signature::{self, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair as _, RsaEncoding, RsaKeyPair},
};

use crate::scheme::{Algorithm, Curve, EcdsaForm, Hash};

/// A key pair of RSA or ECDSA.
pub(crate) enum RingKey {
    Rsa(Box<RsaKeyPair>, &'static dyn RsaEncoding),
    Ecdsa(Box<EcdsaKeyPair>, Curve),
}

impl RingKey {
    /// Reads a key in PKCS#8.
    pub(super) fn new(algorithm: Algorithm, der: &[u8]) -> Option<Self> {
        match algorithm {
            Algorithm::Ecdsa(curve, form) => {
                let algorithm = ecdsa(curve, form)?;
                let key = EcdsaKeyPair::from_pkcs8(algorithm, der, &SystemRandom::new()).ok()?;
                Some(Self::Ecdsa(Box::new(key), curve))
            }
            _ => Some(Self::Rsa(Box::new(RsaKeyPair::from_pkcs8(der).ok()?), rsa(algorithm)?)),
        }
    }

    pub(super) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(key, encoding) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(*encoding, &random, message, &mut signature).ok()?;
                Some(signature)
            }
            Self::Ecdsa(key, _) => Some(key.sign(&random, message).ok()?.as_ref().to_vec()),
        }
    }

    /// Returns the DER of the public half.
    pub(super) fn public(&self) -> Vec<u8> {
        match self {
            Self::Rsa(key, _) => key.public_key().as_ref().to_vec(),
            Self::Ecdsa(key, Curve::P256) => [SPKI_OF_P256, key.public_key().as_ref()].concat(),
            Self::Ecdsa(key, _) => [SPKI_OF_P384, key.public_key().as_ref()].concat(),
        }
    }
}

fn rsa(algorithm: Algorithm) -> Option<&'static dyn RsaEncoding> {
    Some(match algorithm {
        Algorithm::RsaPkcs1(Hash::Sha256) => &signature::RSA_PKCS1_SHA256,
        Algorithm::RsaPkcs1(Hash::Sha384) => &signature::RSA_PKCS1_SHA384,
        Algorithm::RsaPkcs1(Hash::Sha512) => &signature::RSA_PKCS1_SHA512,
        Algorithm::RsaPss(Hash::Sha256) => &signature::RSA_PSS_SHA256,
        Algorithm::RsaPss(Hash::Sha384) => &signature::RSA_PSS_SHA384,
        Algorithm::RsaPss(Hash::Sha512) => &signature::RSA_PSS_SHA512,
        _ => return None,
    })
}

fn ecdsa(curve: Curve, form: EcdsaForm) -> Option<&'static EcdsaSigningAlgorithm> {
    Some(match (curve, form) {
        (Curve::P256, EcdsaForm::Der) => &signature::ECDSA_P256_SHA256_ASN1_SIGNING,
        (Curve::P256, EcdsaForm::Fixed) => &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
        (Curve::P384, EcdsaForm::Der) => &signature::ECDSA_P384_SHA384_ASN1_SIGNING,
        (Curve::P384, EcdsaForm::Fixed) => &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
        (Curve::P521, _) => return None,
    })
}

/// The bytes before the point of a key (RFC 5480): two sequences, both ids, a bit string.
const SPKI_OF_P256: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 3, 1, 7, 3, 0x42, 0,
];
const SPKI_OF_P384: &[u8] = &[
    0x30, 0x76, 0x30, 0x10, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 5, 0x2b, 0x81, 4, 0, 0x22,
    3, 0x62, 0,
];
