//! The check of a JSON Web Token: its signature first, then what it claims.
//!
//! All of it is in the head of a request, but for the body and its hash: so a token that is not genuine
//! is refused before a body is read, unless it signs the body itself.

mod detached;
mod header;
mod members;
mod rules;
mod signed_request;

use std::time::{Duration, SystemTime};

use self::{detached::Detached, header::Header, members::Members};
use super::{
    VerifyError, check::Signer, fingerprint::after_scheme, keyed_hash::Tag, lookup::Lookup,
    prepare::Way, settings::Settings, url::PublicUrl,
};
#[cfg(feature = "public-keys")]
use super::{fetched::Wanted, public_key::VerifyingKey};
use crate::{
    request::CompactToken,
    scheme::{Algorithm, Encoding, Hash, Jwt, TokenPrefix},
};

/// A scheme of tokens, held against a request.
#[derive(Clone, Copy)]
pub(super) struct JwtCheck<'a> {
    pub(super) jwt: &'a Jwt,
    pub(super) way: &'a Way,
    pub(super) lookup: Lookup<'a>,
    pub(super) urls: &'a [PublicUrl],
    pub(super) settings: &'a Settings,
    /// The window that is configured in place of the sender's own window.
    pub(super) tolerance: Option<Duration>,
}

/// A token that was read as far as the head of its request allows.
pub(super) struct ReadToken {
    pub(super) sent_at: Option<SystemTime>,
    rest: Rest,
}

/// The rest of the check, when the body is there.
enum Rest {
    /// The signature and the claims are right. The token of this key claims this of the body.
    Body(Signer, ClaimedBody),
    /// The token signs the body, so nothing is proved yet.
    Signature(Detached),
}

/// The claim of a token about the body.
enum ClaimedBody {
    /// Nothing: that is the scheme.
    Uncovered,
    /// Nothing, but the claims are the document.
    Document,
    /// Its hash.
    Hashed(Hash, Tag),
    /// Nothing, although the scheme has this claim for a body.
    Absent(&'static str),
}

impl JwtCheck<'_> {
    /// Checks all of a token that does not need the body.
    pub(super) fn read(&self, now: SystemTime) -> Result<ReadToken, VerifyError> {
        let text = self.lookup.required(&self.way.credential)?;
        let text = self.without_prefix(&text)?;
        if self.jwt.is_detached() {
            let detached = self.read_detached(text, now)?;
            let sent_at = detached.headers.sent_at;
            return Ok(ReadToken { sent_at, rest: Rest::Signature(detached) });
        }
        let token = CompactToken::split(text).ok_or_else(|| self.malformed(FORM))?;
        let header = Header::read(self.jwt, &token)?;
        let signature = self.signature(header.algorithm, &token)?;
        let signer = self.signer(&header, &[token.signed().as_bytes()], &signature, now)?;
        let text = token.payload().ok_or_else(|| self.malformed(PAYLOAD))?;
        let claims = Members::read(&text).ok_or_else(|| self.malformed(PAYLOAD))?;
        let sent_at = self.check_times(&claims, now)?;
        self.check_claims(&text, &claims)?;
        let body = self.claimed_body(&claims)?;
        Ok(ReadToken { sent_at, rest: Rest::Body(signer, body) })
    }

