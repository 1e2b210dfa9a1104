//! New entries: a delivery and the names of its handlers.

use std::{fmt, sync::Arc};

use sha2::{Digest, Sha256};

use crate::Delivery;

/// The number of an entry, given by the store: later ones are higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u64);

impl EntryId {
    /// Makes the id of this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The idempotency key: equal for two deliveries that count as one.
///
/// It is a hash, so that nothing a sender writes makes it long.
///
/// ```
/// use hookport::inbox::Key;
///
/// assert_eq!(Key::of("sender's id", ["evt_1"]), Key::of("sender's id", ["evt_1"]));
/// assert_ne!(Key::of("a", ["b", "c"]), Key::of("a", ["bc"]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key([u8; 32]);

impl Key {
    /// Hashes (SHA-256) what is meant by the parts, then the parts, each with its length.
    pub fn of<P: AsRef<[u8]>>(meaning: &str, parts: impl IntoIterator<Item = P>) -> Self {
        let mut hash = Sha256::new();
        let mut add = |part: &[u8]| {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        };
        add(meaning.as_bytes());
        parts.into_iter().for_each(|part| add(part.as_ref()));
        Self(hash.finalize().into())
    }

    /// Makes the key of these bytes, for a store that reads one back.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The order of a delivery among those of its ordering key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Order {
    /// The ordering key: what the deliveries have in common, as the id of an order or a customer.
    pub key: String,
    /// True if a failed delivery lets the next ones pass while it waits for its retry.
    pub lets_pass: bool,
    /// The version of the entity that the delivery brings: higher is newer.
    pub version: Option<i64>,
}

/// A delivery that is to be kept.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// The name of the endpoint that it came to.
    pub endpoint: Arc<str>,
    /// Its idempotency key, scoped to the endpoint.
    pub key: Key,
    /// The delivery.
    pub delivery: Delivery,
    /// The event that it is counted as; of a bounded set.
    pub counted_as: Arc<str>,
    /// In which order its handlers run, if that matters.
    pub order: Option<Order>,
    /// The names of its handlers, each once. None: nothing is to be run.
    pub handlers: Vec<Arc<str>>,
}

/// The result of accepting a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// It is kept, as this entry.
    New(EntryId),
    /// The endpoint has one of the same key already: this entry.
    Duplicate(EntryId),
}

impl Accepted {
    /// The entry that holds the delivery.
    pub const fn id(self) -> EntryId {
        match self {
            Self::New(id) | Self::Duplicate(id) => id,
        }
    }
}

/// The handler that decides which handlers a delivery goes to, where that could not be told when it
/// came. Its run ends in [`Ended::Routed`](super::Ended::Routed), or dead.
pub const ROUTE: &str = "(route)";
