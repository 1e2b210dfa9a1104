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
            text: None,
        }
    }

    /// Leaves out entries of other endpoints.
    pub fn endpoint(mut self, name: impl Into<String>) -> Self {
        self.endpoint = Some(name.into());
        self
    }

    /// Leaves out entries of other events.
    pub fn event(mut self, name: impl Into<String>) -> Self {
        self.event = Some(name.into());
        self
    }

    /// Leaves out entries in other states. Without any, entries in all states are chosen.
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

    /// Leaves out entries whose body does not hold `text`; upper and lower case are different.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }
}

/// A part of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The highest number of entries.
    pub first: usize,
    /// The end of the page before; `None` for the first page.
    pub after: Option<Cursor>,
}

impl Page {
    /// Asks for the first page.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(u64);

impl Cursor {
    /// Makes the cursor behind the row of this number.
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
