//! ECDSA on P-256 and P-384.

use ring::{
    agreement,
    rand::SystemRandom,
    signature::{self, EcdsaVerificationAlgorithm, UnparsedPublicKey},
};

use super::{KeyError, PublicKey};
use crate::scheme::{Algorithm, Curve, EcdsaForm};

/// A key whose point is on its curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EcKey {
    curve: Curve,
    /// Uncompressed: `4`, and both coordinates.
    point: Box<[u8]>,
}

impl PublicKey {
    /// Reads the uncompressed point of a key.
    ///
    /// # Errors
    ///
    /// Fails if it is compressed, or no point of the curve.
    pub(crate) fn from_point(curve: Curve, point: &[u8]) -> Result<Self, KeyError> {
        if !is_on_curve(curve, point) {
            return Err(KeyError::NotOnCurve);
        }
        Ok(Self::Ec(EcKey { curve, point: point.into() }))
    }
}

impl EcKey {
    pub(super) const fn curve(&self) -> Curve {
        self.curve
    }

    #[cfg(test)]
    pub(super) const fn point(&self) -> &[u8] {
        &self.point
    }

    pub(super) const fn kind(&self) -> &'static str {
        match self.curve {
            Curve::P256 => "a P-256 public key",
            Curve::P384 => "a P-384 public key",
        }
    }

    pub(super) fn has_signed(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let Algorithm::Ecdsa(curve, form) = algorithm else {
            return false;
        };
        let key = UnparsedPublicKey::new(parameters(curve, form), &self.point);
        key.verify(message, signature).is_ok()
    }
}

fn parameters(curve: Curve, form: EcdsaForm) -> &'static EcdsaVerificationAlgorithm {
    match (curve, form) {
        (Curve::P256, EcdsaForm::Der) => &signature::ECDSA_P256_SHA256_ASN1,
        (Curve::P256, EcdsaForm::Fixed) => &signature::ECDSA_P256_SHA256_FIXED,
        (Curve::P384, EcdsaForm::Der) => &signature::ECDSA_P384_SHA384_ASN1,
        (Curve::P384, EcdsaForm::Fixed) => &signature::ECDSA_P384_SHA384_FIXED,
    }
}

/// Returns whether the bytes are an uncompressed point of the curve. The primitive checks a point where
/// it uses it: here to agree on a secret, which is dropped.
fn is_on_curve(curve: Curve, point: &[u8]) -> bool {
    let algorithm = match curve {
        Curve::P256 => &agreement::ECDH_P256,
        Curve::P384 => &agreement::ECDH_P384,
    };
    let theirs = agreement::UnparsedPublicKey::new(algorithm, point);
    agreement::EphemeralPrivateKey::generate(algorithm, &SystemRandom::new())
        .and_then(|ours| agreement::agree_ephemeral(ours, &theirs, |_| ()))
        .is_ok()
}
