//! The check of one signature: what is cheap first, the hashing of the body last.

use std::{
    borrow::Cow,
    time::{Duration, SystemTime},
};

use subtle::Choice;

use super::{
    VerifyError, freshness, key::PreparedKey, keyed_hash::Tag, lookup::Lookup, message::Message,
    timestamp_text::TimestampText, url::PublicUrl,
};
use crate::{
    Field, RawRequest,
    scheme::{self, Algorithm, Grammar, Hash, Signature},
};

/// The signatures of a request, in order as to form and time.
pub(super) struct Shown {
    timestamp: TimestampText,
    hash: Option<Hash>,
    candidates: Candidates,
    pub(super) sent_at: Option<SystemTime>,
}

impl Shown {
    pub(super) fn read(
        signature: &Signature,
        lookup: Lookup<'_>,
        now: SystemTime,
        tolerance: Option<Duration>,
    ) -> Result<Self, VerifyError> {
        let text = lookup.credential(signature.at)?;
        let hash = hash_of(signature, lookup)?;
        let candidates = Candidates::read(signature, hash, &text)?;
        let Some((at, unit)) = signature.timestamp else {
            return Ok(Self { timestamp: TimestampText::NONE, hash, candidates, sent_at: None });
        };
        let text = timestamp_of(signature, at, lookup, &text)?;
        let parsed = TimestampText::new(&text).zip(unit.parse(&text));
        let malformed = || VerifyError::Malformed { at, expected: unit.expected().into() };
        let (timestamp, sent_at) = parsed.ok_or_else(malformed)?;
        if let Some(tolerance) = tolerance {
            freshness::check(sent_at, now, tolerance)?;
        }
        Ok(Self { timestamp, hash, candidates, sent_at: Some(sent_at) })
    }

    /// Checks the form of a signature whose time lies elsewhere.
    pub(super) fn check_form(signature: &Signature, lookup: Lookup<'_>) -> Result<(), VerifyError> {
        let text = lookup.credential(signature.at)?;
        let hash = match signature.algorithm {
            Algorithm::Hmac(hash) => Some(hash),
            Algorithm::Ed25519 => None,
            Algorithm::HmacNamed { .. } => return Ok(()),
        };
        Candidates::read(signature, hash, &text).map(drop)
    }
}

/// A signature of a request that has come whole. It is open whether it matches.
pub(super) struct SignatureCheck<'a> {
    pub(super) signature: &'a Signature,
    pub(super) lookup: Lookup<'a>,
    pub(super) shown: &'a Shown,
}

impl SignatureCheck<'_> {
    /// Returns the secret that made one of the signatures, and whether the body is covered by a
    /// hash that was signed.
    ///
    /// The message is hashed once for each key and URL, and for each signature if the key is a
    /// public one. A body is held against its hash after that: before, anybody could ask for it.
    pub(super) fn matching(
        &self,
        keys: &[PreparedKey],
        urls: &[PublicUrl],
    ) -> Result<(usize, bool), VerifyError> {
        let RawRequest { uri, body, .. } = *self.lookup.received;
        let message =
            Message::new(self.signature.parts, self.lookup, self.shown.timestamp.as_bytes())?;
        let body_hash = self.body_hash(message.has_form())?;
        for url in urls.iter().filter(|url| url.fits(uri)) {
            let Some(key) = self.key(keys, &message, url)? else {
                continue;
            };
            return match body_hash {
                Some((hash, signed)) if bool::from(!signed.ct_eq(&hash.digest(body))) => {
                    Err(VerifyError::BodyHashMismatch)
                }
                found => Ok((key.secret, found.is_some() || body.is_empty())),
            };
        }
        Err(VerifyError::SignatureMismatch)
    }

    /// Returns the key that made one of the signatures, if the sender knows this server by `url`.
    fn key<'k>(
        &self,
        keys: &'k [PreparedKey],
        message: &Message<'_>,
        url: &PublicUrl,
    ) -> Result<Option<&'k PreparedKey>, VerifyError> {
        let Some(hash) = self.shown.hash else {
            return self.public_key(keys, message, url);
        };
        for key in keys {
            if let Some(state) = key.key.mac(hash) {
                let mut state = state.clone();
                message.feed(url, |part| state.update(part))?;
                if self.shown.candidates.contain(&state.finish()) {
                    return Ok(Some(key));
                }
            }
        }
        Ok(None)
    }

    #[cfg(feature = "ed25519")]
    fn public_key<'k>(
        &self,
        keys: &'k [PreparedKey],
        message: &Message<'_>,
        url: &PublicUrl,
    ) -> Result<Option<&'k PreparedKey>, VerifyError> {
        let message = message.joined(url)?;
        Ok(keys.iter().find(|key| key.key.has_signed(&message, self.shown.candidates.iter())))
    }

    #[cfg(not(feature = "ed25519"))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "no key is a public one")]
    fn public_key<'k>(
        &self,
        _: &'k [PreparedKey],
        _: &Message<'_>,
        _: &PublicUrl,
    ) -> Result<Option<&'k PreparedKey>, VerifyError> {
        Ok(None)
    }

    /// Returns the hash of the body that the sender has signed, if its scheme has one and the body
    /// is not signed otherwise.
    fn body_hash(&self, has_form: bool) -> Result<Option<(Hash, Tag)>, VerifyError> {
        let Some((at, hash, encoding)) = self.signature.body_hash else {
            return Ok(None);
        };
        let Some(text) = self.lookup.find(at)? else {
            let is_covered = has_form || self.lookup.received.body.is_empty();
            return is_covered.then_some(None).ok_or(VerifyError::Missing { at });
        };
        let mut signed = [0; 64];
        let signed = &mut signed[..hash.digest_len()];
        let expected = "the hash of the body".into();
        encoding.decode_into(&text, signed).ok_or(VerifyError::Malformed { at, expected })?;
        Ok(Some((hash, Tag::new(signed))))
    }
}

