//! The check of one signature: what is cheap first, the hashing of the body last.

use std::{
    borrow::Cow,
    time::{Duration, SystemTime},
};

use subtle::ConstantTimeEq;

#[cfg(feature = "public-keys")]
use super::fetched::Wanted;
use super::{
    VerifyError,
    challenge::{self, LONGEST_CHALLENGE},
    freshness,
    keyed_hash::Tag,
    lookup::Lookup,
    message::Message,
    prepare::Way,
    timestamp_text::TimestampText,
    url::PublicUrl,
};
use crate::{
    Field, RawRequest,
    request::PreparedField,
    scheme::{self, Algorithm, Encoding, Grammar, Hash, Signature},
};

/// The signatures of a request, in order as to form and time.
pub(super) struct Shown {
    timestamp: TimestampText,
    hash: Option<Hash>,
    candidates: Candidates,
    pub(super) sent_at: Option<SystemTime>,
    /// The time at which the request is verified.
    #[cfg_attr(not(feature = "public-keys"), expect(dead_code, reason = "no key is published"))]
    now: SystemTime,
}

/// The key that made a signature.
#[derive(Debug, Clone, Copy)]
pub(super) enum Signer {
    /// It is the secret at this position, or was made of it.
    Secret(usize),
    /// The sender publishes it.
    #[cfg_attr(not(feature = "public-keys"), expect(dead_code, reason = "no key is published"))]
    Published,
}

/// A scheme, held against a request.
#[derive(Clone, Copy)]
pub(super) struct SignatureCheck<'a> {
    pub(super) signature: &'a Signature,
    pub(super) way: &'a Way,
    pub(super) lookup: Lookup<'a>,
}

