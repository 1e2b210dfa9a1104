//! The facts of a provider, one getter each.

use std::{borrow::Cow, time::Duration};

use http::StatusCode;

use super::{Provider, SenderRetries};
use crate::{
    DocumentIn, Field, Items, RawRequest,
    scheme::{Answer, Handshake, Scheme},
};

impl Provider {
    /// Returns the name, in kebab-case.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the name of the sender that this one was [made from](Self::named); `None` if it stands for
    /// itself.
    ///
    /// ```
    /// use hookport::providers;
    ///
    /// assert_eq!(providers::CLERK.based_on(), Some("svix"));
    /// assert_eq!(providers::SVIX.based_on(), None);
    /// ```
    pub const fn based_on(&self) -> Option<&'static str> {
        self.based_on
    }

    /// Returns the URL of the page that the facts are from.
    pub const fn docs(&self) -> Option<&'static str> {
        self.docs
    }

    /// Returns the ways in which the sender proves itself; none if it publishes none.
    pub const fn schemes(&self) -> &[Scheme] {
        self.schemes.as_slice()
    }

    /// Returns the fields that may hold the event name. The first one that is there counts.
    pub const fn event_name(&self) -> &'static [Field] {
        self.event_name
    }

    /// Returns the fields that may hold the delivery id. The first one that is there counts.
    pub const fn delivery_id(&self) -> &'static [Field] {
        self.delivery_id
    }

    /// Returns the fields whose values are the same in repeated deliveries only; none if that is the delivery
    /// id.
    ///
    /// ```
    /// use hookport::{Field, providers};
    ///
    /// assert_eq!(providers::BOX.idempotency_key(), [Field::Json("/id")]);
    /// ```
    pub const fn idempotency_key(&self) -> &'static [Field] {
        self.idempotency_key
    }

    /// Returns the fields that may hold the tenant. The first one that is there counts.
    ///
    /// ```
    /// use hookport::{Field, providers};
    ///
    /// assert_eq!(providers::ROUTAL.tenant(), [Field::Json("/project_id")]);
    /// ```
    pub const fn tenant(&self) -> &'static [Field] {
        self.tenant
    }

    /// Returns the place of the JSON document of a request.
    pub const fn document_in(&self) -> DocumentIn {
        let schemes = self.schemes.as_slice();
        let mut nth = 0;
        while nth < schemes.len() {
            if let Scheme::Jwt(jwt) = &schemes[nth]
                && jwt.is_document()
            {
                return DocumentIn::Token(jwt.place());
            }
            nth += 1;
        }
        match (self.xml, self.json_form_field) {
            (Some(document), _) => DocumentIn::Xml(document),
            (None, Some(field)) => DocumentIn::FormField(field),
            (None, None) => DocumentIn::Body,
        }
    }

    /// Returns the places of the events in a request that holds many; `None` if each request is one
    /// event.
    pub const fn items(&self) -> Option<Items> {
        self.items
    }

    /// Returns the handshakes that are answered without a handler.
    pub const fn handshakes(&self) -> &'static [Handshake] {
        self.handshakes
    }

    /// Returns the status that the sender expects for an accepted delivery; 200 if that is not known.
    pub const fn expected_status(&self) -> StatusCode {
        match self.answer {
            Some(status) => status,
            None => StatusCode::OK,
        }
    }

    /// Returns the answer that the sender expects for an accepted delivery.
    pub const fn expected_answer(&self) -> Answer {
        match self.answers_with {
            Some(answer) => answer.with_status(self.expected_status()),
            None => Answer::empty().with_status(self.expected_status()),
        }
    }

    /// Returns the length of the longest body that the sender delivers, in bytes; `None` if that is
    /// not known.
    ///
    /// ```
    /// use hookport::providers;
    ///
    /// assert_eq!(providers::GITHUB.longest_body(), Some(25 * 1024 * 1024));
    /// assert_eq!(providers::STRIPE.longest_body(), None);
    /// ```
    pub const fn longest_body(&self) -> Option<usize> {
        self.longest_body
    }

    /// Returns the time that the sender waits for an answer; `None` if that is not known.
    pub const fn deadline(&self) -> Option<Duration> {
        self.deadline
    }

    /// Returns the sender's schedule of retries, for deliveries that get no 2xx.
    pub const fn retries(&self) -> SenderRetries {
        self.retries
    }

    /// Returns further facts that a receiver should know, one sentence each.
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

    /// Returns the headers that each delivery has beside its proof, each with an example.
    pub const fn example_headers(&self) -> &'static [(&'static str, &'static str)] {
        self.example_headers
    }

    /// Returns the sentence that helps where no signature matches.
    pub const fn mismatch_hint(&self) -> Option<&'static str> {
        self.mismatch_hint
    }

    /// Returns the text of a field; `None` if it is absent or cannot be read.
    pub(crate) fn text<'a>(&self, at: Field, received: &RawRequest<'a>) -> Option<Cow<'a, str>> {
        at.find(received, self.document_in()).ok().flatten()
    }
}
