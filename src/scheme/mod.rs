//! The words in which a provider says how its sender proves itself.
//!
//! They hold facts only; [`verify`](crate::verify) gives them their meaning.

mod encoding;
mod grammar;
mod handshake;
mod hash;
mod key_form;
mod part;
mod signature;
mod time_unit;
mod token;

pub use encoding::Encoding;
pub use grammar::Grammar;
pub(crate) use grammar::field;
pub use handshake::{Guard, Handshake, HandshakeReply, When};
pub use hash::Hash;
pub use key_form::KeyForm;
pub use part::Part;
pub use signature::{Algorithm, Signature};
pub use time_unit::TimeUnit;
pub use token::{Token, TokenPlace};

use crate::Field;

/// One way a sender proves itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scheme {
    /// A signature over parts of the request.
    Signature(Signature),
    /// A shared secret that is shown.
    Token(Token),
}

impl Scheme {
    /// Where this scheme's credential lies.
    pub(crate) const fn at(&self) -> Field {
        match self {
            Self::Signature(signature) => signature.at,
            Self::Token(token) => token.at(),
        }
    }

    pub(crate) const fn as_signature(&self) -> Option<&Signature> {
        match self {
            Self::Signature(signature) => Some(signature),
            Self::Token(_) => None,
        }
    }

    /// Whether the same keys serve both.
    pub(crate) fn is_same_kind(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Signature(one), Self::Signature(other)) => {
                one.algorithm == other.algorithm && one.key == other.key
            }
            (Self::Token(_), Self::Token(_)) => true,
            _ => false,
        }
    }
}
