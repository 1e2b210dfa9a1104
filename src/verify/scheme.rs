//! The ways a sender can prove itself.

use super::{Signature, Token, coverage::Coverage};
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
    pub(super) const fn at(&self) -> Field {
        match self {
            Self::Signature(signature) => signature.at,
            Self::Token(token) => token.at(),
        }
    }

    pub(super) const fn as_signature(&self) -> Option<&Signature> {
        match self {
            Self::Signature(signature) => Some(signature),
            Self::Token(_) => None,
        }
    }

    /// Whether the same keys serve both.
    pub(super) fn is_same_kind(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Signature(one), Self::Signature(other)) => {
                one.algorithm == other.algorithm && one.key == other.key
            }
            (Self::Token(_), Self::Token(_)) => true,
            _ => false,
        }
    }

    /// What a proof by this scheme covers; nothing, where a secret is only shown.
    pub(super) fn coverage(&self, path_replaced: bool) -> Option<Coverage> {
        self.as_signature().map(|signature| signature.coverage(path_replaced))
    }
}
