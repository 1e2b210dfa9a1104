//! Secrets that a sender brings, read out of its first request.

use super::{
    HandshakeResponse,
    answer::{Asked, Proof, is_no_markup},
    handshake::LONGEST_PROBE,
    lookup::Lookup,
};
#[cfg(feature = "receive")]
use crate::request;
use crate::{Field, Provider, RawRequest, Secret, scheme::BroughtSecret};

impl Provider {
    /// Returns the secret that a request brings, and the answer that the sender wants to read once it is
    /// kept. `None` if the request brings none.
    ///
    /// Nothing is proved by it: anybody can send such a request. Keep the secret only while there is none,
    /// or while you expect one. [`Accounts`](https://docs.rs/hookport/latest/hookport/secrets/struct.Accounts.html)
    /// does. See [`BroughtSecret`](crate::scheme::BroughtSecret) for an example.
    pub fn secret_brought_by(
        &self,
        received: &RawRequest<'_>,
    ) -> Option<(Secret, HandshakeResponse)> {
        self.brought_by(received)?.ok()
    }

    /// Returns the same, or an error for a text in the place of a secret that can be none.
    pub(crate) fn brought_by(
        &self,
        received: &RawRequest<'_>,
    ) -> Option<Result<(Secret, HandshakeResponse), NoSecret>> {
        let may_be_first = !self.brought_secrets().is_empty()
            && received.body.len() <= LONGEST_PROBE
            && self.delivers_with(received.method)
            && self.shows_nothing(received, |_| true);
        if !may_be_first {
            return None;
        }
        let found = |brought: &BroughtSecret| {
            let is_it = brought.when.iter().all(|when| when.holds(self, received));
            let text = is_it.then(|| self.text(brought.at, received)).flatten()?;
            if !is_secret(&text) {
                return Some(Err(NoSecret));
            }
            let lookup = Lookup::new(received, self.document_in());
            let asked = Asked { lookup, proof: Proof::None, signing: None };
            Some(Ok((Secret::new(text.into_owned()), brought.answer.made_for(asked).ok()?)))
        };
        let mut all: Vec<_> = self.brought_secrets().iter().filter_map(found).collect();
        let first = all.iter().position(Result::is_ok).unwrap_or_default();
        (!all.is_empty()).then(|| all.swap_remove(first))
    }

    /// Returns whether a request with this head may bring a secret.
    #[cfg(feature = "receive")]
    pub(crate) fn may_bring_secret(&self, head: &crate::RawHead<'_>) -> bool {
        let head = head.without_body();
        let may_bring = |brought: &BroughtSecret| {
            brought.when.iter().all(|when| when.may_hold(self, &head))
                && (!brought.at.is_in_head() || self.text(brought.at, &head).is_some())
        };
        request::announced_length(head.headers) <= LONGEST_PROBE as u64
            && self.delivers_with(head.method)
            && self.brought_secrets().iter().any(may_bring)
            && self.shows_nothing(&head, |at| at.is_in_head())
    }

    /// Returns whether there is no credential in those places.
    fn shows_nothing(
        &self,
        received: &RawRequest<'_>,
        is_looked_at: impl Fn(Field) -> bool,
    ) -> bool {
        let mut places = self.schemes().iter().map(crate::scheme::Scheme::at);
        places.all(|at| {
            !is_looked_at(at) || matches!(at.find(received, self.document_in()), Ok(None))
        })
    }
}

/// A text in the place of a secret that can be none.
pub(crate) struct NoSecret;

/// Returns whether the text can be a secret that somebody has drawn, and can be told again.
fn is_secret(text: &str) -> bool {
    let length = SHORTEST_SECRET..=LONGEST_SECRET;
    length.contains(&text.len()) && text.bytes().all(|byte| byte != b' ' && is_no_markup(byte))
}

const SHORTEST_SECRET: usize = 8;

const LONGEST_SECRET: usize = 256;
