//! New entries: a delivery and the names of its handlers.

use std::{fmt, sync::Arc, time::Duration};

use sha2::{Digest, Sha256};

use crate::Delivery;

/// The number of an entry, given by the store: later ones are higher.
///
/// It is the `id` in `hookport_log` of the SQLite file, the field `entry` of log lines and spans,
/// and the argument of a tool that replays one delivery. Numbers may have gaps.
///
/// ```
/// use hookport::inbox::EntryId;
///
/// let argument = "4711"; // what an operator typed
/// let id = EntryId::new(argument.parse()?);
///
/// assert_eq!(id.to_string(), "4711");
/// assert!(id < EntryId::new(4712), "entry 4712 came later");
/// # Ok::<(), std::num::ParseIntError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u64);

impl EntryId {
    /// Makes the id of this number. Nothing says that the store has such an entry.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Returns the number, for a column of a database or a line of a report.
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

    /// Returns the bytes, for a column with a unique index over endpoint and key.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The order of a delivery among those of its ordering key.
///
/// [`InboxEndpoint::ordered_by`](crate::InboxEndpoint::ordered_by) and
/// [`version`](crate::InboxEndpoint::version) make it of a request. A store keeps the four values
/// and follows sentences 22 to 27 and 47 to 49 of the [contract](super::Store#contract) by them.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::{inbox::{Order, Store}, stores::MemoryStore};
///
/// let store = MemoryStore::new();
/// let of_order_7 = Order::by("order 7");
/// for id in ["evt_1", "evt_2"] {
///     let mut entry = order_paid(id);
///     entry.order = Some(of_order_7.clone());
///     store.accept(entry).await?;
/// }
///
/// let claims = store.claim(ask(1)).await?;
/// assert_eq!(claims.claimed.len(), 1, "the second one waits for the first one");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Order {
    /// The ordering key: what the deliveries have in common, as the id of an order or a customer.
    ///
    /// It belongs to an endpoint: the same text at another endpoint is another key.
    /// From a receiver it is 128 bytes long at most. A longer one is replaced by its SHA-256.
    pub key: String,
    /// True if a failed delivery lets the next ones pass while it waits for its retry.
    pub lets_pass: bool,
    /// True if a dead run of the delivery stops the key, until a person replays, cancels or
    /// [resumes](super::Inbox::resume_keys) it.
    pub stops_at_dead_letter: bool,
    /// The version of the entity that the delivery brings: higher is newer. A time counts in
    /// nanoseconds since 1970. `None`: it is never stale.
    pub version: Option<i64>,
}

impl Order {
    /// Makes the order of a delivery that lets no other pass, stops nothing and has no version.
    pub fn by(key: impl Into<String>) -> Self {
        Self { key: key.into(), lets_pass: false, stops_at_dead_letter: false, version: None }
    }
}

/// A run that is to be made: the name of its handler, and whether it has a place in the order.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::{inbox::{NewRun, Order, RunState, Store}, stores::MemoryStore};
///
/// let store = MemoryStore::new();
/// let mut last = None;
/// for id in ["evt_1", "evt_2"] {
///     let mut entry = order_paid(id);
///     entry.order = Some(Order::by("order 7"));
///     entry.handlers = vec!["ship".into(), NewRun::of("count").out_of_order()];
///     last = Some(store.accept(entry).await?.id());
/// }
///
/// let runs = store.read(last.expect("two are kept")).await?.expect("it is there").runs;
/// assert_eq!((&*runs[0].handler, runs[0].state), ("count", RunState::Received));
/// assert_eq!((&*runs[1].handler, runs[1].state), ("ship", RunState::Held));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NewRun {
    /// The name of the handler.
    pub handler: Arc<str>,
    /// True if the run has a place in the order of its delivery, where that has an
    /// [`Order`]. One that has none is never held, and holds back nothing.
    pub is_ordered: bool,
}