/// The signatures of one request, decoded. There is nearly always one; more only allocate then.
struct Candidates {
    first: Tag,
    more: Vec<Tag>,
}

impl Candidates {
    fn read(signature: &Signature, hash: Option<Hash>, text: &str) -> Result<Self, VerifyError> {
        let (len, most) = match hash {
            Some(hash) => (hash.digest_len(), MAX_MACS),
            None => (64, MAX_SIGNATURES),
        };
        let malformed = |expected| VerifyError::Malformed { at: signature.at, expected };
        let form = || signature.grammar.form(signature.encoding, len).into();
        let mut entries = signature.grammar.signatures(text);
        let mut tags = entries.by_ref().take(most).filter_map(|entry| {
            let mut bytes = [0; 64];
            signature.encoding.decode_into(entry, &mut bytes[..len])?;
            Some(Tag::new(&bytes[..len]))
        });
        let first = tags.next().ok_or_else(|| malformed(form()))?;
        let more = tags.collect();
        match entries.next() {
            Some(_) => Err(malformed(format!("at most {most} signatures").into())),
            None => Ok(Self { first, more }),
        }
    }

    fn iter(&self) -> impl Iterator<Item = &Tag> {
        std::iter::once(&self.first).chain(&self.more)
    }

    fn contain(&self, tag: &Tag) -> bool {
        self.iter().fold(Choice::from(0), |found, candidate| found | candidate.ct_eq(tag)).into()
    }
}

/// More than any rotation needs. They are compared with one code, so that more cost nothing.
const MAX_MACS: usize = 16;

/// Enough for a rotation. Each of them costs a hash of the whole message for each key.
const MAX_SIGNATURES: usize = 4;

/// The hash that the signature is made with; none where it is no MAC.
fn hash_of(signature: &Signature, lookup: Lookup<'_>) -> Result<Option<Hash>, VerifyError> {
    match signature.algorithm {
        Algorithm::Hmac(hash) => Ok(Some(hash)),
        Algorithm::Ed25519 => Ok(None),
        Algorithm::HmacNamed { at, field, allowed } => {
            let text = lookup.credential(at)?;
            let name = scheme::field(&text, ',', field);
            let hash = allowed.iter().find(|(allowed, _)| Some(*allowed) == name);
            let (_, hash) = hash.ok_or(VerifyError::UnsupportedAlgorithm { at })?;
            Ok(Some(*hash))
        }
    }
}

/// The timestamp's text, character by character as it came.
fn timestamp_of<'a>(
    signature: &Signature,
    at: Field,
    lookup: Lookup<'a>,
    text: &Cow<'a, str>,
) -> Result<Cow<'a, str>, VerifyError> {
    if at != signature.at || !matches!(signature.grammar, Grammar::Fields { .. }) {
        return lookup.credential(at);
    }
    let found = match text {
        Cow::Borrowed(text) => signature.grammar.timestamp(text).map(Cow::Borrowed),
        Cow::Owned(text) => signature.grammar.timestamp(text).map(|t| Cow::Owned(t.to_owned())),
    };
    found.ok_or(VerifyError::Malformed { at, expected: "one timestamp".into() })
}
