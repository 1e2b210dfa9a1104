//! Guessing an event's name before the document is parsed.
//!
//! The name decides the type of the payload, and may come after it. Finding the name's member as
//! text is much cheaper than parsing the document a second time. The result is only a guess, since
//! the payload may have a member of that name, too. The pass that follows checks the guess.

mod member;

use std::borrow::Cow;

use self::member::MemberFinder;
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
///
/// It is small enough for registers: with the positions of the members in it, decoding took 2 %
/// longer. To learn from a guess that was not as expected, the search is made again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guess {
    pub(super) variant: usize,
    /// `true` if the name was found where it is usually searched for, or was not searched for.
    is_usual: bool,
}

impl Guess {
    /// Makes the guess for a known name, or for a first value that decides alone.
    pub(super) const fn certain(variant: usize) -> Self {
        Self { variant, is_usual: true }
    }

    /// Returns `true` if there is nothing to learn from this guess.
    pub(super) fn is_as_expected(self, actual: Option<usize>) -> bool {
        self.is_usual && actual == Some(self.variant)
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
            return (rank == target).then(found)?;
        }
        let resolve = |first: &str| self.with_second::<E>(document, place, first, &readable);
        self.first.as_ref()?.find(document, resolve).ok()?
    }

    /// Learns the actual variant and name of the document, which was guessed.
    pub(super) fn learn<E: WebhookEvent>(
        &self,
        actual: Option<usize>,
        name: Option<&Name<'_>>,
        document: &str,
        readable: impl Fn(usize) -> bool,
    ) {
        let Some((_, place)) = self.target else { return };
        if let Some(finder) = &self.first {
            finder.learn(actual, document, |first| {
                let guess = self.with_second::<E>(document, place, first, &readable)?;
                Some(Guess::certain(guess.variant))
            });
        }
        if let (Some(finder), Some(name)) = (&self.second, name)
            && is_divided::<E>(name.first())
        {
            finder.learn(actual, document, |second| {
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
    ) -> Option<Guess> {
        let alone = || {
            let variant = E::variant_of(first).filter(|variant| readable(*variant))?;
            Some(Guess::certain(variant))
        };
        let Some(finder) = self.second.as_ref().filter(|_| is_divided::<E>(first)) else {
            return alone();
        };
        let resolve = |second: &str| resolve::<E>(place, first, second, readable);
        finder.find(document, resolve).ok()?.or_else(alone)
    }
}

/// Returns the variant that takes a name, if the variant can be read in one pass.
fn resolve<E: WebhookEvent>(
    place: &Field,
    first: &str,
    second: &str,
    readable: impl Fn(usize) -> bool,
) -> Option<Guess> {
    let name = Name::of(place, Cow::Borrowed(first), Some(second));
    name.variant::<E>().filter(|variant| readable(*variant)).map(Guess::certain)
}
