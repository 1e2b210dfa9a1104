//! The values that a request must show beside its signature.

use subtle::ConstantTimeEq;

use super::settings::Settings;
use crate::{
    request::PreparedField,
    scheme::{Requirement, Signature},
};

/// Returns the values that a request must show besides its signature.
pub(super) fn required(
    signature: &Signature,
    settings: &Settings,
) -> Vec<(PreparedField, Expected)> {
    let all = signature.requirements.iter().map(|required| match *required {
        Requirement::Is(at, text) => (at.into(), Expected::Text(text.to_owned())),
        Requirement::IsOneOf(at, texts) => (at.into(), Expected::OneOf(texts)),
        Requirement::IsSetting(at, name) => {
            (at.into(), Expected::Text(settings.value(name).to_owned()))
        }
        Requirement::Lacks(at, character) => (at.into(), Expected::Without(character)),
    });
    all.collect()
}

/// The value that must be shown beside a signature.
#[derive(Debug)]
pub(super) enum Expected {
    Text(String),
    OneOf(&'static [&'static str]),
    Without(char),
}

impl Expected {
    /// Returns whether `shown` is such a value. A text is compared in constant time.
    pub(super) fn fits(&self, shown: &str) -> bool {
        match self {
            Self::Text(text) => shown.as_bytes().ct_eq(text.as_bytes()).into(),
            Self::OneOf(texts) => texts.contains(&shown),
            Self::Without(character) => !shown.contains(*character),
        }
    }
}
