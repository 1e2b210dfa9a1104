//! The names of proofs, for people.

use std::fmt;

use super::{Algorithm, Curve, Hash, HttpSignature, HttpSignatureForm, Jwt, Scheme, TokenPlace};
use crate::Field;

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hmac(hash) => write!(f, "HMAC-{hash}"),
            Self::Plain(hash) => write!(f, "{hash} with the secret"),
            Self::HmacNamed { allowed, .. } => {
                let hashes: Vec<_> = allowed.iter().map(|(_, hash)| hash.to_string()).collect();
                write!(f, "HMAC-{}", hashes.join(" or "))
            }
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::RsaPkcs1(hash) => write!(f, "RSA, {hash}"),
            Self::RsaPss(hash) => write!(f, "RSA-PSS, {hash}"),
            Self::Ecdsa(Curve::P256, _) => f.write_str("ECDSA P-256"),
            Self::Ecdsa(Curve::P384, _) => f.write_str("ECDSA P-384"),
            Self::Ecdsa(Curve::P521, _) => f.write_str("ECDSA P-521"),
        }
    }
}

/// Names the way of proof in a few words, without the place of the credential.
///
/// ```
/// use hookport::providers;
///
/// assert_eq!(providers::GITHUB.schemes()[0].to_string(), "HMAC-SHA-256");
/// assert_eq!(providers::ROUTAL.schemes()[0].to_string(), "token in path");
/// ```
impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(signature) => signature.algorithm().fmt(f),
            Self::Jwt(jwt) => write_jwt(f, jwt),
            Self::HttpSignature(signature) => write_http_signature(f, signature),
            Self::Token(token) => f.write_str(match token.place() {
                TokenPlace::Basic => "basic auth",
                TokenPlace::Bearer => "bearer token",
                TokenPlace::Field(Field::PathSegment(_)) => "token in path",
                _ => "token",
            }),
        }
    }
}

fn write_jwt(f: &mut fmt::Formatter<'_>, jwt: &Jwt) -> fmt::Result {
    let names: Vec<_> = jwt.algorithms().iter().map(|algorithm| algorithm.name()).collect();
    write!(f, "JWT {}", names.join(" or "))
}

fn write_http_signature(f: &mut fmt::Formatter<'_>, signature: &HttpSignature) -> fmt::Result {
    let form = match signature.form() {
        HttpSignatureForm::Draft(_) => "HTTP signature (draft)",
        HttpSignatureForm::Rfc9421 => "HTTP signature",
    };
    write!(f, "{form}, {}", signature.algorithm())
}
