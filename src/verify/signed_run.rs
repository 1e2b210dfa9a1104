//! The message of a scheme that runs names and values together.

use sha2::{Digest, Sha256};

use super::{Verified, message::Message};
use crate::{RawRequest, Verifier};

impl Verifier {
    /// Returns the SHA-256 of the message that was signed, less its time, if its values are run
    /// together: somebody can send it again with other borders between them, and the message is what
    /// both have in common. `None` for any other scheme, whose body says more.
    ///
    /// The URL is written in one way, whichever way the sender wrote it.
    pub(crate) fn signed_run(
        &self,
        received: &RawRequest<'_>,
        verified: &Verified,
    ) -> Option<[u8; 32]> {
        let coverage = verified.coverage.as_ref().filter(|it| it.has_moving_borders())?;
        let message = Message::new(&coverage.message, self.lookup(received), b"").ok()?;
        let mut hash = Sha256::new();
        message.feed(self.urls.first()?, &[], |part| hash.update(part)).ok()?;
        Some(hash.finalize().into())
    }
}
