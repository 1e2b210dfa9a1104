//! The head of a request, kept while its body is read.

use super::{check::Shown, http_signature::ProvedHead, jwt::ReadToken};

/// The credential of a request whose head gives no reason to refuse it.
///
/// It is kept until the body is there, so that nothing is read twice.
pub(crate) struct Opened(
    /// `None` if the body has to be there before anything can be said: the credential lies in it, or
    /// there are several ways to read it.
    pub(super) Option<OpenedWay>,
);

impl Opened {
    /// The result of a head that says nothing.
    pub(crate) const UNREAD: Self = Self(None);

    /// Returns whether the proof looks at the body.
    #[cfg(feature = "receive")]
    pub(crate) const fn needs_body(&self) -> bool {
        let Some(OpenedWay { credential, .. }) = &self.0 else {
            return true;
        };
        match credential {
            Credential::Signature(_) => true,
            Credential::Jwt(token) => token.needs_body(),
            Credential::HttpSignature(proved) => proved.needs_body(),
            Credential::Token(_) => false,
        }
    }
}

/// A credential, and the position of the way that read it.
pub(super) struct OpenedWay {
    pub(super) way: usize,
    pub(super) credential: Credential,
}

/// The value that a request shows for its proof.
pub(super) enum Credential {
    Signature(Shown),
    /// A JSON Web Token, read as far as the head allows.
    Jwt(ReadToken),
    /// An HTTP message signature that is right, but for the body.
    HttpSignature(ProvedHead),
    /// A token that matches the secret at this position.
    Token(usize),
}
