//! The check of one signature: what is cheap first, the hashing of the body last.

use std::{
    borrow::Cow,
    time::{Duration, SystemTime},
};

use subtle::Choice;

use super::{
    VerifyError, freshness,
    key::{Key, PreparedKey},
    keyed_hash::Tag,
    lookup::Lookup,
    message::Message,
    url::PublicUrl,
};
use crate::{
    RawRequest, request,
    scheme::{self, Algorithm, Grammar, Hash, Part, Signature},
};

/// A signature of a request whose form and time are in order; whether it matches is still open.
pub(super) struct SignatureCheck<'a> {
    signature: &'a Signature,
    lookup: Lookup<'a>,
    timestamp: Cow<'a, str>,
    hash: Option<Hash>,
    candidates: Candidates,
    pub(super) sent_at: Option<SystemTime>,
}

impl<'a> SignatureCheck<'a> {
    pub(super) fn new(
        signature: &'a Signature,
        lookup: Lookup<'a>,
        now: SystemTime,
        tolerance: Option<Duration>,
    ) -> Result<Self, VerifyError> {
        let text = lookup.required(signature.at)?;
        let hash = hash_of(signature, lookup)?;
        let candidates = Candidates::read(signature, hash.map_or(64, Hash::digest_len), &text)?;
        let timestamp = timestamp_of(signature, lookup, &text)?;
        let sent_at = signature
            .timestamp
            .map(|(at, unit)| {
                let malformed = VerifyError::Malformed { at, expected: unit.expected().into() };
                unit.parse(&timestamp).ok_or(malformed)
            })
            .transpose()?;
        if let Some((sent_at, tolerance)) = sent_at.zip(tolerance) {
            freshness::check(sent_at, now, tolerance)?;
        }
        Ok(Self { signature, lookup, timestamp, hash, candidates, sent_at })
    }

    /// The secret that made one of the signatures.
    pub(super) fn matching(
        &self,
        keys: &[PreparedKey],
        urls: &[PublicUrl],
    ) -> Result<usize, VerifyError> {
        self.check_body_hash()?;
        for key in keys {
            for url in urls.iter().filter(|url| url.fits(self.lookup.received.uri)) {
                if self.matches(&key.key, &self.message(url))? {
                    return Ok(key.secret);
                }
            }
        }
        Err(VerifyError::SignatureMismatch)
    }

    fn matches(&self, key: &Key, message: &Message<'_>) -> Result<bool, VerifyError> {
        match key {
            Key::Mac(_) => {
                let Some(state) = self.hash.and_then(|hash| key.mac(hash)) else {
                    return Ok(false);
                };
                let mut state = state.clone();
                message.feed(|part| state.update(part))?;
                Ok(self.candidates.contain(&state.finish()))
            }
            #[cfg(feature = "ed25519")]
            Key::Ed25519(key) => super::ed25519::matches(key, message, self.candidates.iter()),
            Key::Token(_) => Ok(false),
        }
    }

    fn message(&'a self, url: &'a PublicUrl) -> Message<'a> {
        Message {
            parts: self.signature.parts,
            lookup: self.lookup,
            timestamp: &self.timestamp,
            url,
        }
    }

    fn check_body_hash(&self) -> Result<(), VerifyError> {
        let Some((at, hash, encoding)) = self.signature.body_hash else {
            return Ok(());
        };
        let RawRequest { headers, body, .. } = *self.lookup.received;
        let Some(text) = self.lookup.find(at)? else {
            let covered =
                self.signature.parts.contains(&Part::SortedForm) && request::is_form(headers, body);
            return (covered || body.is_empty()).then_some(()).ok_or(VerifyError::Missing { at });
        };
        let mut signed = [0; 64];
        let signed = &mut signed[..hash.digest_len()];
        let expected = "the hash of the body".into();
        encoding.decode_into(&text, signed).ok_or(VerifyError::Malformed { at, expected })?;
        bool::from(Tag::new(signed).ct_eq(&hash.digest(body)))
            .then_some(())
            .ok_or(VerifyError::BodyHashMismatch)
    }
}

/// The signatures of one request, decoded. There is nearly always one; more only allocate then.
struct Candidates {
    first: Tag,
    more: Vec<Tag>,
}

impl Candidates {
    fn read(signature: &Signature, len: usize, text: &str) -> Result<Self, VerifyError> {
        let malformed = |expected| VerifyError::Malformed { at: signature.at, expected };
        let form = || signature.grammar.form(signature.encoding, len).into();
        let mut entries = signature.grammar.signatures(text);
        let mut tags = entries.by_ref().take(MAX_SIGNATURES).filter_map(|entry| {
            let mut bytes = [0; 64];
            signature.encoding.decode_into(entry, &mut bytes[..len])?;
            Some(Tag::new(&bytes[..len]))
        });
        let first = tags.next().ok_or_else(|| malformed(form()))?;
        let more = tags.collect();
        match entries.next() {
            Some(_) => Err(malformed("at most 16 signatures".into())),
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

/// Enough for any rotation; each costs a verification where the key is a public one.
const MAX_SIGNATURES: usize = 16;

/// The hash that the signature is made with; none where it is no MAC.
fn hash_of(signature: &Signature, lookup: Lookup<'_>) -> Result<Option<Hash>, VerifyError> {
    match signature.algorithm {
        Algorithm::Hmac(hash) => Ok(Some(hash)),
        Algorithm::Ed25519 => Ok(None),
        Algorithm::HmacNamed { at, field, allowed } => {
            let text = lookup.required(at)?;
            let name = scheme::field(&text, ',', field);
            let hash = allowed.iter().find(|(allowed, _)| Some(*allowed) == name);
            let (_, hash) = hash.ok_or(VerifyError::UnsupportedAlgorithm { at })?;
            Ok(Some(*hash))
        }
    }
}

/// The timestamp's text, character by character as it came; empty where the scheme has none.
fn timestamp_of<'a>(
    signature: &Signature,
    lookup: Lookup<'a>,
    text: &Cow<'a, str>,
) -> Result<Cow<'a, str>, VerifyError> {
    let Some((at, _)) = signature.timestamp else {
        return Ok(Cow::Borrowed(""));
    };
    if at != signature.at || !matches!(signature.grammar, Grammar::Fields { .. }) {
        return lookup.required(at);
    }
    let found = match text {
        Cow::Borrowed(text) => signature.grammar.timestamp(text).map(Cow::Borrowed),
        Cow::Owned(text) => signature.grammar.timestamp(text).map(|t| Cow::Owned(t.to_owned())),
    };
    found.ok_or(VerifyError::Malformed { at, expected: "one timestamp".into() })
}
