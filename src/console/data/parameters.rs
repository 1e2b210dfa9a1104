//! Parameters of a question, as pairs of names and values.

use std::{fmt::Display, str::FromStr};

use super::{QueryError, Time};

/// The parameters of a question. Each is taken once; what is left is not known.
pub(super) struct Parameters {
    known: &'static [&'static str],
    left: Vec<(String, String)>,
}

impl Parameters {
    /// Takes pairs of the names that are `known`.
    ///
    /// # Errors
    ///
    /// Fails if a name is not known, or if a value is too long.
    pub(super) fn new<N: AsRef<str>, V: AsRef<str>>(
        known: &'static [&'static str],
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, QueryError> {
        let mut left = Vec::new();
        for (name, value) in pairs {
            let (name, value) = (name.as_ref(), value.as_ref());
            if !known.contains(&name) {
                let known = known.join(", ");
                return Err(QueryError::new(name, format!("is not known; there are: {known}")));
            }
            if value.chars().nth(LONGEST).is_some() || left.len() == MOST {
                return Err(QueryError::new(name, "is too long"));
            }
            left.push((name.to_owned(), value.to_owned()));
        }
        Ok(Self { known, left })
    }

    /// Takes a text.
    pub(super) fn text(&mut self, name: &'static str) -> Result<Option<String>, QueryError> {
        debug_assert!(self.known.contains(&name), "{name} is listed");
        let mut found = self.all(name)?.into_iter();
        let first = found.next();
        match found.next() {
            Some(_) => Err(QueryError::new(name, "is there twice")),
            None => Ok(first),
        }
    }

    /// Takes all texts of a name.
    pub(super) fn all(&mut self, name: &'static str) -> Result<Vec<String>, QueryError> {
        let of_name = self.left.extract_if(.., |(other, _)| other == name);
        let found: Vec<_> = of_name.map(|(_, value)| value).collect();
        if found.iter().any(String::is_empty) {
            return Err(QueryError::new(name, "is empty"));
        }
        Ok(found)
    }

    /// Takes a number of this range.
    pub(super) fn number<T: FromStr + PartialOrd + Display>(
        &mut self,
        name: &'static str,
        (low, high): (T, T),
    ) -> Result<Option<T>, QueryError> {
        let what = || format!("a number from {low} to {high}");
        self.read(name, &what(), |text| {
            let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|number| is_plain && (&low..=&high).contains(&number))
        })
    }

    /// Takes `true` or `false`.
    pub(super) fn truth(&mut self, name: &'static str) -> Result<bool, QueryError> {
        let truth = self.read(name, "true or false", |text| text.parse().ok())?;
        Ok(truth.unwrap_or(false))
    }

    /// Takes a time.
    pub(super) fn time(&mut self, name: &'static str) -> Result<Option<Time>, QueryError> {
        self.read(name, "a time as 2026-01-31T12:00:00Z, or a date as 2026-01-31", Time::read)
    }

    /// Takes a value that `read` makes of its text.
    pub(super) fn read<T>(
        &mut self,
        name: &'static str,
        what: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, QueryError> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        read(&text).map(Some).ok_or_else(|| QueryError::must_be(name, &text, what))
    }
}

/// The longest value, in characters.
const LONGEST: usize = 1000;

/// The highest number of values.
const MOST: usize = 64;
