//! The delivery that was refused, with all that it was judged by.

use std::{borrow::Cow, time::SystemTime};

use http::HeaderMap;

use crate::{
    Field, Provider, RawRequest, Source,
    scheme::{Scheme, Signature},
};

/// The delivery that was refused, with all that it was judged by.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) source: &'a Source,
    pub(super) received: &'a RawRequest<'a>,
    pub(super) now: SystemTime,
}

impl<'a> Case<'a> {
    pub(super) fn provider(&self) -> &'a Provider {
        self.source.provider()
    }

    pub(super) fn headers(&self) -> &'a HeaderMap {
        self.received.headers
    }

    pub(super) fn body(&self) -> &'a [u8] {
        self.received.body
    }

    /// Returns the text that lies there, if it can be read.
    pub(super) fn text(&self, at: Field) -> Option<Cow<'a, str>> {
        self.provider().text(at, self.received)
    }

    /// Returns the text of the header `name`, if there is one that is visible ASCII.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        self.headers().get(name)?.to_str().ok().filter(|text| !text.is_empty())
    }

    pub(super) fn signatures(&self) -> impl Iterator<Item = &'a Signature> + use<'a> {
        self.provider().schemes().iter().filter_map(Scheme::as_signature)
    }
}

impl Source {
    /// Returns how a secret is called in a sentence: by its number, where there are several.
    pub(super) fn subject(&self, index: usize) -> String {
        match self.secrets.len() {
            0 | 1 => "the secret".to_owned(),
            _ => format!("secret {}", index + 1),
        }
    }
}
