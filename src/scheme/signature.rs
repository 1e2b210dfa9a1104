//! Signatures over parts of the request: how nearly every sender proves itself.

use std::time::Duration;

use super::{Encoding, Grammar, Hash, KeyForm, Part, TimeUnit};
use crate::Field;

/// A signature over parts of the request, and how it travels.
///
/// Starts with the algorithm and the header that carries the signature. What is not said otherwise:
/// the value is the plain signature in hex, over the raw body alone, under the secret's text (HMAC)
/// or the public key in hex (Ed25519), without a timestamp.
///
/// ```
/// use std::time::Duration;
/// use hookport::{Field, scheme::{Grammar, Part, Signature, TimeUnit}};
///
/// const ACME: Signature = Signature::hmac_sha256("x-acme-signature")
///     .written_as(Grammar::Prefix("v0="))
///     .timestamp_in(Field::Header("x-acme-timestamp"), TimeUnit::Seconds)
///     .over(&[Part::Text("v0:"), Part::Timestamp, Part::Text(":"), Part::Body])
///     .fresh_within(Duration::from_secs(5 * 60));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Signature {
    pub(crate) algorithm: Algorithm,
    pub(crate) at: Field,
    pub(crate) grammar: Grammar,
    pub(crate) encoding: Encoding,
    pub(crate) key: KeyForm,
    pub(crate) parts: &'static [Part],
    pub(crate) timestamp: Option<(Field, TimeUnit)>,
    pub(crate) tolerance: Option<Duration>,
    pub(crate) body_hash: Option<(Field, Hash, Encoding)>,
    pub(crate) either_port: bool,
}

/// What computes a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with this hash.
    Hmac(Hash),
    /// HMAC with the hash that the sender names, if it is one of those allowed.
    HmacNamed {
        /// Where the sender names it: a list of `name=value` fields.
        at: Field,
        /// The field.
        field: &'static str,
        /// The names that are allowed, and what they mean.
        allowed: &'static [(&'static str, Hash)],
    },
    /// Ed25519, verified strictly.
    Ed25519,
}

impl Algorithm {
    /// The hash that a sender uses by default; none where it is no MAC.
    #[cfg(feature = "testing")]
    pub(crate) fn hash(self) -> Option<Hash> {
        match self {
            Self::Hmac(hash) => Some(hash),
            Self::HmacNamed { allowed, .. } => allowed.first().map(|(_, hash)| *hash),
            Self::Ed25519 => None,
        }
    }
}

impl Signature {
    /// HMAC-SHA-256, with the signature in `header`.
    pub const fn hmac_sha256(header: &'static str) -> Self {
        Self::new(Algorithm::Hmac(Hash::Sha256), header, KeyForm::Text)
    }

    /// HMAC-SHA-1, with the signature in `header`. Only where the sender offers nothing better.
    pub const fn hmac_sha1(header: &'static str) -> Self {
        Self::new(Algorithm::Hmac(Hash::Sha1), header, KeyForm::Text)
    }

    /// HMAC-SHA-512, with the signature in `header`.
    pub const fn hmac_sha512(header: &'static str) -> Self {
        Self::new(Algorithm::Hmac(Hash::Sha512), header, KeyForm::Text)
    }

    /// Ed25519, with the signature in `header`. The secret is the sender's public key, 32 bytes.
    pub const fn ed25519(header: &'static str) -> Self {
        Self::new(Algorithm::Ed25519, header, KeyForm::Encoded(Encoding::Hex))
    }

    const fn new(algorithm: Algorithm, header: &'static str, key: KeyForm) -> Self {
        Self {
            algorithm,
            at: Field::Header(header),
            grammar: Grammar::Plain,
            encoding: Encoding::Hex,
            key,
            parts: &[Part::Body],
            timestamp: None,
            tolerance: None,
            body_hash: None,
            either_port: false,
        }
    }

    /// Sets the algorithm, for instance one that the sender names itself.
    pub const fn computed_with(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// Sets where the signature lies, if not in a header.
    pub const fn found_in(mut self, at: Field) -> Self {
        self.at = at;
        self
    }

    /// Sets the grammar of the value that carries the signature. The default is the plain signature.
    ///
    /// [`Grammar::Fields`] also carries the timestamp; its unit is seconds unless
    /// [`timestamp_in`](Self::timestamp_in) says otherwise.
    pub const fn written_as(mut self, grammar: Grammar) -> Self {
        if matches!(grammar, Grammar::Fields { .. }) && self.timestamp.is_none() {
            self.timestamp = Some((self.at, TimeUnit::Seconds));
        }
        self.grammar = grammar;
        self
    }

    /// Sets how the signature's bytes are written. The default is hex.
    pub const fn encoded(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// Sets how the key is made of the pasted secret.
    pub const fn key(mut self, form: KeyForm) -> Self {
        self.key = form;
        self
    }

    /// Sets what is signed, in order. The default is the raw body alone.
    pub const fn over(mut self, parts: &'static [Part]) -> Self {
        self.parts = parts;
        self
    }

    /// Sets where the timestamp lies and its unit. It must be there.
    pub const fn timestamp_in(mut self, at: Field, unit: TimeUnit) -> Self {
        self.timestamp = Some((at, unit));
        self
    }

    /// Refuses what was signed longer than `tolerance` ago, or as far in the future.
    pub const fn fresh_within(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// Says that a signed value carries the hash of the body, so that the body is covered by it.
    ///
    /// The value may be missing only where the body is empty or is signed as a form.
    pub const fn body_hash_in(mut self, at: Field, hash: Hash, encoding: Encoding) -> Self {
        self.body_hash = Some((at, hash, encoding));
        self
    }

    /// Says that the sender signs its URL sometimes with and sometimes without a port (Twilio).
    pub const fn with_or_without_port(mut self) -> Self {
        self.either_port = true;
        self
    }

    pub(crate) fn signs_url(&self) -> bool {
        self.parts.contains(&Part::Url)
    }

    /// The headers that are signed, timestamp included.
    pub(crate) fn signed_headers(&self) -> impl Iterator<Item = Field> {
        let parts = self.parts.iter().filter_map(|part| match part {
            Part::Field(at) => Some(*at),
            _ => None,
        });
        let timestamp = self.timestamp.map(|(at, _)| at);
        parts.chain(timestamp).filter(|at| matches!(at, Field::Header(_)))
    }
}

impl Signature {
    /// What computes the signature.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Where the signature lies.
    pub const fn place(&self) -> Field {
        self.at
    }

    /// The grammar of the value that carries it.
    pub const fn grammar(&self) -> Grammar {
        self.grammar
    }

    /// How its bytes are written.
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// How the key is made of the pasted secret.
    pub const fn key_form(&self) -> KeyForm {
        self.key
    }

    /// What is signed, in order.
    pub const fn parts(&self) -> &'static [Part] {
        self.parts
    }

    /// Where the timestamp lies and its unit; none where nothing says when it was signed.
    pub const fn timestamp(&self) -> Option<(Field, TimeUnit)> {
        self.timestamp
    }

    /// How far the timestamp may lie from now; none where its age does not matter.
    pub const fn tolerance(&self) -> Option<Duration> {
        self.tolerance
    }

    /// The signed value that carries the hash of the body, where the body itself is not signed.
    pub const fn body_hash(&self) -> Option<(Field, Hash, Encoding)> {
        self.body_hash
    }
}
