//! Finding a member of a document as text.

use std::sync::atomic::{AtomicU8, Ordering};

use memchr::{memchr2, memmem::Finder, memrchr_iter};

use super::Guess;
use crate::request::segments;

/// A finder of the text that looks like a member.
///
/// The finder learns the end of the document from which to search, since a sender writes all its
/// documents in the same way. After a wrong guess that a search from the other end would not have
/// avoided, the finder pauses for some deliveries.
#[derive(Debug)]
pub(super) struct MemberFinder {
    /// Finds the member's name in quotes. `None` if JSON writes the name in more than one way.
    quoted: Option<Finder<'static>>,
    /// `FROM_BACK`, `FROM_FRONT`, or above these the number of deliveries until the end of a pause.
    state: AtomicU8,
}

/// The end of a document from which the search starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Back,
    Front,
}

/// The pause after a wrong guess.
#[derive(Debug)]
pub(super) struct Resting;

impl MemberFinder {
    /// Makes a finder of the last member in `pointer`.
    pub(super) fn new(pointer: &'static str) -> Self {
        let key = segments(pointer).last();
        // A key that JSON escapes is written in more than one way.
        let plain = key.filter(|key| !key.contains(['"', '\\']) && !key.contains(char::is_control));
        let quoted = plain.map(|key| format!("\"{key}\""));
        Self {
            quoted: quoted.map(|text| Finder::new(&text).into_owned()),
            state: AtomicU8::new(FROM_BACK),
        }
    }

    /// Returns the guess by the first text that looks like the member and that `resolve` accepts.
    pub(super) fn find(
        &self,
        document: &str,
        resolve: impl Fn(&str) -> Option<Guess>,
    ) -> Result<Option<Guess>, Resting> {
        let state = self.state.load(Ordering::Relaxed);
        let Some(usual) = End::of(state) else {
            self.state.store(state - 1, Ordering::Relaxed);
            return Err(Resting);
        };
        if let Some(guess) = self.look(document, usual, &resolve) {
            return Ok(Some(guess));
        }
        let guess = self.look(document, usual.other(), resolve);
        Ok(guess.map(|guess| Guess { is_usual: false, ..guess }))
    }

    /// Learns the actual variant of a document in which the member was found.
    pub(super) fn learn(
        &self,
        actual: Option<usize>,
        document: &str,
        resolve: impl Fn(&str) -> Option<Guess>,
    ) {
        let Some(usual) = End::of(self.state.load(Ordering::Relaxed)) else { return };
        let look = |from| self.look(document, from, &resolve);
        let Some((from, guess)) =
            [usual, usual.other()].into_iter().find_map(|from| Some((from, look(from)?)))
        else {
            return;
        };
        let is_hit = |guess: Guess| actual == Some(guess.variant);
        let state = if guess.is_as_expected(actual) {
            from.state()
        } else if look(from.other()).is_some_and(is_hit) {
            from.other().state()
        } else if is_hit(guess) {
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
        resolve: impl Fn(&str) -> Option<Guess>,
    ) -> Option<Guess> {
        let quoted = self.quoted.as_ref()?;
        let name = quoted.needle();
        let guess_at = |at| {
            let guess = resolve(text_after(&document[at + name.len()..])?)?;
            Some(Guess { is_usual: guess.is_usual && from.is_near(at, document), ..guess })
        };
        let text = document.as_bytes();
        match from {
            End::Front => {
                let text = &text[..text.len().min(REACH)];
                quoted.find_iter(text).take(TRIES).find_map(guess_at)
            }
            End::Back => {
                let start = text.len().saturating_sub(REACH);
                let found = members_from_back(&text[start..], name).take(TRIES);
                found.map(|at| start + at).find_map(guess_at)
            }
        }
    }
}

impl End {
    /// Returns the end of a state; `None` during a pause.
    const fn of(state: u8) -> Option<Self> {
        match state {
            FROM_BACK => Some(Self::Back),
            FROM_FRONT => Some(Self::Front),
            _ => None,
        }
    }

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

    /// Returns `true` if `at` is nearer to this end than to the other one.
    const fn is_near(self, at: usize, document: &str) -> bool {
        let in_front_half = at < document.len() / 2;
        match self {
            Self::Back => !in_front_half,
            Self::Front => in_front_half,
        }
    }
}

/// Returns the positions of the members called `name`, the last one first. A colon is behind each
/// member's name, and seldom anywhere else.
fn members_from_back(text: &[u8], name: &[u8]) -> impl Iterator<Item = usize> {
    memrchr_iter(b':', text).filter_map(move |colon| {
        let before = text[..colon].trim_ascii_end();
        before.ends_with(name).then(|| before.len() - name.len())
    })
}

/// Returns the string behind a member's name, if the string has no escapes.
fn text_after(key: &str) -> Option<&str> {
    let value = key.trim_ascii_start().strip_prefix(':')?;
    let literal = value.trim_ascii_start().strip_prefix('"')?;
    let end = memchr2(b'"', b'\\', literal.as_bytes())?;
    literal[end..].starts_with('"').then(|| &literal[..end])
}

const FROM_BACK: u8 = 0;
const FROM_FRONT: u8 = 1;
/// The number of deliveries without a guess after a wrong guess.
const REST: u8 = 64;
/// The length of the search from an end, in bytes: an envelope is short, a payload may be long.
const REACH: usize = 4096;
/// The number of members with the same name that a search from one end tries.
const TRIES: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes the names `"0"` to `"9"`.
    fn resolve(name: &str) -> Option<Guess> {
        name.parse().ok().map(Guess::certain)
    }

    fn find(finder: &MemberFinder, document: &str) -> Option<Guess> {
        finder.find(document, resolve).ok().flatten()
    }

    #[test]
    fn a_finder_learns_the_end_from_which_to_search() {
        let finder = MemberFinder::new("/type");
        for (document, actual) in [
            (r#"{"type" : "1", "data": {"type": "x"}, "id": 7, "at": "00:00:00"}"#, 1),
            (r#"{"id": 7, "at": "00:00:00", "data": {"type": "x"}, "type" : "2"}"#, 2),
        ] {
            finder.learn(Some(actual), document, resolve);
            let guess = find(&finder, document).unwrap();
            assert!(guess.is_as_expected(Some(actual)), "{document}");
        }
    }

    #[test]
    fn a_finder_pauses_after_a_guess_that_no_end_makes_right() {
        let finder = MemberFinder::new("/type");
        let document = r#"{"a": {"type": "1"}, "type": "2", "b": {"type": "1"}}"#;
        assert_eq!(find(&finder, document).unwrap().variant, 1);

        finder.learn(Some(2), document, resolve);

        let pause = (0..1000).take_while(|_| find(&finder, document).is_none()).count();
        assert_eq!(pause, usize::from(REST));
    }
}