    /// Holds the body against a token, and returns the key that signed it, and whether it covers the
    /// body.
    pub(super) fn finish(&self, token: &ReadToken) -> Result<(Signer, bool), VerifyError> {
        let body = self.lookup.received.body;
        match &token.rest {
            Rest::Signature(detached) => Ok((self.prove(detached)?, true)),
            Rest::Body(signer, ClaimedBody::Uncovered | ClaimedBody::Document) => {
                Ok((*signer, false))
            }
            Rest::Body(signer, ClaimedBody::Absent(_)) if body.is_empty() => Ok((*signer, true)),
            Rest::Body(_, ClaimedBody::Absent(claim)) => Err(VerifyError::MissingClaim { claim }),
            Rest::Body(signer, ClaimedBody::Hashed(hash, claimed)) => {
                let is_same = bool::from(claimed.ct_eq(&hash.digest(body)));
                is_same.then_some((*signer, true)).ok_or(VerifyError::BodyHashMismatch)
            }
        }
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

    /// Returns the bytes of the signature, if it is as long as one of this algorithm can be.
    fn signature(
        &self,
        algorithm: Algorithm,
        token: &CompactToken<'_>,
    ) -> Result<Vec<u8>, VerifyError> {
        let (shortest, longest) = algorithm.signature_lens();
        let bytes = Encoding::Base64Url.decode(token.signature);
        let bytes = bytes.filter(|bytes| (shortest..=longest).contains(&bytes.len()));
        bytes.ok_or_else(|| self.malformed("a signature of the algorithm's length"))
    }

    /// Returns the key that made the signature of a message, which is the parts one after the other.
    fn signer(
        &self,
        header: &Header,
        message: &[&[u8]],
        signature: &[u8],
        now: SystemTime,
    ) -> Result<Signer, VerifyError> {
        let Algorithm::Hmac(hash) = header.algorithm else {
            return self.public_key(header, &message.concat(), signature, now);
        };
        let key = self.way.keys.iter().find(|key| {
            let code = key.key.mac(hash).map(|state| state.code_of(message));
            code.is_some_and(|code| Tag::new(signature).ct_eq(&code).into())
        });
        key.map(|key| Signer::Secret(key.secret)).ok_or(VerifyError::SignatureMismatch)
    }

    #[cfg(feature = "ed25519")]
    fn public_key(
        &self,
        header: &Header,
        message: &[u8],
        signature: &[u8],
        now: SystemTime,
    ) -> Result<Signer, VerifyError> {
        let key = self.way.keys.iter().find(|key| {
            #[cfg(test)]
            super::cost::count_hashed(message.len());
            let key = key.key.public(header.algorithm);
            key.is_some_and(|key| key.has_signed(message, signature))
        });
        match key {
            Some(key) => Ok(Signer::Secret(key.secret)),
            None => self.published(header, message, signature, now),
        }
    }

    #[cfg(not(feature = "ed25519"))]
    #[expect(clippy::unused_self, reason = "no key is a public one")]
    fn public_key(
        &self,
        _: &Header,
        _: &[u8],
        _: &[u8],
        _: SystemTime,
    ) -> Result<Signer, VerifyError> {
        Err(VerifyError::SignatureMismatch)
    }

    /// Looks among the keys that the sender publishes, unless they were given as secrets.
    #[cfg(feature = "public-keys")]
    fn published(
        &self,
        header: &Header,
        message: &[u8],
        signature: &[u8],
        now: SystemTime,
    ) -> Result<Signer, VerifyError> {
        let published = self.way.published.as_ref().ok_or(VerifyError::SignatureMismatch)?;
        if published.is_in_token() {
            let decode = |text: &String| Encoding::Base64.decode(text).unwrap_or_default();
            let certificates = header.certificates.iter().take(MOST_CERTIFICATES).map(decode);
            let has_signed = |key: &VerifyingKey| key.has_signed(message, signature);
            let algorithm = header.algorithm;
            let found = published.first_of(
                certificates.collect(),
                self.jwt.at,
                algorithm,
                now,
                has_signed,
            )?;
            return found.then_some(Signer::Published).ok_or(VerifyError::SignatureMismatch);
        }
        let wanted = Wanted { id: header.key_id.as_deref(), algorithm: header.algorithm };
        let found = published.any(wanted, now, |key| key.has_signed(message, signature))?;
        found.then_some(Signer::Published).ok_or(VerifyError::SignatureMismatch)
    }

    #[cfg(all(feature = "ed25519", not(feature = "public-keys")))]
    #[expect(clippy::unused_self, reason = "no key is published")]
    fn published(
        &self,
        _: &Header,
        _: &[u8],
        _: &[u8],
        _: SystemTime,
    ) -> Result<Signer, VerifyError> {
        Err(VerifyError::SignatureMismatch)
    }

    fn malformed(&self, expected: &'static str) -> VerifyError {
        VerifyError::Malformed { at: self.jwt.at, expected: expected.into() }
    }
}

impl ReadToken {
    /// Returns whether the proof looks at the body.
    #[cfg(feature = "receive")]
    pub(super) const fn needs_body(&self) -> bool {
        !matches!(self.rest, Rest::Body(_, ClaimedBody::Uncovered))
    }
}

const FORM: &str = "a token of three parts, divided by dots";
const PAYLOAD: &str = "claims in base64url of a JSON object that names each member once";

/// One more than any token has.
#[cfg(feature = "public-keys")]
const MOST_CERTIFICATES: usize = 4;

/// Servers read heads of some 16 KiB.
const LONGEST: usize = 16 * 1024;
