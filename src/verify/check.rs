//! The check of one signature: what is cheap first, the hashing of the body last.

use std::{borrow::Cow, time::SystemTime};

#[cfg(feature = "public-keys")]
use super::fetched::Wanted;
use super::{
    VerifyError,
    candidates::{self, Candidates},
    challenge::{self, LONGEST_CHALLENGE},
    freshness::{self, Window},
    keyed_hash::Tag,
    lookup::Lookup,
    message::Message,
    prepare::Way,
    timestamp_text::TimestampText,
    url::PublicUrl,
};
use crate::{
    Field, RawRequest,
    request::{self, PreparedField},
    scheme::{Algorithm, Grammar, Hash, Part, Signature},
};

/// The signatures of a request, in order as to form and time.
pub(super) struct Shown {
    timestamp: TimestampText,
    hash: Option<Hash>,
    candidates: Candidates,
    pub(super) sent_at: Option<SystemTime>,
    /// The time at which the request is verified.
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
        window: Option<Window>,
    ) -> Result<Shown, VerifyError> {
        let text = candidates::usual(self.way, self.lookup)?;
        self.check_required(|_| true)?;
        self.check_key_id()?;
        let hash = self.hash()?;
        let candidates = Candidates::read(self.signature, self.way, hash, &text, self.lookup)?;
        let (timestamp, sent_at) = if self.way.has_late_time {
            (TimestampText::NONE, None)
        } else {
            self.time(&text, now, window)?
        };
        Ok(Shown { timestamp, hash, candidates, sent_at, now })
    }

    /// Reads the time of a request that is signed by `text`, and holds it against the window.
    fn time(
        &self,
        text: &str,
        now: SystemTime,
        window: Option<Window>,
    ) -> Result<(TimestampText, Option<SystemTime>), VerifyError> {
        let (Some(place), Some((at, unit))) = (&self.way.timestamp, self.signature.timestamp())
        else {
            return Ok((TimestampText::NONE, None));
        };
        let text = self.timestamp(place, text)?;
        let parsed = TimestampText::new(&text).zip(unit.parse(&text));
        let malformed = || VerifyError::Malformed { at, expected: unit.expected().into() };
        let (timestamp, sent_at) = parsed.ok_or_else(malformed)?;
        if let Some(window) = window {
            freshness::check(sent_at, now, window)?;
        }
        Ok((timestamp, Some(sent_at)))
    }

    /// Checks what is only looked at in a request that was signed, and returns its time.
    ///
    /// A time that no window is set for may be missing: the rest of the document tells whether it can be
    /// read.
    pub(super) fn check_signed(
        &self,
        shown: &Shown,
        window: Option<Window>,
    ) -> Result<Option<SystemTime>, VerifyError> {
        for (place, expected) in self.way.required.iter().filter(|(_, it)| it.is_late()) {
            if !expected.fits(&self.lookup.required(place)?) {
                return Err(VerifyError::UnexpectedValue { at: place.at });
            }
        }
        if !self.way.has_late_time {
            return Ok(shown.sent_at);
        }
        match self.time("", shown.now, window) {
            Err(_) if window.is_none() => Ok(None),
            time => Ok(time?.1),
        }
    }

    /// Checks the form of a signature whose time lies elsewhere.
    pub(super) fn check_form(&self) -> Result<(), VerifyError> {
        let is_in_head = self.way.further.iter().all(|place| place.at.is_in_head());
        let text = is_in_head.then(|| candidates::usual(self.way, self.lookup)).transpose()?;
        self.check_required(|at| at.is_in_head())?;
        self.check_key_id()?;
        let Some(text) = text else {
            return Ok(());
        };
        let hash = match self.signature.algorithm {
            Algorithm::Hmac(hash) | Algorithm::Plain(hash) => Some(hash),
            Algorithm::HmacNamed { .. } => return Ok(()),
            _ => None,
        };
        Candidates::read(self.signature, self.way, hash, &text, self.lookup).map(drop)
    }

    /// Checks the values that must be shown beside the signature, as far as they can be looked for now.
    fn check_required(&self, is_there: impl Fn(Field) -> bool) -> Result<(), VerifyError> {
        let required = self.way.required.iter();
        let required = required.filter(|(place, it)| is_there(place.at) && !it.is_late());
        for (place, expected) in required {
            let shown = self.lookup.credential(place)?;
            if !expected.fits(&shown) {
                return Err(VerifyError::UnexpectedValue { at: place.at });
            }
        }
        Ok(())
    }

    /// Checks that the request names a published key, and may name it so, as far as its head tells.
    #[cfg(feature = "public-keys")]
    #[inline]
    fn check_key_id(&self) -> Result<(), VerifyError> {
        let (Some(published), Some(place)) = (&self.way.published, &self.way.key_id) else {
            return Ok(());
        };
        if place.at.is_in_head() && !published.may_be_named(&self.lookup.credential(place)?) {
            return Err(VerifyError::KeyUrlNotAllowed { at: place.at });
        }
        Ok(())
    }

    #[cfg(not(feature = "public-keys"))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "no key is published")]
    const fn check_key_id(&self) -> Result<(), VerifyError> {
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
        self.refuse_unsigned_body(&message)?;
        self.refuse_added_bytes()?;
        let signs_hash = self.signature.body_hash.is_some();
        let body_hash = self.body_hash(message.has_form())?;
        for url in urls.iter().filter(|url| url.fits(uri)) {
            let Some(made_by) = self.signer(shown, &message, url)? else {
                continue;
            };
            return match body_hash {
                Some((hash, signed)) if bool::from(!signed.ct_eq(&hash.digest(body))) => {
                    Err(VerifyError::BodyHashMismatch)
                }
                // The sender says the hash of a body that it sends: without one it has sent none.
                found => Ok((made_by, found.is_some() || (signs_hash && body.is_empty()))),
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
        message: &Message<'_, '_>,
        url: &PublicUrl,
    ) -> Result<Option<Signer>, VerifyError> {
        let Some(hash) = shown.hash else {
            return self.public_key(shown, message, url);
        };
        for key in &self.way.keys {
            let Some(state) = key.key.mac(hash) else { continue };
            let place = self.signature.key_for_each_place.then_some(key.secret);
            for end in self.signature.ends() {
                let code = state.code(|sink| {
                    message.feed(url, state.secret(), &mut *sink)?;
                    if let Some(end) = end {
                        sink(end.as_bytes());
                    }
                    Ok::<_, VerifyError>(())
                })?;
                if shown.candidates.contain(&code, place) {
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
        message: &Message<'_, '_>,
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
        _: &Message<'_, '_>,
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

    /// Refuses a body that is no form where the fields of a form are all that is signed of it.
    fn refuse_unsigned_body(&self, message: &Message<'_, '_>) -> Result<(), VerifyError> {
        let is_form_signed = !self.way.message().signs_only_fields() || message.has_form();
        let is_unsigned = !is_form_signed && self.signature.body_hash.is_none();
        if !is_unsigned || self.lookup.received.body.is_empty() {
            return Ok(());
        }
        let (at, expected) =
            (Field::Header("content-type"), "that of a form, whose fields are signed".into());
        Err(VerifyError::Malformed { at, expected })
    }

    /// Refuses a body that is no text where a plain hash could have been made longer without the secret: the
    /// first byte that is added is none of UTF-8 (the padding of SHA-2, SHA-1 and MD5).
    fn refuse_added_bytes(&self) -> Result<(), VerifyError> {
        let is_plain = matches!(self.signature.algorithm, Algorithm::Plain(_));
        let is_open = is_plain && self.signature.template.parts().last() != Some(Part::Secret);
        if !is_open || simdutf8::basic::from_utf8(self.lookup.received.body).is_ok() {
            return Ok(());
        }
        let expected = "text in UTF-8, since bytes can be added behind a plain hash".into();
        Err(VerifyError::Malformed { at: Field::Body, expected })
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
        let name = request::entry(&text, b',', field);
        let hash = allowed.iter().find(|(allowed, _)| Some(*allowed) == name);
        let (_, hash) = hash.ok_or(VerifyError::UnsupportedAlgorithm { at })?;
        Ok(Some(*hash))
    }

    /// Returns the timestamp's text, character by character as it came.
    #[inline]
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
