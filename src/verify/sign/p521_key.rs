//! Keys on P-521 that sign.

use p521::ecdsa::{Signature, SigningKey, VerifyingKey, signature::Signer as _};

use super::super::public_key::der::{self, Der};
use crate::scheme::EcdsaForm;

/// A private key on P-521.
pub(crate) struct P521Key {
    key: Box<SigningKey>,
    form: EcdsaForm,
}

impl P521Key {
    /// Reads a key in PKCS#8.
    pub(super) fn new(form: EcdsaForm, pkcs8: &[u8]) -> Option<Self> {
        let key = SigningKey::from_slice(number(pkcs8)?).ok()?;
        Some(Self { key: Box::new(key), form })
    }

    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let signature: Signature = self.key.sign(message);
        match self.form {
            EcdsaForm::Der => signature.to_der().as_bytes().to_vec(),
            EcdsaForm::Fixed => signature.to_bytes().to_vec(),
        }
    }

    /// Returns the DER of the public half.
    pub(super) fn public(&self) -> Vec<u8> {
        let point = VerifyingKey::from(&*self.key).to_sec1_point(false);
        [SPKI_OF_P521, point.as_bytes()].concat()
    }
}

/// Returns the number that is the private key (RFC 5958, RFC 5915).
fn number(pkcs8: &[u8]) -> Option<&[u8]> {
    let mut outer = Der::new(pkcs8).sequence()?;
    outer.value(der::INTEGER)?;
    let mut algorithm = outer.sequence()?;
    algorithm.value(der::OBJECT_IDENTIFIER).filter(|id| *id == der::ID_EC)?;
    algorithm.value(der::OBJECT_IDENTIFIER).filter(|id| *id == der::ID_P521)?;
    let mut key = Der::new(outer.value(der::OCTET_STRING)?).sequence()?;
    key.value(der::INTEGER)?;
    key.value(der::OCTET_STRING)
}

/// The bytes before the point of a key (RFC 5480): two sequences, both ids, a bit string.
const SPKI_OF_P521: &[u8] = &[
    0x30, 0x81, 0x9b, 0x30, 0x10, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 5, 0x2b, 0x81, 4, 0,
    0x23, 3, 0x81, 0x86, 0,
];
