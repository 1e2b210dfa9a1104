//! Reading a provider's facts.

use std::{borrow::Cow, time::Duration};

use http::{Method, StatusCode};

use super::{Provider, Schemes, SenderRetries};
use crate::{
    Field, RawRequest,
    scheme::{Handshake, Scheme},
};

impl Provider {
    /// The name, in kebab-case.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The page that the facts are from.
    pub const fn docs(&self) -> Option<&'static str> {
        self.docs
    }

    /// The ways the sender proves itself; none where nothing is published.
    pub const fn schemes(&self) -> &[Scheme] {
        match &self.schemes {
            Schemes::One(scheme) => std::slice::from_ref(scheme),
            Schemes::Several(schemes) => schemes,
        }
    }

    /// Where the event name lies, in the order that is tried.
    pub const fn event_name(&self) -> &'static [Field] {
        self.event_name
    }

    /// Where the delivery id lies, in the order that is tried.
    pub const fn delivery_id(&self) -> &'static [Field] {
        self.delivery_id
    }

    /// The form field that holds the JSON document, where bodies may be forms.
    pub const fn json_form_field(&self) -> Option<&'static str> {
        self.json_form_field
    }

    /// The handshakes that are answered without a handler.
    pub const fn handshakes(&self) -> &'static [Handshake] {
        self.handshakes
    }

    /// The status that the sender expects for a delivery that was taken.
    pub const fn expected_status(&self) -> StatusCode {
        self.answer
    }

    /// Returns the length of the longest body that the sender delivers, in bytes; `None` where that
    /// is not published.
    pub const fn longest_body(&self) -> Option<usize> {
        self.longest_body
    }

    /// How long the sender waits for an answer, where that is published.
    pub const fn deadline(&self) -> Option<Duration> {
        self.deadline
    }

    /// What the sender does when it hears no 2xx.
    pub const fn retries(&self) -> SenderRetries {
        self.retries
    }

    /// What else a receiver should know, a sentence each.
    pub const fn notes(&self) -> &'static [&'static str] {
        self.notes
    }

    /// Returns the text that every signing secret of this sender begins with, if there is one.
    pub const fn secret_beginning(&self) -> Option<&'static str> {
        self.secret_beginning
    }

    /// Returns the headers of this sender that prove nothing here, each with the reason.
    pub const fn other_headers(&self) -> &'static [(&'static str, &'static str)] {
        self.other_headers
    }

    /// Returns the sentence that helps where no signature matches.
    pub const fn mismatch_hint(&self) -> Option<&'static str> {
        self.mismatch_hint
    }

    /// Whether deliveries come with this method.
    pub fn delivers_with(&self, method: &Method) -> bool {
        method == Method::POST || (self.get && method == Method::GET)
    }

    /// Returns the methods that deliveries come with, in words.
    pub(crate) const fn delivery_methods(&self) -> &'static str {
        if self.get { "GET or POST" } else { "POST" }
    }

    /// Whether anything at all comes with this method, deliveries or handshakes.
    pub fn uses(&self, method: &Method) -> bool {
        let asks = |handshake: &Handshake| handshake.method() == Some(method.as_str());
        self.delivers_with(method) || self.handshakes.iter().any(asks)
    }

    /// The text that lies there; `None` where nothing does, or nothing that can be read.
    pub(crate) fn text<'a>(&self, at: Field, received: &RawRequest<'a>) -> Option<Cow<'a, str>> {
        at.find(received, self.json_form_field).ok().flatten()
    }
}
