//! The check of a JSON Web Token: its signature first, then what it claims.
//!
//! All of it is in the head of a request, but for the hash of the body: so a token that is not genuine
//! is refused before a body is read.

mod header;
mod members;
mod rules;

use std::{
    convert::Infallible,
    time::{Duration, SystemTime},
};

use bytes::Bytes;

use self::{header::algorithm, members::Members};
use super::{
    VerifyError, fingerprint::after_scheme, keyed_hash::Tag, lookup::Lookup, prepare::Way,
    url::PublicUrl,
};
use crate::{
    request::CompactToken,
    scheme::{Encoding, Hash, Jwt, JwtAlgorithm, TokenPrefix},
};

/// A scheme of tokens, held against a request.
#[derive(Clone, Copy)]
pub(super) struct JwtCheck<'a> {
    pub(super) jwt: &'a Jwt,
    pub(super) way: &'a Way,
    pub(super) lookup: Lookup<'a>,
    pub(super) urls: &'a [PublicUrl],
    /// What is configured in place of the sender's own window.
    pub(super) tolerance: Option<Duration>,
}

/// A token whose signature and claims are right, before its body is there.
pub(super) struct Proven {
    /// The position of the secret that signed it.
    pub(super) secret: usize,
    pub(super) sent_at: Option<SystemTime>,
    body: ClaimedBody,
}

/// What a token claims of the body.
enum ClaimedBody {
    /// Nothing: that is the scheme.
    Uncovered,
    /// Its hash.
    Hashed(Hash, Tag),
    /// Nothing, although the scheme has this claim for a body.
    Absent(&'static str),
}

impl JwtCheck<'_> {
    /// Checks all of a token but the hash of the body.
    pub(super) fn read(&self, now: SystemTime) -> Result<Proven, VerifyError> {
        let text = self.lookup.required(&self.way.credential)?;
        let text = self.without_prefix(&text)?;
        let token = CompactToken::split(text).ok_or_else(|| self.malformed(FORM))?;
        let algorithm = algorithm(self.jwt, &token)?;
        let secret = self.signer(&token, algorithm)?;
        let claims = token.payload().ok_or_else(|| self.malformed(PAYLOAD))?;
        let claims = Members::read(&claims).ok_or_else(|| self.malformed(PAYLOAD))?;
        let sent_at = self.check_times(&claims, now)?;
        self.check_claims(&claims)?;
        Ok(Proven { secret, sent_at, body: self.claimed_body(&claims)? })
    }

    fn without_prefix<'t>(&self, text: &'t str) -> Result<&'t str, VerifyError> {
        if text.len() > LONGEST && self.jwt.at.is_in_head() {
            return Err(self.malformed("a token of at most 16 KiB"));
        }
        match self.jwt.prefix {
            None => Ok(text),
            Some(TokenPrefix::MaybeAfter(scheme)) => Ok(after_scheme(text, scheme).unwrap_or(text)),
            Some(TokenPrefix::After(scheme)) => {
                after_scheme(text, scheme).ok_or_else(|| self.malformed("`<scheme> <token>`"))
            }
        }
    }

    /// Returns the secret that signed the token.
    fn signer(
        &self,
        token: &CompactToken<'_>,
        algorithm: JwtAlgorithm,
    ) -> Result<usize, VerifyError> {
        let hash = algorithm.hash();
        let shown = Tag::decode(Encoding::Base64Url, token.signature, hash.digest_len());
        let shown = shown.ok_or_else(|| self.malformed("a signature of the algorithm's length"))?;
        for key in &self.way.keys {
            if let Some(state) = key.key.mac(hash) {
                let Ok(code) = state.code(|sink| {
                    sink(token.signed().as_bytes());
                    Ok::<_, Infallible>(())
                });
                if bool::from(shown.ct_eq(&code)) {
                    return Ok(key.secret);
                }
            }
        }
        Err(VerifyError::SignatureMismatch)
    }

    fn malformed(&self, expected: &'static str) -> VerifyError {
        VerifyError::Malformed { at: self.jwt.at, expected: expected.into() }
    }
}

impl Proven {
    /// Returns whether the proof looks at the body.
    pub(super) const fn has_body_hash(&self) -> bool {
        !matches!(self.body, ClaimedBody::Uncovered)
    }

    /// Holds the body against the token, and returns whether the token covers it.
    pub(super) fn check_body(&self, body: &Bytes) -> Result<bool, VerifyError> {
        match &self.body {
            ClaimedBody::Uncovered => Ok(false),
            ClaimedBody::Absent(_) if body.is_empty() => Ok(true),
            ClaimedBody::Absent(claim) => Err(VerifyError::MissingClaim { claim }),
            ClaimedBody::Hashed(hash, signed) => bool::from(signed.ct_eq(&hash.digest(body)))
                .then_some(true)
                .ok_or(VerifyError::BodyHashMismatch),
        }
    }
}

const FORM: &str = "a token of three parts, divided by dots";
const PAYLOAD: &str = "claims in base64url of a JSON object that names each member once";

/// Servers read heads of some 16 KiB.
const LONGEST: usize = 16 * 1024;
