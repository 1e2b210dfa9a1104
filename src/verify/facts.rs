//! Reading a scheme's facts, as a page about a provider does.

use std::time::Duration;

use super::{Algorithm, Encoding, Grammar, Hash, KeyForm, Part, Place, Signature, TimeUnit, Token};
use crate::Field;

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

impl Token {
    /// Where the sender shows it.
    pub const fn place(&self) -> Place {
        self.place
    }
}
