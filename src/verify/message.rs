//! The message that a sender signs: an ordered list of parts of the request.

use std::borrow::Cow;

use super::{VerifyError, lookup::Lookup, sorted_form::SortedForm, url::PublicUrl};
use crate::{Field, request, scheme::Part};

/// The message of one request: fed part by part, never joined.
///
/// What costs a pass over the body is done once, however many keys and URLs are tried.
pub(super) struct Message<'a> {
    parts: &'static [Part],
    lookup: Lookup<'a>,
    timestamp: &'a [u8],
    /// The texts of the costly parts, in their order.
    costly: Vec<Cow<'a, str>>,
    form: Option<SortedForm<'a>>,
}

impl<'a> Message<'a> {
    /// Reads the parts of the message from the request.
    pub(super) fn new(
        parts: &'static [Part],
        lookup: Lookup<'a>,
        timestamp: &'a [u8],
    ) -> Result<Self, VerifyError> {
        let (mut costly, mut form) = (Vec::new(), None);
        for part in parts {
            match *part {
                Part::Field(Field::Header(_)) => {}
                Part::Field(at) => costly.push(lookup.required(at)?),
                Part::BodyHash(hash, encoding) => {
                    let digest = hash.digest(lookup.received.body);
                    costly.push(Cow::Owned(encoding.encode(digest.as_bytes())));
                }
                Part::SortedForm => form = SortedForm::of(lookup.received)?,
                _ => {}
            }
        }
        Ok(Self { parts, lookup, timestamp, costly, form })
    }

    /// Returns whether the message holds the fields of a form.
    pub(super) const fn has_form(&self) -> bool {
        self.form.is_some()
    }

    /// Hands the message to `sink`, as it is if the sender knows this server by `url`.
    pub(super) fn feed(
        &self,
        url: &PublicUrl,
        mut sink: impl FnMut(&[u8]),
    ) -> Result<(), VerifyError> {
        let received = self.lookup.received;
        let mut costly = self.costly.iter();
        for part in self.parts {
            match *part {
                Part::Text(text) => sink(text.as_bytes()),
                Part::Timestamp => sink(self.timestamp),
                Part::Field(at @ Field::Header(_)) => sink(self.lookup.required(at)?.as_bytes()),
                Part::Field(_) | Part::BodyHash(..) => {
                    costly.next().into_iter().for_each(|text| sink(text.as_bytes()));
                }
                Part::Body => sink(received.body),
                Part::Method => sink(received.method.as_str().as_bytes()),
                Part::Url => url.feed(received.uri, &mut sink),
                Part::PathAndQuery => sink(request::path_and_query(received.uri).as_bytes()),
                Part::SortedForm => self.form.iter().for_each(|form| form.feed(&mut sink)),
            }
        }
        Ok(())
    }

    /// Returns the whole message, for algorithms that need it in one piece.
    #[cfg(feature = "ed25519")]
    pub(super) fn joined(&self, url: &PublicUrl) -> Result<Cow<'a, [u8]>, VerifyError> {
        let body = self.lookup.received.body;
        if *self.parts == [Part::Body] {
            return Ok(Cow::Borrowed(body));
        }
        let mut joined = Vec::with_capacity(body.len() + 256);
        self.feed(url, |part| joined.extend_from_slice(part))?;
        Ok(Cow::Owned(joined))
    }
}
