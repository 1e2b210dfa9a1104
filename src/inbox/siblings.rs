//! The events of one request, as far as they are needed to tell each of them apart from all others.

use std::collections::HashMap;

use bytes::Bytes;

use super::Key;
use crate::Item;

/// The place of an event in its batch.
#[derive(Clone, Copy)]
pub(super) struct Sibling {
    /// The hash of what lies around the events: an account, the time of the request.
    pub(super) around: Key,
    /// The number of the list that holds it, where a request has several.
    pub(super) list: u64,
    /// The number of equal events before it in its list.
    pub(super) equal_before: u64,
}

/// Looks at all events of a request once.
pub(super) fn siblings(items: &[Item]) -> Vec<Sibling> {
    let gaps = Gaps::of(items);
    let around = gaps.key();
    let mut seen: HashMap<(u64, &Bytes), u64> = HashMap::with_capacity(items.len());
    let siblings = items.iter().zip(gaps.lists()).map(|(item, list)| {
        let equal = seen.entry((list, item.body())).or_default();
        *equal += 1;
        Sibling { around, list, equal_before: *equal - 1 }
    });
    siblings.collect()
}

/// The body without the events, and without the commas between them: a retry may hold more events, or
/// fewer.
struct Gaps<'a> {
    /// The bytes before each event; nothing, if only a comma parts it from the one before.
    before: Vec<&'a [u8]>,
    behind: &'a [u8],
}

impl<'a> Gaps<'a> {
    fn of(items: &'a [Item]) -> Self {
        let body = items.first().map_or(&[][..], |first| first.batch().body());
        let mut end = 0;
        let mut before = Vec::with_capacity(items.len());
        for item in items {
            // The bytes of an event in a form are not those of the body, of which all counts then.
            let range = item.range().unwrap_or(&(0..0));
            before.push(body.get(end..range.start).map_or(&[][..], without_commas));
            end = range.end;
        }
        Self { before, behind: body.get(end..).map_or(&[][..], without_commas) }
    }

    fn key(&self) -> Key {
        let gaps = self.before.iter().chain([&self.behind]).filter(|gap| !gap.is_empty());
        Key::of("around events", gaps)
    }

    /// Returns the number of each event's list: a list begins where there is more than a comma.
    fn lists(&self) -> impl Iterator<Item = u64> {
        let begins = self.before.iter().map(|gap| u64::from(!gap.is_empty()));
        begins.scan(0, |list, begins| {
            *list += begins;
            Some(*list)
        })
    }
}

fn without_commas(mut gap: &[u8]) -> &[u8] {
    let is_left_out = |byte: &u8| *byte == b',' || byte.is_ascii_whitespace();
    while let Some((_, rest)) = gap.split_first().filter(|(first, _)| is_left_out(first)) {
        gap = rest;
    }
    while let Some((_, rest)) = gap.split_last().filter(|(last, _)| is_left_out(last)) {
        gap = rest;
    }
    gap
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Batch;

    /// The events of a body, each of which is one letter of `ab`.
    fn of(body: &'static str) -> Vec<(Key, u64)> {
        let batch = Batch::new(body.into());
        let places = body.bytes().enumerate().filter(|(_, byte)| b"ab".contains(byte));
        let items =
            places.enumerate().map(|(nth, (at, _))| Item::new(batch.clone(), nth, at..at + 1));
        let items: Vec<_> = items.map(Option::unwrap).collect();
        siblings(&items).iter().map(|sibling| (sibling.around, sibling.equal_before)).collect()
    }

    #[test]
    fn equal_events_of_two_lists_are_told_apart() {
        let lists = |body: &'static str| {
            let batch = Batch::new(body.into());
            let places = body.bytes().enumerate().filter(|(_, byte)| b"ab".contains(byte));
            let items = places.map(|(at, _)| Item::new(batch.clone(), at, at..at + 1).unwrap());
            let items: Vec<_> = items.collect();
            siblings(&items).iter().map(|sibling| sibling.list).collect::<Vec<_>>()
        };

        assert_eq!(lists("{1:[a,a],2:[b, a]}"), [1, 1, 2, 2]);
        assert_eq!(lists("{1:[a],2:[b]}"), [1, 2]);
    }

    #[test]
    fn equal_events_of_a_request_are_counted() {
        let counted = |body| of(body).into_iter().map(|(_, equal)| equal).collect::<Vec<_>>();

        assert_eq!(counted("[a,b,a,a,b]"), [0, 0, 1, 2, 1]);
    }

    #[test]
    fn only_what_lies_around_the_events_counts() {
        let around = |body| of(body)[0].0;

        assert_eq!(around("[a]"), around("[b, a ,\n b]"));
        assert_eq!(around("{1:[a],2}"), around("{1:[a,b],2}"));
        assert_ne!(around("{1:[a],2}"), around("{1:[a],3}"));
        assert_ne!(around("{1:[a],2}"), around("{0:[a],2}"));
    }
}
