//! The parts of a scheme of signatures, one getter each.

use std::time::Duration;

use super::{Signature, TimestampPlace};
use crate::{
    Field,
    scheme::{
        Algorithm, Encoding, Grammar, Hash, KeyForm, KeyLocation, Requirement, Template, TimeUnit,
    },
};

impl Signature {
    /// Returns the algorithm.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Returns the field that holds the signature.
    pub const fn place(&self) -> Field {
        self.at
    }

    /// Returns the further fields that may hold a signature.
    pub const fn further_places(&self) -> &'static [Field] {
        self.further_places
    }

    /// Returns whether each place has a key of its own.
    pub const fn has_key_for_each_place(&self) -> bool {
        self.key_for_each_place
    }

    /// Returns the grammar of the value that carries the signature.
    pub const fn grammar(&self) -> Grammar {
        self.grammar
    }

    /// Returns the encoding of the signature's bytes.
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Returns the form of the secret.
    pub const fn key_form(&self) -> KeyForm {
        self.key
    }

    /// Returns the place that public keys are fetched from; `None` if the key is a secret, or is given.
    pub const fn key_location(&self) -> Option<KeyLocation> {
        self.key_at
    }

    /// Returns the field in which the sender names its key; `None` if it does not.
    pub const fn key_id(&self) -> Option<Field> {
        self.key_id
    }

    /// Returns the message that is signed.
    pub const fn template(&self) -> Template {
        self.template
    }

    /// Returns the field that holds the timestamp, and its unit; `None` if there is no timestamp.
    pub const fn timestamp(&self) -> Option<(Field, TimeUnit)> {
        match self.timestamp {
            Some(TimestampPlace { at: Some(at), unit }) => Some((at, unit)),
            Some(TimestampPlace { at: None, unit }) => Some((self.at, unit)),
            None => None,
        }
    }

    /// Returns the longest allowed distance of the timestamp from now; `None` if any is allowed.
    pub const fn tolerance(&self) -> Option<Duration> {
        self.tolerance
    }

    /// Returns the longest allowed time by which the timestamp is ahead of now; `None` if any is allowed.
    pub const fn most_ahead(&self) -> Option<Duration> {
        match self.ahead {
            Some(ahead) => Some(ahead),
            None => self.tolerance,
        }
    }

    /// Returns whether the signature covers the body: another body needs another signature.
    ///
    /// ```
    /// use hookport::{providers, scheme::Scheme};
    ///
    /// let covers_body = |scheme: &Scheme| match scheme {
    ///     Scheme::Signature(signature) => signature.covers_body(),
    ///     _ => false,
    /// };
    /// assert!(providers::STRIPE.schemes().iter().all(covers_body));
    /// assert!(!providers::MERCADO_PAGO.schemes().iter().any(covers_body));
    /// ```
    pub fn covers_body(&self) -> bool {
        self.body_hash.is_some()
            || self.template.parts().any(|part| part.holds_body() || part.holds_fields())
    }

    /// Returns the values that a request must show beside its signature.
    pub const fn requirements(&self) -> &'static [Requirement] {
        self.requirements
    }

    /// Returns the signed field that holds the hash of the body, with hash and encoding; `None` if
    /// no field does.
    pub const fn body_hash(&self) -> Option<(Field, Hash, Encoding)> {
        self.body_hash
    }

    /// Returns true if each event of a request has a signature of its own: see
    /// [`of_each_item`](Self::of_each_item).
    pub const fn is_of_each_item(&self) -> bool {
        self.of_each_item
    }
}
