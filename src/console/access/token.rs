//! The token of a role, as its hash.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::{Secret, console::ConsoleError};

/// The hash of a token. The token itself is not kept.
#[derive(Clone)]
pub(crate) struct Token([u8; 32]);

impl Token {
    /// Takes the token of a configuration key.
    ///
    /// # Errors
    ///
    /// Fails if it is too short.
    pub(crate) fn new(key: &'static str, token: &Secret) -> Result<Self, ConsoleError> {
        let length = token.expose().trim().len();
        if length < SHORTEST {
            return Err(ConsoleError::ShortToken { token: key, length });
        }
        Ok(Self(hash(token)))
    }

    /// Compares a token with this one, in a time that tells nothing of it.
    pub(super) fn matches(&self, token: &Secret) -> bool {
        self.0.ct_eq(&hash(token)).into()
    }

    /// Returns whether another one is the same.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

fn hash(token: &Secret) -> [u8; 32] {
    Sha256::digest(token.expose().trim()).into()
}

/// In bytes.
const SHORTEST: usize = 16;
