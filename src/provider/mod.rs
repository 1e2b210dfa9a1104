//! A provider: what is published about how one sender delivers.

use std::time::Duration;

use http::StatusCode;

mod getters;
mod sender_retries;

pub use sender_retries::SenderRetries;

use crate::{
    Field,
    scheme::{Handshake, Scheme, Signature, Token},
};

/// What is published about how one sender delivers: how it proves itself, where event name and
/// delivery id lie, what it expects to hear and what it does if it does not.
///
/// A provider is a constant. Your own is written with the words the built-in ones use:
///
/// ```
/// use hookport::{Secret, Field, Provider, scheme::{Grammar, Signature}};
///
/// /// `X-Acme-Signature: sha256=<hex>` over the body.
/// const ACME: Provider = Provider::new("acme")
///     .documented_at("https://acme.example/docs/webhooks")
///     .signed_with(
///         Signature::hmac_sha256("x-acme-signature").written_as(Grammar::Prefix("sha256=")),
///     )
///     .names_event_in(&[Field::Json("/type")])
///     .names_delivery_in(&[Field::Header("x-acme-delivery")]);
///
/// assert!(ACME.secret(Secret::new("made-up")).verifier().is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Provider {
    pub(crate) name: &'static str,
    pub(crate) docs: Option<&'static str>,
    pub(crate) schemes: Schemes,
    pub(crate) event_name: &'static [Field],
    pub(crate) delivery_id: &'static [Field],
    pub(crate) json_form_field: Option<&'static str>,
    pub(crate) handshakes: &'static [Handshake],
    pub(crate) get: bool,
    pub(crate) answer: StatusCode,
    pub(crate) longest_body: Option<usize>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retries: SenderRetries,
    pub(crate) notes: &'static [&'static str],
    pub(crate) secret_beginning: Option<&'static str>,
    pub(crate) other_headers: &'static [(&'static str, &'static str)],
    pub(crate) mismatch_hint: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Schemes {
    One(Scheme),
    Several(&'static [Scheme]),
}

impl Provider {
    /// Starts a provider. The name is in kebab-case, as on the command line.
    ///
    /// What is not said otherwise: deliveries are `POST`s, a 200 is expected, and nothing is known
    /// about proof, event name, delivery id, deadline and retries.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            docs: None,
            schemes: Schemes::Several(&[]),
            event_name: &[],
            delivery_id: &[],
            json_form_field: None,
            handshakes: &[],
            get: false,
            answer: StatusCode::OK,
            longest_body: None,
            deadline: None,
            retries: SenderRetries::Unknown,
            notes: &[],
            secret_beginning: None,
            other_headers: &[],
            mismatch_hint: None,
        }
    }

    /// Sets the page that the facts are from.
    pub const fn documented_at(mut self, url: &'static str) -> Self {
        self.docs = Some(url);
        self
    }

    /// Says that the sender proves itself with a signature.
    pub const fn signed_with(mut self, signature: Signature) -> Self {
        self.schemes = Schemes::One(Scheme::Signature(signature));
        self
    }

    /// Says that the sender proves itself by showing a shared secret.
    pub const fn token_in(mut self, token: Token) -> Self {
        self.schemes = Schemes::One(Scheme::Token(token));
        self
    }

    /// Says that the sender proves itself in one of several ways. A secret belongs to the first one
    /// whose kind it is of; a way that no secret was given for is not accepted.
    pub const fn proved_by(mut self, schemes: &'static [Scheme]) -> Self {
        self.schemes = Schemes::Several(schemes);
        self
    }

    /// Sets where the event name lies; the first place that has one counts.
    pub const fn names_event_in(mut self, places: &'static [Field]) -> Self {
        self.event_name = places;
        self
    }

    /// Sets where the delivery id lies; the first place that has one counts. It is the id that
    /// stays the same when the sender tries again.
    pub const fn names_delivery_in(mut self, places: &'static [Field]) -> Self {
        self.delivery_id = places;
        self
    }

    /// Says that a form body holds the JSON document in this field (GitHub, Slack). JSON pointers
    /// then refer to that document.
    pub const fn holds_json_in_form_field(mut self, field: &'static str) -> Self {
        self.json_form_field = Some(field);
        self
    }

    /// Sets the handshakes that are answered without a handler.
    pub const fn answers_handshakes(mut self, handshakes: &'static [Handshake]) -> Self {
        self.handshakes = handshakes;
        self
    }

    /// Says that deliveries may also be `GET` requests.
    pub const fn also_delivers_with_get(mut self) -> Self {
        self.get = true;
        self
    }

    /// Sets the status that the sender expects for a delivery that was taken. The default is 200.
    pub const fn expects(mut self, status: StatusCode) -> Self {
        self.answer = status;
        self
    }

    /// Sets the length of the longest body that the sender delivers, in bytes. The default limit
    /// of [`EventRouter::body_limit`](crate::EventRouter::body_limit) follows from it.
    pub const fn sends_at_most(mut self, bytes: usize) -> Self {
        self.longest_body = Some(bytes);
        self
    }

    /// Sets how long the sender waits for an answer.
    pub const fn waits_at_most(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets what the sender does when it hears no 2xx.
    pub const fn retries_as(mut self, retries: SenderRetries) -> Self {
        self.retries = retries;
        self
    }

    /// Sets the text that every signing secret of this sender begins with (`whsec_`). A secret
    /// without it is taken all the same, with a warning.
    pub const fn shows_secrets_after(mut self, beginning: &'static str) -> Self {
        self.secret_beginning = Some(beginning);
        self
    }

    /// Sets headers of this sender that prove nothing here, each with the reason in a few words: an
    /// older signature, the signature of another product. A diagnosis names them.
    pub const fn also_sends(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.other_headers = headers;
        self
    }

    /// Sets one sentence that helps where no signature matches: which of several secrets is meant,
    /// or that the sender tests the endpoint with wrong signatures.
    pub const fn with_mismatch_hint(mut self, hint: &'static str) -> Self {
        self.mismatch_hint = Some(hint);
        self
    }

    /// Sets what else a receiver should know, a sentence each; also what is not published.
    pub const fn with_notes(mut self, notes: &'static [&'static str]) -> Self {
        self.notes = notes;
        self
    }
}
