//! JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037).

use serde::Deserialize;

use super::{KeyError, PublicKey};
use crate::scheme::Encoding;

use crate::scheme::Curve;

/// A key of a JSON Web Key Set. Members that say nothing of a public key are not kept.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Jwk {
    /// The id that a signature names.
    pub(crate) kid: Option<String>,
    /// The algorithm, by its name in JSON Web Signatures.
    pub(crate) alg: Option<String>,
    kty: String,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    /// The private part, which no published key has.
    d: Option<serde::de::IgnoredAny>,
}

impl PublicKey {
    /// Reads a JSON Web Key.
    ///
    /// # Errors
    ///
    /// Fails if it is symmetric, private or for encryption, of a kind that is not supported, or too weak
    /// to use.
    pub(crate) fn from_jwk(jwk: &Jwk) -> Result<Self, KeyError> {
        if jwk.d.is_some() {
            return Err(KeyError::Private);
        }
        let verifies = |ops: &Vec<String>| ops.iter().any(|op| op == "verify");
        if jwk.purpose.as_ref().is_some_and(|purpose| purpose != "sig")
            || !jwk.key_ops.as_ref().is_none_or(verifies)
        {
            return Err(KeyError::OtherUse);
        }
        match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("OKP", Some("Ed25519")) => Self::from_ed25519(&decoded(jwk.x.as_ref())?),
            ("RSA", None) => {
                let (modulus, exponent) = (decoded(jwk.n.as_ref())?, decoded(jwk.e.as_ref())?);
                Self::from_rsa(without_zeros(&modulus), without_zeros(&exponent))
            }
            ("EC", Some("P-256")) => from_coordinates(Curve::P256, jwk),
            ("EC", Some("P-384")) => from_coordinates(Curve::P384, jwk),
            ("EC", Some("P-521")) => from_coordinates(Curve::P521, jwk),
            _ => Err(KeyError::Unsupported),
        }
    }
}

fn from_coordinates(curve: Curve, jwk: &Jwk) -> Result<PublicKey, KeyError> {
    let mut point = vec![4; 1];
    for coordinate in [&jwk.x, &jwk.y] {
        let digits = decoded(coordinate.as_ref())?;
        // Some senders leave out zeros in front (TrueLayer), which RFC 7518 demands.
        let zeros = curve.len().checked_sub(digits.len()).ok_or(KeyError::Unreadable)?;
        point.resize(point.len() + zeros, 0);
        point.extend_from_slice(&digits);
    }
    PublicKey::from_point(curve, &point)
}

fn decoded(member: Option<&String>) -> Result<Vec<u8>, KeyError> {
    member.and_then(|text| Encoding::Base64Url.decode(text)).ok_or(KeyError::Unreadable)
}

/// Some senders write the sign byte that DER has.
fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}