impl SignatureCheck<'_> {
    /// Reads the signatures and their time.
    pub(super) fn read(
        &self,
        now: SystemTime,
        tolerance: Option<Duration>,
    ) -> Result<Shown, VerifyError> {
        let text = self.lookup.credential(&self.way.credential)?;
        self.check_required(|_| true)?;
        let hash = self.hash()?;
        let candidates = Candidates::read(self.signature, hash, &text)?;
        let (Some(place), Some((at, unit))) = (&self.way.timestamp, self.signature.timestamp())
        else {
            let timestamp = TimestampText::NONE;
            return Ok(Shown { timestamp, hash, candidates, sent_at: None, now });
        };
        let text = self.timestamp(place, &text)?;
        let parsed = TimestampText::new(&text).zip(unit.parse(&text));
        let malformed = || VerifyError::Malformed { at, expected: unit.expected().into() };
        let (timestamp, sent_at) = parsed.ok_or_else(malformed)?;
        if let Some(tolerance) = tolerance {
            freshness::check(sent_at, now, tolerance)?;
        }
        Ok(Shown { timestamp, hash, candidates, sent_at: Some(sent_at), now })
    }

    /// Checks the form of a signature whose time lies elsewhere.
    pub(super) fn check_form(&self) -> Result<(), VerifyError> {
        let text = self.lookup.credential(&self.way.credential)?;
        self.check_required(|at| at.is_in_head())?;
        let hash = match self.signature.algorithm {
            Algorithm::Hmac(hash) | Algorithm::Plain(hash) => Some(hash),
            Algorithm::HmacNamed { .. } => return Ok(()),
            _ => None,
        };
        Candidates::read(self.signature, hash, &text).map(drop)
    }

    /// Checks the values that must be shown beside the signature, as far as they can be looked for now.
    fn check_required(&self, is_there: impl Fn(Field) -> bool) -> Result<(), VerifyError> {
        let required = self.way.required.iter().filter(|(place, _)| is_there(place.at));
        for (place, expected) in required {
            let shown = self.lookup.credential(place)?;
            if !bool::from(shown.as_bytes().ct_eq(expected.as_bytes())) {
                return Err(VerifyError::UnexpectedValue { at: place.at });
            }
        }
        Ok(())
    }

    /// Returns the key that made one of the signatures, and whether the body is covered by a hash that
    /// was signed.
    ///
    /// The message is hashed once for each key and URL, and for each signature if the key is a
    /// public one. A body is held against its hash after that: before, anybody could ask for it.
    pub(super) fn matching(
        &self,
        shown: &Shown,
        urls: &[PublicUrl],
    ) -> Result<(Signer, bool), VerifyError> {
        let RawRequest { uri, body, .. } = *self.lookup.received;
        let message = Message::new(self.way.message(), self.lookup, shown.timestamp.as_bytes())?;
        let body_hash = self.body_hash(message.has_form())?;
        for url in urls.iter().filter(|url| url.fits(uri)) {
            let Some(made_by) = self.signer(shown, &message, url)? else {
                continue;
            };
            return match body_hash {
                Some((hash, signed)) if bool::from(!signed.ct_eq(&hash.digest(body))) => {
                    Err(VerifyError::BodyHashMismatch)
                }
                found => Ok((made_by, found.is_some() || body.is_empty())),
            };
        }
        Err(VerifyError::SignatureMismatch)
    }

    /// Returns whether the whole message is such a text as handshakes have signed.
    pub(super) fn is_challenge(
        &self,
        shown: &Shown,
        urls: &[PublicUrl],
    ) -> Result<bool, VerifyError> {
        let message = Message::new(self.way.message(), self.lookup, shown.timestamp.as_bytes())?;
        for url in urls.iter().filter(|url| url.fits(self.lookup.received.uri)) {
            let (mut length, mut is_plain) = (0, true);
            message.feed(url, &[], |part| {
                length += part.len();
                is_plain = is_plain
                    && length <= LONGEST_CHALLENGE
                    && part.iter().copied().all(challenge::is_plain);
            })?;
            if is_plain && length > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns the key that made one of the signatures, if the sender knows this server by `url`.
    fn signer(
        &self,
        shown: &Shown,
        message: &Message<'_>,
        url: &PublicUrl,
    ) -> Result<Option<Signer>, VerifyError> {
        let Some(hash) = shown.hash else {
            return self.public_key(shown, message, url);
        };
        for key in &self.way.keys {
            if let Some(state) = key.key.mac(hash) {
                let code = state.code(|sink| message.feed(url, state.secret(), sink))?;
                if shown.candidates.contain(&code) {
                    return Ok(Some(Signer::Secret(key.secret)));
                }
            }
        }
        Ok(None)
    }

    #[cfg(feature = "ed25519")]
    fn public_key(
        &self,
        shown: &Shown,
        message: &Message<'_>,
        url: &PublicUrl,
    ) -> Result<Option<Signer>, VerifyError> {
        let message = message.joined(url)?;
        let signatures = shown.candidates.signatures();
        for key in &self.way.keys {
            if key.key.has_signed(&message, signatures) {
                return Ok(Some(Signer::Secret(key.secret)));
            }
        }
        self.published(shown, &message)
    }

    #[cfg(not(feature = "ed25519"))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "no key is a public one")]
    fn public_key(
        &self,
        _: &Shown,
        _: &Message<'_>,
        _: &PublicUrl,
    ) -> Result<Option<Signer>, VerifyError> {
        Ok(None)
    }

    /// Looks among the keys that the sender publishes, unless they were given as secrets.
    #[cfg(feature = "public-keys")]
    fn published(&self, shown: &Shown, message: &[u8]) -> Result<Option<Signer>, VerifyError> {
        let Some(published) = &self.way.published else {
            return Ok(None);
        };
        let id = self.way.key_id.as_ref().map(|place| self.lookup.credential(place)).transpose()?;
        if let (Some(place), Some(id)) = (&self.way.key_id, &id)
            && !published.may_be_named(id)
        {
            return Err(VerifyError::KeyUrlNotAllowed { at: place.at });
        }
        let wanted = Wanted { id: id.as_deref(), algorithm: self.signature.algorithm };
        let signatures = shown.candidates.signatures();
        let found = published.any(wanted, shown.now, |key| {
            signatures.iter().any(|signature| key.has_signed(message, signature))
        })?;
        Ok(found.then_some(Signer::Published))
    }

    #[cfg(all(feature = "ed25519", not(feature = "public-keys")))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "no key is published")]
    fn published(&self, _: &Shown, _: &[u8]) -> Result<Option<Signer>, VerifyError> {
        Ok(None)
    }

    /// Returns the hash of the body that the sender has signed, if its scheme has one and the body
    /// is not signed otherwise.
    fn body_hash(&self, has_form: bool) -> Result<Option<(Hash, Tag)>, VerifyError> {
        let Some((at, hash, encoding)) = self.signature.body_hash else {
            return Ok(None);
        };
        let Some(text) = self.lookup.find(&at.into())? else {
            let is_covered = has_form || self.lookup.received.body.is_empty();
            return is_covered.then_some(None).ok_or(VerifyError::Missing { at });
        };
        let expected = "the hash of the body".into();
        let signed = Tag::decode(encoding, &text, hash.digest_len());
        Ok(Some((hash, signed.ok_or(VerifyError::Malformed { at, expected })?)))
    }

    /// Returns the hash that the signature is made with; none where it is no MAC.
    fn hash(&self) -> Result<Option<Hash>, VerifyError> {
        let (at, field, allowed) = match self.signature.algorithm {
            Algorithm::Hmac(hash) | Algorithm::Plain(hash) => return Ok(Some(hash)),
            Algorithm::HmacNamed { at, field, allowed } => (at, field, allowed),
            _ => return Ok(None),
        };
        let text = self.lookup.credential(&at.into())?;
        let name = scheme::field(&text, ',', field);
        let hash = allowed.iter().find(|(allowed, _)| Some(*allowed) == name);
        let (_, hash) = hash.ok_or(VerifyError::UnsupportedAlgorithm { at })?;
        Ok(Some(*hash))
    }

    /// Returns the timestamp's text, character by character as it came.
    fn timestamp<'t>(
        &self,
        place: &PreparedField,
        text: &'t str,
    ) -> Result<Cow<'t, str>, VerifyError>
    where
        Self: 't,
    {
        let signature = self.signature;
        if place.at != signature.at || !matches!(signature.grammar, Grammar::Fields { .. }) {
            return self.lookup.credential(place);
        }
        let found = signature.grammar.timestamp(text).map(Cow::Borrowed);
        found.ok_or_else(|| VerifyError::Malformed {
            at: place.at,
            expected: "one timestamp".into(),
        })
    }
}

