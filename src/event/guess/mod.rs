//! Guessing an event's name before the document is parsed.
//!
//! The name decides the type of the payload, and may come after it. Finding the name's member as
//! text is much cheaper than parsing the document a second time. The result is only a guess, since
//! the payload may have a member of that name, too. The pass that follows checks the guess.

mod member;

use std::{borrow::Cow, cell::Cell};

use self::member::{MemberFinder, Sight};
use super::{
    WebhookEvent,
    name::{Name, is_divided},
};
use crate::Field;

/// A guesser of the name at the first place that has a part in the document.
#[derive(Debug)]
pub(super) struct Guesser {
    /// That place, with its position.
    target: Option<(usize, Field)>,
    /// Finds the name, or the first of its two values.
    first: Option<MemberFinder>,
    /// Finds the second value.
    second: Option<MemberFinder>,
}

/// The variant that a document seems to hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guess {
    pub(super) variant: usize,
    first: Option<Sight>,
    second: Option<Sight>,
}

impl Guess {
    /// Makes the guess for a known name, or for a first value that decides alone.
    pub(super) const fn certain(variant: usize) -> Self {
        Self { variant, first: None, second: None }
    }
}

impl Guesser {
    pub(super) fn new(names: &[Field]) -> Self {
        let second = |place: Field| place.second().and_then(|(second, _)| second.pointer());
        let target = names
            .iter()
            .copied()
            .enumerate()
            .find(|(_, place)| place.first().pointer().is_some() || second(*place).is_some());
        let place = target.map(|(_, place)| place);
        Self {
            target,
            first: place.and_then(|place| place.first().pointer()).map(MemberFinder::new),
            second: place.and_then(second).map(MemberFinder::new),
        }
    }

    /// Guesses the variant that `document` holds, among those that are `readable` in one pass.
    ///
    /// `known` is the first of the name's two values, with the position of its place, if only the
    /// second value has to be guessed.
    pub(super) fn guess<E: WebhookEvent>(
        &self,
        document: &str,
        known: Option<(usize, &str)>,
        readable: impl Fn(usize) -> bool,
    ) -> Option<Guess> {
        let (target, place) = self.target?;
        if let Some((rank, first)) = known {
            return (rank == target)
                .then(|| self.with_second::<E>(document, place, first, &readable))
                .flatten();
        }
        let second = Cell::new(None);
        let resolve = |first: &str| {
            let guess = self.with_second::<E>(document, place, first, &readable)?;
            second.set(guess.second);
            Some(guess.variant)
        };
        let first = self.first.as_ref()?.find(document, resolve).ok()??;
        Some(Guess { variant: first.variant, first: Some(first), second: second.get() })
    }

    /// Learns from the actual variant and name of the document.
    pub(super) fn learn<E: WebhookEvent>(
        &self,
        guess: Guess,
        actual: Option<usize>,
        name: Option<&Name<'_>>,
        document: &str,
        readable: impl Fn(usize) -> bool,
    ) {
        let Some((_, place)) = self.target else { return };
        if let (Some(finder), Some(sight)) = (&self.first, guess.first) {
            finder.learn(sight, actual, document, |first| {
                Some(self.with_second::<E>(document, place, first, &readable)?.variant)
            });
        }
        if let (Some(finder), Some(sight), Some(name)) = (&self.second, guess.second, name) {
            finder.learn(sight, actual, document, |second| {
                resolve::<E>(place, name.first(), Some(second), &readable)
            });
        }
    }

    /// Guesses the second value, unless `first` decides alone.
    fn with_second<E: WebhookEvent>(
        &self,
        document: &str,
        place: Field,
        first: &str,
        readable: &impl Fn(usize) -> bool,
    ) -> Option<Guess> {
        if let Some(finder) = self.second.as_ref().filter(|_| is_divided::<E>(first)) {
            let resolve = |second: &str| resolve::<E>(place, first, Some(second), readable);
            if let Some(second) = finder.find(document, resolve).ok()? {
                return Some(Guess { variant: second.variant, first: None, second: Some(second) });
            }
        }
        resolve::<E>(place, first, None, readable).map(Guess::certain)
    }
}

/// Returns the variant that takes a name, if the variant can be read in one pass.
fn resolve<E: WebhookEvent>(
    place: Field,
    first: &str,
    second: Option<&str>,
    readable: impl Fn(usize) -> bool,
) -> Option<usize> {
    let name = Name::of(place, Cow::Borrowed(first), second);
    name.variant::<E>().filter(|variant| readable(*variant))
}
