//! Finding a member of a document as text.

use std::sync::atomic::{AtomicU8, Ordering};

use memchr::memmem::{Finder, FinderRev};

use crate::request::segments;

/// Finds the text that looks like a member.
///
/// It learns from which end of the document to look, since a sender always writes its documents
/// alike. After a wrong guess that the other end would not have saved, it rests for a while.
#[derive(Debug)]
pub(super) struct MemberFinder {
    finders: Option<(Finder<'static>, FinderRev<'static>)>,
    /// `FROM_BACK`, `FROM_FRONT`, or how many deliveries the rest still lasts beyond those.
    state: AtomicU8,
}

/// The end of a document from which a name is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Back,
    Front,
}

/// A text that looks like a member.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    /// The variant that it leads to.
    pub(super) variant: usize,
    /// Where the member begins.
    at: usize,
    /// From where it was seen.
    from: End,
}

/// No guess is made for a while.
#[derive(Debug)]
pub(super) struct Resting;

impl MemberFinder {
    /// Looks for the last member on the way of `pointer`.
    pub(super) fn new(pointer: &'static str) -> Self {
        let key = segments(pointer).last();
        // A key that JSON escapes is written in more than one way.
        let plain = key.filter(|key| !key.contains(['"', '\\']) && !key.contains(char::is_control));
        let quoted = plain.map(|key| format!("\"{key}\""));
        Self {
            finders: quoted.map(|text| {
                let text = text.as_bytes();
                let back = FinderRev::new(text).into_owned();
                (Finder::new(text).into_owned(), back)
            }),
            state: AtomicU8::new(FROM_BACK),
        }
    }

    /// Returns the first text that looks like the member and that `resolve` knows.
    pub(super) fn find(
        &self,
        document: &str,
        resolve: impl Fn(&str) -> Option<usize>,
    ) -> Result<Option<Sight>, Resting> {
        let (first, second) = match self.state.load(Ordering::Relaxed) {
            FROM_BACK => (End::Back, End::Front),
            FROM_FRONT => (End::Front, End::Back),
            resting => {
                self.state.store(resting - 1, Ordering::Relaxed);
                return Err(Resting);
            }
        };
        Ok([first, second].into_iter().find_map(|from| self.look(document, from, &resolve)))
    }

    /// Learns which variant the document holds in truth.
    pub(super) fn learn(
        &self,
        sight: Sight,
        actual: Option<usize>,
        document: &str,
        resolve: impl Fn(&str) -> Option<usize>,
    ) {
        let from = sight.from;
        let hit = actual == Some(sight.variant);
        let state = if hit && from.is_near(sight.at, document) {
            from.state()
        } else if actual.is_some()
            && self.look(document, from.other(), resolve).map(|sight| sight.variant) == actual
        {
            from.other().state()
        } else if hit {
            from.state()
        } else {
            FROM_FRONT + REST
        };
        // A store would take the cache line from the other threads that decode.
        if self.state.load(Ordering::Relaxed) != state {
            self.state.store(state, Ordering::Relaxed);
        }
    }

    fn look(
        &self,
        document: &str,
        from: End,
        resolve: impl Fn(&str) -> Option<usize>,
    ) -> Option<Sight> {
        let (front, back) = self.finders.as_ref()?;
        let key = front.needle().len();
        let sight_at = |at| {
            let variant = resolve(text_after(&document[at + key..])?)?;
            Some(Sight { variant, at, from })
        };
        let text = document.as_bytes();
        match from {
            End::Front => {
                let text = &text[..text.len().min(REACH)];
                front.find_iter(text).take(TRIES).find_map(sight_at)
            }
            End::Back => {
                let start = text.len().saturating_sub(REACH);
                let found = back.rfind_iter(&text[start..]).take(TRIES);
                found.map(|at| start + at).find_map(sight_at)
            }
        }
    }
}

impl End {
    const fn other(self) -> Self {
        match self {
            Self::Back => Self::Front,
            Self::Front => Self::Back,
        }
    }

    const fn state(self) -> u8 {
        match self {
            Self::Back => FROM_BACK,
            Self::Front => FROM_FRONT,
        }
    }

    /// Whether the way from this end to `at` is the shorter one.
    const fn is_near(self, at: usize, document: &str) -> bool {
        let in_front_half = at < document.len() / 2;
        match self {
            Self::Back => !in_front_half,
            Self::Front => in_front_half,
        }
    }
}

/// The string that follows a member's name, if it has no escapes.
fn text_after(key: &str) -> Option<&str> {
    let value = key.trim_ascii_start().strip_prefix(':')?;
    let literal = value.trim_ascii_start().strip_prefix('"')?;
    let (text, _) = literal.split_once('"')?;
    (!text.contains('\\')).then_some(text)
}

const FROM_BACK: u8 = 0;
const FROM_FRONT: u8 = 1;
/// How many deliveries are read without a guess after a wrong one.
const REST: u8 = 64;
/// How far from an end a name is looked for: an envelope is short, a payload may be long.
const REACH: usize = 4096;
/// How many members of the same name are looked at from one end.
const TRIES: usize = 4;
