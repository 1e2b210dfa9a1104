//! Digests and keyed hashes.

use std::convert::Infallible;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::scheme::{Encoding, Hash};

impl Hash {
    pub(super) fn digest(self, bytes: &[u8]) -> Tag {
        #[cfg(test)]
        super::cost::count_hashed(bytes.len());
        match self {
            Self::Sha1 => Tag::new(&Sha1::digest(bytes)),
            Self::Sha256 => Tag::new(&Sha256::digest(bytes)),
            Self::Sha384 => Tag::new(&Sha384::digest(bytes)),
            Self::Sha512 => Tag::new(&Sha512::digest(bytes)),
        }
    }

    /// Returns the digest of the message that `feed` hands over part by part.
    ///
    /// # Errors
    ///
    /// Fails if `feed` does.
    pub(super) fn digest_of<E>(
        self,
        feed: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(), E>,
    ) -> Result<Tag, E> {
        match self {
            Self::Sha1 => digest::<Sha1, E>(feed),
            Self::Sha256 => digest::<Sha256, E>(feed),
            Self::Sha384 => digest::<Sha384, E>(feed),
            Self::Sha512 => digest::<Sha512, E>(feed),
        }
    }
}

/// A hash with its key. The key of an HMAC is already taken in, so that a request costs no key schedule.
pub(super) enum KeyedHash {
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
    Sha384(Hmac<Sha384>),
    Sha512(Hmac<Sha512>),
    /// A plain hash, with the secret that is a part of its message.
    Plain(Hash, Zeroizing<Vec<u8>>),
}

impl KeyedHash {
    pub(super) fn new(hash: Hash, key: &[u8]) -> Self {
        match hash {
            Hash::Sha1 => Self::Sha1(keyed(key)),
            Hash::Sha256 => Self::Sha256(keyed(key)),
            Hash::Sha384 => Self::Sha384(keyed(key)),
            Hash::Sha512 => Self::Sha512(keyed(key)),
        }
    }

    /// Returns the code of the message that `feed` hands over part by part.
    ///
    /// # Errors
    ///
    /// Fails if `feed` does.
    pub(super) fn code<E>(
        &self,
        feed: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(), E>,
    ) -> Result<Tag, E> {
        match self {
            Self::Sha1(state) => code(state.clone(), feed),
            Self::Sha256(state) => code(state.clone(), feed),
            Self::Sha384(state) => code(state.clone(), feed),
            Self::Sha512(state) => code(state.clone(), feed),
            Self::Plain(hash, _) => hash.digest_of(feed),
        }
    }

    /// Returns whether the key goes into the hash itself, so that the code tells nothing of the key.
    pub(super) const fn is_hmac(&self) -> bool {
        !matches!(self, Self::Plain(..))
    }

    /// Returns the secret that is a part of the message; an empty text for an HMAC.
    pub(super) fn secret(&self) -> &[u8] {
        match self {
            Self::Plain(_, secret) => secret,
            _ => &[],
        }
    }

    /// Returns the code of a message, given as its parts.
    pub(super) fn code_of(&self, message: &[&[u8]]) -> Tag {
        let feed = |sink: &mut dyn FnMut(&[u8])| {
            for part in message {
                sink(part);
            }
            Ok::<_, Infallible>(())
        };
        let Ok(code) = self.code(feed);
        code
    }
}

fn code<M: Mac, E>(
    mut state: M,
    feed: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(), E>,
) -> Result<Tag, E> {
    feed(&mut |part| {
        #[cfg(test)]
        super::cost::count_hashed(part.len());
        state.update(part);
    })?;
    Ok(Tag::new(&state.finalize().into_bytes()))
}

fn digest<D: Digest, E>(
    feed: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<(), E>,
) -> Result<Tag, E> {
    let mut state = D::new();
    feed(&mut |part| {
        #[cfg(test)]
        super::cost::count_hashed(part.len());
        state.update(part);
    })?;
    Ok(Tag::new(&state.finalize()))
}

#[expect(clippy::expect_used, reason = "a key of any length is accepted")]
fn keyed<M: KeyInit>(key: &[u8]) -> M {
    M::new_from_slice(key).expect("HMAC accepts a key of any length")
}

/// A digest or a signature on the stack. There is no `==`: it is compared in constant time.
#[derive(Clone, Copy)]
pub(super) struct Tag {
    /// Zeros after the first `len`.
    bytes: [u8; ROOM],
    len: usize,
}

impl Tag {
    pub(super) fn new(bytes: &[u8]) -> Self {
        let mut tag = Self { bytes: [0; ROOM], len: bytes.len() };
        tag.bytes[..bytes.len()].copy_from_slice(bytes);
        tag
    }

    /// Returns the tag of `len` bytes that `text` is the encoding of; `None` for any other text.
    pub(super) fn decode(encoding: Encoding, text: &str, len: usize) -> Option<Self> {
        let mut tag = Self { bytes: [0; ROOM], len };
        let written = encoding.decode_to(text, &mut tag.bytes)?;
        tag.bytes[written..].fill(0);
        (written == len).then_some(tag)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// Compares the bytes in constant time. The lengths are no secret.
    pub(super) fn ct_eq(&self, other: &Self) -> Choice {
        if self.len != other.len {
            return Choice::from(0);
        }
        let (ours, _) = self.bytes.as_chunks::<8>();
        let (theirs, _) = other.bytes.as_chunks::<8>();
        let lanes = ours.iter().zip(theirs).take(self.len.div_ceil(8));
        lanes
            .map(|(ours, theirs)| u64::from_ne_bytes(*ours).ct_eq(&u64::from_ne_bytes(*theirs)))
            .fold(Choice::from(1), |same, lane| same & lane)
    }
}

/// Room for the longest tag, 64 bytes, as base64 decodes it: in groups of three. In lanes of eight.
const ROOM: usize = 72;
