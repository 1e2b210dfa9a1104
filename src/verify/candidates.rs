//! The signatures that a request shows, decoded.

use std::borrow::Cow;

use super::{VerifyError, keyed_hash::Tag, lookup::Lookup, prepare::Way};
use crate::{
    Field,
    request::PreparedField,
    scheme::{Encoding, Hash, Signature},
};

/// The signatures of one request, in order as to form.
pub(super) enum Candidates {
    OfOnePlace(Decoded),
    /// Each with the position of its place. Some places may be empty.
    OfSeveralPlaces(Vec<(usize, Decoded)>),
}

/// The signatures of one place.
pub(super) enum Decoded {
    /// There is nearly always one; more only allocate then.
    Codes { first: Tag, more: Vec<Tag> },
    /// Signatures by a private key.
    #[cfg_attr(not(feature = "ed25519"), expect(dead_code, reason = "no key is a public one"))]
    Signatures(Vec<Vec<u8>>),
}

impl Candidates {
    /// Decodes the signatures of the usual place, and looks for those of the further places.
    pub(super) fn read(
        signature: &Signature,
        way: &Way,
        hash: Option<Hash>,
        text: &str,
        lookup: Lookup<'_>,
    ) -> Result<Self, VerifyError> {
        let key = way.key_label.as_deref();
        let decode = |at, text: &str| Decoded::read(signature, at, hash, key, text);
        if way.further.is_empty() {
            return decode(signature.at, text).map(Self::OfOnePlace);
        }
        let mut decoded = Vec::new();
        if !text.is_empty() {
            decoded.push((0, decode(signature.at, text)?));
        }
        for (position, place) in way.further.iter().enumerate() {
            let text = maybe(lookup, place)?;
            if !text.is_empty() {
                decoded.push((position + 1, decode(place.at, &text)?));
            }
        }
        Ok(Self::OfSeveralPlaces(decoded))
    }

    /// Returns whether one of them is this code: of those at this place, if one is named.
    pub(super) fn contain(&self, code: &Tag, place: Option<usize>) -> bool {
        match self {
            Self::OfOnePlace(decoded) => decoded.contain(code),
            Self::OfSeveralPlaces(decoded) => {
                let is_there = |at| place.is_none_or(|place| place == at);
                decoded.iter().any(|(at, decoded)| is_there(*at) && decoded.contain(code))
            }
        }
    }

    /// Returns the signatures by a private key, which have one place.
    #[cfg(feature = "ed25519")]
    pub(super) fn signatures(&self) -> &[Vec<u8>] {
        match self {
            Self::OfOnePlace(Decoded::Signatures(signatures)) => signatures,
            _ => &[],
        }
    }
}

/// Returns the text at the usual place of a signature; an empty one if only a further place has any.
#[inline]
pub(super) fn usual<'a>(way: &Way, lookup: Lookup<'a>) -> Result<Cow<'a, str>, VerifyError> {
    if way.further.is_empty() {
        return lookup.credential(&way.credential);
    }
    usual_of_several(way, lookup)
}

fn usual_of_several<'a>(way: &Way, lookup: Lookup<'a>) -> Result<Cow<'a, str>, VerifyError> {
    let text = maybe(lookup, &way.credential)?;
    for place in way.further.iter().take_while(|_| text.is_empty()) {
        if !maybe(lookup, place)?.is_empty() {
            return Ok(text);
        }
    }
    let is_shown = !text.is_empty();
    is_shown.then_some(text).ok_or(VerifyError::Missing { at: way.credential.at })
}

/// Returns a credential that may be missing; an empty text if it is.
fn maybe<'a>(lookup: Lookup<'a>, place: &PreparedField) -> Result<Cow<'a, str>, VerifyError> {
    match lookup.credential(place) {
        Err(VerifyError::Missing { .. }) => Ok(Cow::Borrowed("")),
        found => found,
    }
}

impl Decoded {
    #[inline]
    fn read(
        signature: &Signature,
        at: Field,
        hash: Option<Hash>,
        key: Option<&str>,
        text: &str,
    ) -> Result<Self, VerifyError> {
        if let Some(hash) = hash {
            let len = hash.digest_len();
            let decode = |entry: &str| Tag::decode(signature.encoding, entry, len);
            let (first, more) = entries(signature, at, key, text, MAX_MACS, (len, len), decode)?;
            return Ok(Self::Codes { first, more });
        }
        let lens = signature.algorithm.signature_lens();
        let decode = |entry: &str| decoded(signature.encoding, entry, lens);
        let (first, mut more) = entries(signature, at, key, text, MAX_SIGNATURES, lens, decode)?;
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
}

/// Reads the entries of a text that are credentials by their form: the first one, and the others.
#[inline]
fn entries<T>(
    signature: &Signature,
    at: Field,
    key: Option<&str>,
    text: &str,
    most: usize,
    lens: (usize, usize),
    decode: impl Fn(&str) -> Option<T>,
) -> Result<(T, Vec<T>), VerifyError> {
    let malformed = |expected| VerifyError::Malformed { at, expected };
    let (mut count, mut first, mut more) = (0, None, Vec::new());
    for entry in signature.grammar.entries(text) {
        let Some(entry) = signature.grammar.signature_of(key, entry) else {
            continue;
        };
        count += 1;
        if count > most {
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
