//! Parts of a log: which entries, and how many of them at a time.

use std::{fmt, num::ParseIntError, str::FromStr, time::SystemTime};

use super::EntryState;
use crate::Trust;

/// A choice of entries; the default is all of them.
///
/// ```
/// use hookport::inbox::{EntryState, Filter};
///
/// let failed = Filter::new().endpoint("stripe").states(EntryState::FAILED);
/// let dead = failed.clone().states([EntryState::Dead]).text("cus_4711");
///
/// assert_eq!(failed.endpoint.as_deref(), Some("stripe"));
/// assert_eq!(dead.states, [EntryState::Dead]);
/// ```
///
/// A tool can fill the fields from its arguments, since a field that is `None` or empty leaves
/// nothing out:
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use hookport::inbox::{EntryState, Filter};
///
/// let (state, hours) = (Some("dead"), 24);
///
/// let mut filter = Filter::new();
/// filter.states.extend(state.and_then(EntryState::from_word));
/// filter.from = SystemTime::now().checked_sub(Duration::from_secs(hours * 60 * 60));
/// assert_eq!(filter.states, [EntryState::Dead]);
/// ```
///
/// # Cost
///
/// A page comes soon, however long the log is: a store looks for a bounded while, and returns what
/// it has found with the [`next`](super::Listing::next) place to look. Then a page holds fewer
/// entries than were asked for, or none, and is not the last one.
///
/// The SQLite store goes from one entry that may be wanted to the next by indexes. It searches bodies
/// for a text one by one, for 25 milliseconds at a time. For anything else it looks for five
/// milliseconds: that is seldom too short, as for the few done ones among many dead letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct Filter {
    /// The endpoint that they came to.
    pub endpoint: Option<String>,
    /// The event's name.
    pub event: Option<String>,
    /// The states that they may be in; empty for any.
    pub states: Vec<EntryState>,
    /// The level of proof.
    pub trust: Option<Trust>,
    /// The earliest time of receipt.
    pub from: Option<SystemTime>,
    /// The time before which they were received.
    pub until: Option<SystemTime>,
    /// The id that the sender gave.
    pub sender_id: Option<String>,
    /// The tenant.
    pub tenant: Option<String>,
    /// A text in the body; upper and lower case are different.
    pub text: Option<String>,
}

impl Filter {
    /// Chooses all entries.
    pub const fn new() -> Self {
        Self {
            endpoint: None,
            event: None,
            states: Vec::new(),
            trust: None,
            from: None,
            until: None,
            sender_id: None,
            tenant: None,
            text: None,
        }
    }

    /// Leaves out entries of other endpoints. One that nobody knows leaves nothing, without an
    /// error.
    pub fn endpoint(mut self, name: impl Into<String>) -> Self {
        self.endpoint = Some(name.into());
        self
    }

    /// Leaves out entries of other events, and those that have no name. The name is compared as a
    /// whole: `order.*` finds nothing.
    pub fn event(mut self, name: impl Into<String>) -> Self {
        self.event = Some(name.into());
        self
    }

    /// Leaves out entries in other states. Without any, entries in all states are chosen. A second
    /// call replaces the states of the first one.
    pub fn states(mut self, states: impl IntoIterator<Item = EntryState>) -> Self {
        self.states = states.into_iter().collect();
        self
    }

    /// Leaves out entries of another level of proof.
    pub fn trust(mut self, trust: Trust) -> Self {
        self.trust = Some(trust);
        self
    }

    /// Leaves out entries that were received before `time`.
    pub fn received_from(mut self, time: SystemTime) -> Self {
        self.from = Some(time);
        self
    }

    /// Leaves out entries that were received at `time` or later.
    pub fn received_until(mut self, time: SystemTime) -> Self {
        self.until = Some(time);
        self
    }

    /// Leaves out entries to which the sender gave another id, or none.
    pub fn sender_id(mut self, id: impl Into<String>) -> Self {
        self.sender_id = Some(id.into());
        self
    }

    /// Leaves out entries of another [tenant](crate::Delivery::tenant), and those that have none. Add an
    /// endpoint: two senders may have a tenant of the same name.
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// Leaves out entries whose body does not hold `text`; upper and lower case are different.
    ///
    /// The raw bytes are searched: a name with an accent may be written as an escape in JSON, and a
    /// form encodes it. Headers and URL are not searched.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }
}

/// A part of a listing.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{Filter, Page, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// for id in ["evt_1", "evt_2", "evt_3"] {
///     store.accept(order_paid(id)).await?;
/// }
/// let first = store.list(Filter::new(), Page::first(2)).await?;
/// store.accept(order_paid("evt_4")).await?; // comes in between, and shifts nothing
///
/// let behind = first.next.expect("one entry is left");
/// let second = store.list(Filter::new(), Page::first(2).after(behind)).await?;
/// assert_eq!(second.entries.len(), 1);
/// assert_eq!(second.entries[0].sender_id.as_deref(), Some("evt_1"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The highest number of entries. 0 gets none, and leads to no next page.
    pub first: usize,
    /// The end of the page before; `None` for the first page.
    pub after: Option<Cursor>,
}

impl Page {
    /// Asks for the first page, of up to so many entries.
    pub const fn first(entries: usize) -> Self {
        Self { first: entries, after: None }
    }

    /// Asks for the page behind `cursor`.
    #[must_use]
    pub const fn after(mut self, cursor: Cursor) -> Self {
        self.after = Some(cursor);
        self
    }
}

/// The end of a page. As text it can be part of a URL.
///
/// It stays good when entries come or are removed, and across a restart: it is a place in the order
/// of the entries, not a count.
///
/// ```
/// use hookport::inbox::{Cursor, Page};
///
/// let link = format!("/log?after={}", Cursor::behind(4711)); // on the page before
/// let (_, after) = link.split_once("after=").ok_or("no cursor")?;
///
/// let page = Page::first(50).after(after.parse()?);
/// assert_eq!(page.after, Some(Cursor::behind(4711)));
/// assert!("-1".parse::<Cursor>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(u64);

impl Cursor {
    /// Makes the cursor behind the row of this number: of an entry in a listing, of a request in
    /// the quarantine. There need not be such a row.
    pub const fn behind(number: u64) -> Self {
        Self(number)
    }

    /// Returns the number of the row that it is behind.
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Cursor {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}