impl NewRun {
    /// Makes a run of this handler, in the order of its delivery.
    pub fn of(handler: impl Into<Arc<str>>) -> Self {
        Self { handler: handler.into(), is_ordered: true }
    }

    /// Takes the run out of the order.
    #[must_use]
    pub fn out_of_order(self) -> Self {
        Self { is_ordered: false, ..self }
    }
}

impl From<&str> for NewRun {
    fn from(handler: &str) -> Self {
        Self::of(handler)
    }
}

impl From<Arc<str>> for NewRun {
    fn from(handler: Arc<str>) -> Self {
        Self::of(handler)
    }
}

/// A delivery that is to be kept.
///
/// A receiver makes one of each request that it has proved. Make your own in a test of a
/// [store](super::Store), or to bring deliveries into an inbox from another system:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::{Duration, UNIX_EPOCH};
/// use hookport::{Delivery, DeliveryParts, Trust, stores::MemoryStore};
/// use hookport::inbox::{Accepted, EntryId, Key, NewEntry, Store};
///
/// let received_at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// let request = http::Request::post("/shop").body("{}".into())?;
/// let mut parts = DeliveryParts::new("acme", Trust::Signed, received_at, request);
/// parts.event_name = Some("order.paid".into());
/// parts.id = Some("evt_1".to_owned());
/// let entry = NewEntry {
///     endpoint: "shop".into(),
///     key: Key::of("sender's id", ["evt_1"]),
///     delivery: Delivery::from_parts(parts, http::Extensions::new()),
///     duplicate_within: None,
///     counted_as: "order.paid".into(),
///     order: None,
///     handlers: vec!["ship".into(), "mail".into()], // two runs, which fail and are retried alone
/// };
///
/// let store = MemoryStore::new();
/// assert_eq!(store.accept(entry).await?, Accepted::New(EntryId::new(1)));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// The name of the endpoint that it came to.
    pub endpoint: Arc<str>,
    /// Its idempotency key, scoped to the endpoint.
    pub key: Key,
    /// The time after the receipt of the entry that has the key, within which this delivery is its
    /// duplicate. `None`: it is one as long as that entry is there.
    pub duplicate_within: Option<Duration>,
    /// The delivery.
    pub delivery: Delivery,
    /// The event that it is counted as in [`Usage`](super::Usage). It is of a bounded set, since
    /// counts are never pruned: a sender must not be able to choose it freely.
    pub counted_as: Arc<str>,
    /// In which order its handlers run, if that matters.
    pub order: Option<Order>,
    /// The runs of its handlers, each once; that of [`ROUTE`] alone if they are not known yet. None:
    /// nothing is to be run, and the entry is [`Unhandled`](super::EntryState::Unhandled).
    pub handlers: Vec<NewRun>,
}

/// The result of accepting a delivery. The sender gets the same 2xx for both.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::{inbox::{Accepted, Store}, stores::MemoryStore};
///
/// let store = MemoryStore::new();
/// let first = store.accept(order_paid("evt_1")).await?;
/// let again = store.accept(order_paid("evt_1")).await?; // the sender got no answer in time
///
/// assert!(matches!(first, Accepted::New(_)));
/// assert_eq!(again, Accepted::Duplicate(first.id()), "the same entry, and no second run");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// It is kept, as this entry.
    New(EntryId),
    /// The endpoint has one of the same key already: this entry. Its dead runs are to be run
    /// again; the others are left as they are.
    Duplicate(EntryId),
}

impl Accepted {
    /// Returns the entry that holds the delivery, new or not.
    pub const fn id(self) -> EntryId {
        match self {
            Self::New(id) | Self::Duplicate(id) => id,
        }
    }
}

/// The handler that decides which handlers a delivery goes to, where that could not be told when it
/// came. Its run ends in [`Ended::Routed`](super::Ended::Routed), or dead.
///
/// A dead run of this name in the log says that the event could not be told or decoded: correct the
/// event type, then replay the entry.
pub const ROUTE: &str = "(route)";
