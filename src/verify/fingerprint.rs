//! Tokens as they are compared.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{VerifyError, lookup::Lookup};
use crate::{
    Secret,
    request::PreparedField,
    scheme::{Encoding, Token, TokenPlace},
};

impl Token {
    /// The fingerprint of what the sender showed.
    pub(super) fn shown(
        self,
        lookup: Lookup<'_>,
        place: &PreparedField,
    ) -> Result<Fingerprint, VerifyError> {
        let text = lookup.required(place)?;
        match self.place {
            TokenPlace::Field(_) | TokenPlace::EachItem(_) => Ok(Fingerprint::of(text.as_bytes())),
            TokenPlace::Bearer => after_scheme(&text, "bearer")
                .map(|token| Fingerprint::of(token.as_bytes()))
                .ok_or_else(|| self.malformed("`Bearer <token>`")),
            TokenPlace::Basic => after_scheme(&text, "basic")
                .and_then(|encoded| Encoding::Base64.decode(encoded))
                .map(|credentials| Fingerprint::of(&credentials))
                .ok_or_else(|| self.malformed("`Basic <base64>`")),
        }
    }

    fn malformed(self, expected: &'static str) -> VerifyError {
        VerifyError::Malformed { at: self.at(), expected: expected.into() }
    }
}

/// The SHA-256 of a token: equal length for any token, so that comparing leaks no length either.
#[derive(Clone, Copy)]
pub(super) struct Fingerprint([u8; 32]);

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fingerprint(hidden)")
    }
}

impl Fingerprint {
    pub(super) fn of(token: &[u8]) -> Self {
        #[cfg(test)]
        super::cost::count_hashed(token.len());
        Self(Sha256::digest(token).into())
    }

    pub(super) fn of_secret(secret: &Secret) -> Self {
        // The token has to be compared with what the sender shows.
        Self::of(secret.expose().as_bytes())
    }

    pub(super) fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

/// Returns the text after the authorization scheme, whose name is case-insensitive (RFC 9110
/// section 11.1).
pub(super) fn after_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (found, rest) = text.split_once(' ')?;
    found.eq_ignore_ascii_case(scheme).then_some(rest)
}
