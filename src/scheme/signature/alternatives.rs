//! Messages that are signed in one of two ways.

use super::Signature;

impl Signature {
    /// Says that the sender signs its URL sometimes with a port and sometimes without it (Twilio).
    pub const fn with_or_without_port(mut self) -> Self {
        self.either_port = true;
        self
    }

    /// Says that the message may have lost a line feed at its end on its way, so that a signature over the
    /// message and a line feed counts too (Braintree). It is for signatures with a secret: a refusal costs
    /// two hashes of the message in place of one.
    pub const fn with_or_without_final_newline(mut self) -> Self {
        self.either_end = true;
        self
    }

    /// Returns the texts behind the message that it may be signed with.
    pub(crate) const fn ends(&self) -> &'static [Option<&'static str>] {
        if self.either_end { &[None, Some("\n")] } else { &[None] }
    }
}
