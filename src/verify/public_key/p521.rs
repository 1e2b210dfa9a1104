//! ECDSA on P-521, in software: a check takes about half a millisecond.

use p521::ecdsa::{Signature, VerifyingKey, signature::Verifier as _};

use super::{KeyError, PublicKey};
use crate::scheme::{Algorithm, Curve, EcdsaForm};

/// A key whose point is on P-521.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct P521Key(Box<VerifyingKey>);

impl PublicKey {
    /// Reads the uncompressed point of a key on P-521.
    ///
    /// # Errors
    ///
    /// Fails if it is compressed, or no point of the curve.
    pub(super) fn from_p521(point: &[u8]) -> Result<Self, KeyError> {
        let is_uncompressed = point.len() == 1 + 2 * Curve::P521.len() && point[0] == UNCOMPRESSED;
        let key = VerifyingKey::from_sec1_bytes(point).ok().filter(|_| is_uncompressed);
        key.map(|key| Self::P521(P521Key(Box::new(key)))).ok_or(KeyError::NotOnCurve)
    }
}

impl P521Key {
    pub(super) fn has_signed(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let signature = match algorithm {
            Algorithm::Ecdsa(Curve::P521, EcdsaForm::Der) => Signature::from_der(signature),
            Algorithm::Ecdsa(Curve::P521, EcdsaForm::Fixed) => Signature::from_slice(signature),
            _ => return false,
        };
        signature.is_ok_and(|signature| self.0.verify(message, &signature).is_ok())
    }
}

const UNCOMPRESSED: u8 = 4;