impl Signer {
    /// Returns the position of the secret.
    pub(super) const fn secret(self) -> Option<usize> {
        match self {
            Self::Secret(position) => Some(position),
            Self::Published => None,
        }
    }
}

/// The credentials of one request, decoded.
enum Candidates {
    /// There is nearly always one; more only allocate then.
    Codes { first: Tag, more: Vec<Tag> },
    /// Signatures by a private key.
    #[cfg_attr(not(feature = "ed25519"), expect(dead_code, reason = "no key is a public one"))]
    Signatures(Vec<Vec<u8>>),
}

impl Candidates {
    fn read(signature: &Signature, hash: Option<Hash>, text: &str) -> Result<Self, VerifyError> {
        if let Some(hash) = hash {
            let len = hash.digest_len();
            let decode = |entry: &str| Tag::decode(signature.encoding, entry, len);
            let (first, more) = entries(signature, text, MAX_MACS, (len, len), decode)?;
            return Ok(Self::Codes { first, more });
        }
        let lens = signature.algorithm.signature_lens();
        let decode = |entry: &str| decoded(signature.encoding, entry, lens);
        let (first, mut more) = entries(signature, text, MAX_SIGNATURES, lens, decode)?;
        more.insert(0, first);
        Ok(Self::Signatures(more))
    }

    fn contain(&self, code: &Tag) -> bool {
        let Self::Codes { first, more } = self else {
            return false;
        };
        let same = more.iter().fold(first.ct_eq(code), |same, other| same | other.ct_eq(code));
        same.into()
    }

    #[cfg(feature = "ed25519")]
    fn signatures(&self) -> &[Vec<u8>] {
        match self {
            Self::Codes { .. } => &[],
            Self::Signatures(signatures) => signatures,
        }
    }
}

/// Reads the entries of a text that are credentials by their form: the first one, and the others.
fn entries<T>(
    signature: &Signature,
    text: &str,
    most: usize,
    lens: (usize, usize),
    decode: impl Fn(&str) -> Option<T>,
) -> Result<(T, Vec<T>), VerifyError> {
    let malformed = |expected| VerifyError::Malformed { at: signature.at, expected };
    let (mut first, mut more) = (None, Vec::new());
    for (number, entry) in signature.grammar.signatures(text).enumerate() {
        if number == most {
            return Err(malformed(format!("at most {most} signatures").into()));
        }
        match decode(entry) {
            Some(credential) if first.is_none() => first = Some(credential),
            Some(credential) => more.push(credential),
            None => {}
        }
    }
    let form = || malformed(signature.grammar.form(signature.encoding, lens).into());
    Ok((first.ok_or_else(form)?, more))
}

/// Decodes a signature whose length is between these two. A longer text costs nothing.
fn decoded(encoding: Encoding, text: &str, (least, most): (usize, usize)) -> Option<Vec<u8>> {
    let fits = text.len() <= encoding.encoded_len(most);
    let bytes = fits.then(|| encoding.decode(text)).flatten()?;
    (least..=most).contains(&bytes.len()).then_some(bytes)
}

/// More than any rotation needs. They are compared with one code, so that more cost nothing.
const MAX_MACS: usize = 16;

/// Enough for a rotation. Each of them costs a hash of the whole message for each key, and 15 to 60 µs beside it.
const MAX_SIGNATURES: usize = 4;
