//! The name of an event, which may have two values.

use std::borrow::Cow;

use super::WebhookEvent;
use crate::{Field, FieldError, request::Input};

/// The name of an event: one value, or two that are joined.
#[derive(Debug, Clone)]
pub(super) struct Name<'a> {
    text: Cow<'a, str>,
    /// The length of the first of two values. `None` if the sender names the event by one value,
    /// which may have dots, too.
    first: Option<usize>,
}

impl<'a> Name<'a> {
    /// Joins the values of a place.
    pub(super) fn of(place: &Field, first: Cow<'a, str>, second: Option<&str>) -> Self {
        match (place.second(), second) {
            (Some((_, separator)), Some(second)) => Self {
                first: Some(first.len()),
                text: Cow::Owned([&*first, separator, second].concat()),
            },
            _ => Self { text: first, first: None },
        }
    }

    /// Finds a name; `None` if the place has no name. A second value may be missing.
    pub(super) fn find(place: &Field, input: &Input<'a>) -> Result<Option<Self>, FieldError> {
        let Some(first) = place.first().find_text_in(input)? else {
            return Ok(None);
        };
        let second = match place.second() {
            Some((second, _)) => second.find_text_in(input)?,
            None => None,
        };
        Ok(Some(Self::of(place, first, second.as_deref())))
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the first of two values, or the only value.
    pub(super) fn first(&self) -> &str {
        &self.text[..self.first.unwrap_or(self.text.len())]
    }

    pub(super) fn into_text(self) -> Cow<'a, str> {
        self.text
    }

    /// Returns the variant that takes the name: the most specific one.
    ///
    /// A variant that lists only the first of two values takes every second value, as if it listed
    /// `first.*`. So it has precedence over a star that takes other first values, too, but not over
    /// a name or a star that names a part of the second value.
    pub(super) fn variant<E: WebhookEvent>(&self) -> Option<usize> {
        let whole = E::variant_of(&self.text);
        if self.first.is_none() {
            return whole;
        }
        let first = self.first();
        if whole.is_some_and(|variant| self.is_meant_by(E::VARIANTS[variant].names, first)) {
            return whole;
        }
        let bare = E::variant_of(first);
        bare.filter(|variant| E::VARIANTS[*variant].names.contains(&first)).or(whole)
    }

    /// Returns `true` if one of `names` takes this name by more than its first value.
    fn is_meant_by(&self, names: &[&str], first: &str) -> bool {
        names.iter().any(|name| match name.strip_suffix('*') {
            Some(start) => start.len() > first.len() && self.text.starts_with(start),
            None => *name == self.text,
        })
    }
}

/// Returns `true` if the second value may select the variant: some variant takes a part of the
/// names that begin with `first`, but not all of them.
pub(super) fn is_divided<E: WebhookEvent>(first: &str) -> bool {
    let names = E::VARIANTS.iter().flat_map(|variant| variant.names);
    names.copied().filter(|name| *name != first).any(|name| match name.strip_suffix('*') {
        Some(start) => start.starts_with(first) || first.starts_with(start),
        None => name.starts_with(first) || name.starts_with('*'),
    })
}
