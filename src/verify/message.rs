//! The message that a sender signs: an ordered list of parts of the request.

use std::collections::{BTreeMap, BTreeSet};

use super::{VerifyError, lookup::Lookup, url::PublicUrl};
use crate::{RawRequest, request, scheme::Part};

/// The message of one request: fed part by part, never joined.
#[derive(Clone, Copy)]
pub(super) struct Message<'a> {
    pub(super) parts: &'static [Part],
    pub(super) lookup: Lookup<'a>,
    pub(super) timestamp: &'a str,
    pub(super) url: &'a PublicUrl,
}

impl Message<'_> {
    pub(super) fn feed(&self, mut sink: impl FnMut(&[u8])) -> Result<(), VerifyError> {
        let received = self.lookup.received;
        for part in self.parts {
            match *part {
                Part::Text(text) => sink(text.as_bytes()),
                Part::Timestamp => sink(self.timestamp.as_bytes()),
                Part::Field(at) => sink(self.lookup.required(at)?.as_bytes()),
                Part::Body => sink(received.body),
                Part::BodyHash(hash, encoding) => {
                    sink(encoding.encode(hash.digest(received.body).as_bytes()).as_bytes());
                }
                Part::Method => sink(received.method.as_str().as_bytes()),
                Part::Url => self.url.feed(received.uri, &mut sink),
                Part::PathAndQuery => sink(request::path_and_query(received.uri).as_bytes()),
                Part::SortedForm => feed_sorted_form(received, &mut sink),
            }
        }
        Ok(())
    }

    /// The whole message, for algorithms that need it in one piece.
    #[cfg(feature = "ed25519")]
    pub(super) fn joined(&self) -> Result<Vec<u8>, VerifyError> {
        let mut joined = Vec::with_capacity(self.lookup.received.body.len() + 64);
        self.feed(|part| joined.extend_from_slice(part))?;
        Ok(joined)
    }
}

fn feed_sorted_form(received: &RawRequest<'_>, sink: &mut impl FnMut(&[u8])) {
    if !request::is_form(received.headers, received.body) {
        return;
    }
    let mut fields: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(received.body) {
        fields.entry(name).or_default().insert(value);
    }
    for (name, values) in &fields {
        for value in values {
            sink(name.as_bytes());
            sink(value.as_bytes());
        }
    }
}
