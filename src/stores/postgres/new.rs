//! A delivery that is to be kept, with the numbers of what it names.

use super::{dictionary::Numbers, work::line};
use crate::{
    DeliveryParts,
    inbox::{Key, NewEntry},
};

/// A delivery that is to be kept, with the numbers of what it names.
#[derive(Clone, Copy)]
pub(super) struct New<'a> {
    pub(super) entry: &'a NewEntry,
    pub(super) numbers: Numbers,
    /// The time of its arrival, by the clock of the database.
    pub(super) received_at: i64,
}

/// The lease under which the run of a delivery is to be claimed at once, by the clock of the database.
#[derive(Clone, Copy)]
pub(super) struct NewLease {
    pub(super) token: i64,
    pub(super) start: i64,
    pub(super) end: i64,
}

impl<'a> New<'a> {
    pub(super) fn parts(&self) -> &'a DeliveryParts {
        self.entry.delivery.parts()
    }

    /// Its endpoint and its key.
    pub(super) fn key(&self) -> (i32, &'a [u8]) {
        (self.numbers.endpoint, short(&self.entry.key))
    }

    /// True if the id of the sender leads to its key.
    pub(super) fn sender_id_is_key(&self) -> bool {
        let id = self.parts().id.as_deref();
        id.is_some_and(|id| self.entry.key == Key::of_sender_id(id))
    }

    pub(super) fn line(&self) -> Option<Vec<u8>> {
        self.entry.order.as_ref().map(|order| line(self.numbers.endpoint, &order.key))
    }

    /// The request that is kept with it; `None` if it is an item of a batch.
    pub(super) fn request(&self) -> Option<&'a DeliveryParts> {
        Some(self.parts()).filter(|parts| parts.item.is_none())
    }

    /// Its event, if it is counted under another name.
    pub(super) fn uncounted_event(&self) -> Option<&'a str> {
        let event = self.parts().event_name.as_deref();
        event.filter(|event| **event != *self.entry.counted_as)
    }
}

/// The part of a key that is kept: no two deliveries share 16 bytes of a hash by chance.
pub(super) fn short(key: &Key) -> &[u8] {
    &key.as_bytes()[..16]
}
