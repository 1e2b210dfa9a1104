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
    target: Option<(usize, &'static Field)>,
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
    pub(super) fn new(names: &'static [Field]) -> Self {
        let pointers = |place: &'static Field| {
            let second = place.second().and_then(|(second, _)| second.pointer());
            [place.first().pointer(), second].map(|pointer| pointer.map(MemberFinder::new))
        };
        let mut places =
            names.iter().enumerate().map(|(rank, place)| (rank, place, pointers(place)));
        match places.find(|(_, _, [first, second])| first.is_some() || second.is_some()) {
            Some((rank, place, [first, second])) => {
                Self { target: Some((rank, place)), first, second }
            }
            None => Self { target: None, first: None, second: None },
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
            let found = || self.with_second::<E>(document, place, first, &readable);
            let (variant, second) = (rank == target).then(found)??;
            return Some(Guess { variant, first: None, second });
        }
        let seen = Cell::new(None);
        let resolve = |first: &str| {
            let (variant, second) = self.with_second::<E>(document, place, first, &readable)?;
            seen.set(second);
            Some(variant)
        };
        let first = self.first.as_ref()?.find(document, resolve).ok()??;
        Some(Guess { variant: first.variant, first: Some(first), second: seen.get() })
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
                Some(self.with_second::<E>(document, place, first, &readable)?.0)
            });
        }
        if let (Some(finder), Some(sight), Some(name)) = (&self.second, guess.second, name) {
            finder.learn(sight, actual, document, |second| {
                resolve::<E>(place, name.first(), second, &readable)
            });
        }
    }

    /// Guesses the second value, unless `first` decides alone.
    fn with_second<E: WebhookEvent>(
        &self,
        document: &str,
        place: &Field,
        first: &str,
        readable: &impl Fn(usize) -> bool,
    ) -> Option<(usize, Option<Sight>)> {
        let alone = || Some((E::variant_of(first).filter(|variant| readable(*variant))?, None));
        let Some(finder) = self.second.as_ref().filter(|_| is_divided::<E>(first)) else {
            return alone();
        };
        let resolve = |second: &str| resolve::<E>(place, first, second, readable);
        match finder.find(document, resolve).ok()? {
            Some(second) => Some((second.variant, Some(second))),
            None => alone(),
        }
    }
}

/// Returns the variant that takes a name, if the variant can be read in one pass.
fn resolve<E: WebhookEvent>(
    place: &Field,
    first: &str,
    second: &str,
    readable: impl Fn(usize) -> bool,
) -> Option<usize> {
    let name = Name::of(place, Cow::Borrowed(first), Some(second));
    name.variant::<E>().filter(|variant| readable(*variant))
}
