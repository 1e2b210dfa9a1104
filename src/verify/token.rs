//! Shared secrets that are simply shown: the caller is proved, the body is not covered.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{Encoding, VerifyError, lookup::Lookup};
use crate::{Field, Secret};

/// A shared secret that the sender shows with each delivery.
///
/// ```
/// use hookport::verify::Token;
///
/// const BY_HEADER: Token = Token::header("x-gitlab-token");
/// const BY_PATH: Token = Token::path_segment(0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub(super) place: Place,
}

/// Where a sender shows its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// The whole value that lies there: a header, a query parameter, a path segment.
    Field(Field),
    /// `Authorization: Bearer <token>`.
    Bearer,
    /// `Authorization: Basic <base64>`; the secret is `user:password`.
    Basic,
}

impl Token {
    /// A token that is the value of `header`.
    pub const fn header(header: &'static str) -> Self {
        Self { place: Place::Field(Field::Header(header)) }
    }

    /// A token that is the query parameter `name`. URLs end up in logs: prefer a header.
    pub const fn query(name: &'static str) -> Self {
        Self { place: Place::Field(Field::Query(name)) }
    }

    /// A token that is a segment of the path, counted from its end: `0` is the last one. URLs end
    /// up in logs: prefer a header where the sender can set one.
    pub const fn path_segment(from_end: usize) -> Self {
        Self { place: Place::Field(Field::PathSegment(from_end)) }
    }

    /// A token in `Authorization: Bearer`.
    pub const fn bearer() -> Self {
        Self { place: Place::Bearer }
    }

    /// User and password in `Authorization: Basic`; the secret is `user:password`.
    pub const fn basic() -> Self {
        Self { place: Place::Basic }
    }

    pub(super) const fn at(self) -> Field {
        match self.place {
            Place::Field(at) => at,
            Place::Bearer | Place::Basic => Field::Header("authorization"),
        }
    }

    /// The fingerprint of what the sender showed.
    pub(super) fn shown(self, lookup: Lookup<'_>) -> Result<Fingerprint, VerifyError> {
        let text = lookup.required(self.at())?;
        match self.place {
            Place::Field(_) => Ok(Fingerprint::of(text.as_bytes())),
            Place::Bearer => after_scheme(&text, "bearer")
                .map(|token| Fingerprint::of(token.as_bytes()))
                .ok_or_else(|| self.malformed("`Bearer <token>`")),
            Place::Basic => after_scheme(&text, "basic")
                .and_then(|encoded| Encoding::Base64.decode(encoded))
                .map(|credentials| Fingerprint::of(&credentials))
                .ok_or_else(|| self.malformed("`Basic <base64>`")),
        }
    }

    fn malformed(self, expected: &'static str) -> VerifyError {
        VerifyError::Malformed { at: self.at(), expected }
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

/// What follows the authorization scheme, whose name is case-insensitive (RFC 9110 section 11.1).
fn after_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (found, rest) = text.split_once(' ')?;
    found.eq_ignore_ascii_case(scheme).then_some(rest)
}
