//! The events of one request, as far as they are needed to tell each of them apart from all others.

use std::collections::HashMap;

use bytes::Bytes;

use super::Key;
use crate::Item;

/// What an event of a batch has beside its own bytes.
#[derive(Clone, Copy)]
pub(super) struct Sibling {
    /// The hash of what lies around the events: an account, the time of the request.
    pub(super) around: Key,
    /// The number of equal events before it in the request.
    pub(super) equal_before: u64,
}

/// Looks at all events of a request once.
pub(super) fn siblings(items: &[Item]) -> Vec<Sibling> {
    let around = around(items);
    let mut seen: HashMap<&Bytes, u64> = HashMap::with_capacity(items.len());
    let siblings = items.iter().map(|item| {
        let equal = seen.entry(item.body()).or_default();
        *equal += 1;
        Sibling { around, equal_before: *equal - 1 }
    });
    siblings.collect()
}

/// Hashes the body without the events, and without the commas between them: a retry may hold more
/// events, or fewer. A form is left out, since the bytes of its events are not those of the body.
fn around(items: &[Item]) -> Key {
    let mut gaps: Vec<&[u8]> = Vec::new();
    let mut end = 0;
    for item in items {
        let Some(range) = item.range() else { break };
        gaps.extend(item.batch().body().get(end..range.start));
        end = range.end;
    }
    if let Some(last) = items.last().filter(|_| end > 0) {
        gaps.extend(last.batch().body().get(end..));
    }
    let gaps = gaps.into_iter().map(without_commas).filter(|gap| !gap.is_empty());
    Key::of("around events", gaps)
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
