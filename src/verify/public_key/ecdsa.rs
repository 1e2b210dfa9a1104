//! ECDSA on P-256 and P-384; keys of all curves.

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
    /// Fails if it is compressed, or no point of the curve, or if this build does not have the curve.
    pub(crate) fn from_point(curve: Curve, point: &[u8]) -> Result<Self, KeyError> {
        let Some(exchange) = exchange(curve) else {
            #[cfg(feature = "p521")]
            return Self::from_p521(point);
            #[cfg(not(feature = "p521"))]
            return Err(KeyError::Unsupported);
        };
        if !is_on_curve(exchange, point) {
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
            Curve::P384 | Curve::P521 => "a P-384 public key",
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
        parameters(curve, form).is_some_and(|parameters| {
            let key = UnparsedPublicKey::new(parameters, &self.point);
            key.verify(message, signature).is_ok()
        })
    }
}

fn parameters(curve: Curve, form: EcdsaForm) -> Option<&'static EcdsaVerificationAlgorithm> {
    Some(match (curve, form) {
        (Curve::P256, EcdsaForm::Der) => &signature::ECDSA_P256_SHA256_ASN1,
        (Curve::P256, EcdsaForm::Fixed) => &signature::ECDSA_P256_SHA256_FIXED,
        (Curve::P384, EcdsaForm::Der) => &signature::ECDSA_P384_SHA384_ASN1,
        (Curve::P384, EcdsaForm::Fixed) => &signature::ECDSA_P384_SHA384_FIXED,
        (Curve::P521, _) => return None,
    })
}

/// Returns the key agreement on a curve; `None` on one that the primitive does not have.
fn exchange(curve: Curve) -> Option<&'static agreement::Algorithm> {
    match curve {
        Curve::P256 => Some(&agreement::ECDH_P256),
        Curve::P384 => Some(&agreement::ECDH_P384),
        Curve::P521 => None,
    }
}

/// Returns whether the bytes are an uncompressed point of the curve. The primitive checks a point where
/// it uses it: here to agree on a secret, which is dropped.
fn is_on_curve(algorithm: &'static agreement::Algorithm, point: &[u8]) -> bool {
    let theirs = agreement::UnparsedPublicKey::new(algorithm, point);
    agreement::EphemeralPrivateKey::generate(algorithm, &SystemRandom::new())
        .and_then(|ours| agreement::agree_ephemeral(ours, &theirs, |_| ()))
        .is_ok()
}
