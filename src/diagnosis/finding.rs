//! One thing that was found.

use std::{borrow::Cow, fmt};

use super::Place;

/// One thing that was found: a stable word, the place to look, and a clause that tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) cause: &'static str,
    pub(super) place: Place,
    pub(super) text: Cow<'static, str>,
}

impl Finding {
    pub(super) fn new(
        cause: &'static str,
        place: Place,
        text: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { cause, place, text: text.into() }
    }

    /// Puts what is known before into the sentence.
    pub(super) fn after(self, known: impl fmt::Display) -> Self {
        Self { text: format!("{known}; {}", self.text).into(), ..self }
    }

    pub(super) fn of_body(cause: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(cause, Place::Body, text)
    }

    pub(super) fn of_secret(cause: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(cause, Place::Secret, text)
    }

    pub(super) fn of_header(cause: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(cause, Place::Header, text)
    }
}
