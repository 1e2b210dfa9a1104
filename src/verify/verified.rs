//! The result of verification.

use std::{fmt, time::SystemTime};

use bytes::Bytes;

use super::{HandshakeResponse, coverage::Coverage};
use crate::{Field, words::words};

words! {
    /// The level of proof of a delivery.
    pub enum Trust {
        /// A MAC or a signature: the sender is proved, and the body where the scheme covers it.
        Signed = "signed",
        /// A shared secret was shown: the caller is proved, the body is not covered.
        Token = "token",
        /// Nothing was proved, because [`Provider::accept_without_verifying`] asked for that.
        ///
        /// [`Provider::accept_without_verifying`]: crate::Provider::accept_without_verifying
        Unauthenticated = "unauthenticated",
    }
}

/// A delivery that passed.
///
/// Only [`Verifier::verify`](crate::Verifier::verify) makes one: a function that takes a `Verified`
/// cannot be handed bytes that nobody looked at.
///
/// The body does not show in `Debug`.
#[derive(Clone)]
pub struct Verified {
    pub(super) body: Bytes,
    pub(super) trust: Trust,
    pub(super) coverage: Option<Coverage>,
    pub(super) secret_index: Option<usize>,
    pub(super) sent_at: Option<SystemTime>,
}

impl Verified {
    /// Returns the bytes that were checked, exactly as they came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns how much was proved.
    pub fn trust(&self) -> Trust {
        self.trust
    }

    /// Returns the index of the configured secret that matched, counted from 0 in the order they
    /// were given;
    /// `None` if no secret was needed. If only the newest one still matches, the others can be
    /// removed.
    pub fn secret_index(&self) -> Option<usize> {
        self.secret_index
    }

    /// Returns when the sender says it signed the delivery, if its scheme has a time.
    pub fn sent_at(&self) -> Option<SystemTime> {
        self.sent_at
    }

    /// Returns true if a value is under the signature. Any other value can be changed by anyone who
    /// can replay a genuine delivery: a GitHub event name, for instance, lies in a header outside
    /// the MAC.
    pub fn covers(&self, value: Field) -> bool {
        self.coverage.is_some_and(|coverage| coverage.has(value))
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("trust", &self.trust)
            .field("secret_index", &self.secret_index)
            .field("sent_at", &self.sent_at)
            .finish_non_exhaustive()
    }
}

/// The result of [`Verifier::verify`](crate::Verifier::verify).
#[derive(Debug, Clone)]
#[must_use]
pub enum Verdict {
    /// A genuine delivery, to be handed on.
    Delivery(Verified),
    /// A handshake of the provider, to be answered like this; there is nothing to hand on.
    Handshake(HandshakeResponse),
}
