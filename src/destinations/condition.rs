//! Conditions on values of a delivery.

use super::wildcard::is_like;
use crate::{Field, FieldError, request::Input};

/// A condition on a value of a delivery, for [`Filter::when`](super::Filter::when).
///
/// A number or a boolean of a JSON document is compared as it is written there: `5` equals `5`, and not
/// `5.0`. JSON's `null` counts as absent. An absent value is equal to nothing and like nothing, so that
/// [`not`](Self::not) takes it. An object or a list is there, and equal to nothing that can be told: a condition
/// that compares it cannot be decided.
///
/// ```
/// use hookport::{Field, destinations::Condition};
///
/// let paid = Condition::equals(Field::Json("/status"), "paid");
/// let of_europe = Condition::one_of(Field::Query("region"), ["de", "fr", "it"]);
/// let is_live = Condition::like(Field::Header("x-environment"), "test*").not();
///
/// assert_eq!(paid.to_string(), "JSON pointer `/status` is `paid`");
/// assert_eq!(is_live.to_string(), "header `x-environment` is not like `test*`");
/// # drop(of_europe);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Condition {
    at: Field,
    test: Test,
    is_negated: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Exists,
    OneOf(Vec<String>),
    Like(String),
}

impl Condition {
    /// Holds if there is a value at this place.
    pub const fn exists(at: Field) -> Self {
        Self::new(at, Test::Exists)
    }

    /// Holds if the value at this place is `text`.
    pub fn equals(at: Field, text: impl Into<String>) -> Self {
        Self::new(at, Test::OneOf(vec![text.into()]))
    }

    /// Holds if the value at this place is one of these.
    pub fn one_of<T: Into<String>>(at: Field, texts: impl IntoIterator<Item = T>) -> Self {
        Self::new(at, Test::OneOf(texts.into_iter().map(Into::into).collect()))
    }

    /// Holds if the value at this place is like `pattern`, in which each `*` stands for any number of
    /// characters.
    pub fn like(at: Field, pattern: impl Into<String>) -> Self {
        Self::new(at, Test::Like(pattern.into()))
    }

    /// Holds in each case in which it would not hold.
    pub const fn not(mut self) -> Self {
        self.is_negated = !self.is_negated;
        self
    }

    const fn new(at: Field, test: Test) -> Self {
        Self { at, test, is_negated: false }
    }

    /// Returns the mistake in the condition, if no delivery can meet it.
    pub(super) fn problem(&self) -> Option<String> {
        let is_empty = matches!(&self.test, Test::OneOf(texts) if texts.is_empty());
        let nothing = || format!("no values to compare {} with", self.at);
        self.at.problem().or_else(|| is_empty.then(nothing))
    }

    /// Returns whether a delivery meets the condition.
    ///
    /// # Errors
    ///
    /// Fails if the value cannot be read.
    pub(super) fn holds(&self, input: &Input<'_>) -> Result<bool, FieldError> {
        let found = || self.at.find_in(input);
        let holds = match &self.test {
            Test::Exists => self.is_there(input)?,
            Test::OneOf(texts) => found()?.is_some_and(|found| texts.iter().any(|it| *it == found)),
            Test::Like(pattern) => found()?.is_some_and(|found| is_like(&found, pattern)),
        };
        Ok(holds != self.is_negated)
    }

    /// Returns whether there is a value. One that is no text is there too, as an object or a list.
    fn is_there(&self, input: &Input<'_>) -> Result<bool, FieldError> {
        match self.at.find_in(input) {
            Err(FieldError::Malformed { place, .. }) if self.is_at(place) => Ok(true),
            found => Ok(found?.is_some()),
        }
    }

    /// Returns whether an error is about the value itself, and not about one that leads to it.
    fn is_at(&self, place: Field) -> bool {
        match self.at {
            Field::Batch(pointer) | Field::JsonIn { pointer, .. } => place == Field::Json(pointer),
            at => place == at,
        }
    }
}

impl std::fmt::Display for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let not = if self.is_negated { " not" } else { "" };
        match &self.test {
            Test::Exists if self.is_negated => write!(f, "{} is absent", self.at),
            Test::Exists => write!(f, "{} is there", self.at),
            Test::OneOf(texts) => write!(f, "{} is{not} `{}`", self.at, texts.join("` or `")),
            Test::Like(pattern) => write!(f, "{} is{not} like `{pattern}`", self.at),
        }
    }
}
