//! What a person sees of the inbox.

use std::{
    fmt,
    num::ParseIntError,
    ops,
    str::FromStr,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

use super::{EntryId, RunState};
use crate::{Delivery, Trust};

/// What became of an entry, over all its handlers: the first of these that is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EntryState {
    /// A handler failed for the last time.
    Dead,
    /// A handler failed, and is tried again.
    Retry,
    /// A handler is still to run, or runs.
    Open,
    /// A handler was called off.
    Cancelled,
    /// All handlers are done, or had something newer.
    Done,
    /// There was no handler for it.
    Unhandled,
}

impl EntryState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Dead, Self::Retry, Self::Open, Self::Cancelled, Self::Done, Self::Unhandled];

    /// What is failed, or failing.
    pub const FAILED: [Self; 2] = [Self::Dead, Self::Retry];

    /// The state as one stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dead => "dead",
            Self::Retry => "retry",
            Self::Open => "open",
            Self::Cancelled => "cancelled",
            Self::Done => "done",
            Self::Unhandled => "unhandled",
        }
    }

    /// The state of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether nothing more is to come, and nobody has to look at it.
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Cancelled | Self::Done | Self::Unhandled)
    }

    /// The state of an entry whose runs are in these states.
    pub fn of(runs: impl IntoIterator<Item = RunState>) -> Self {
        let states = runs.into_iter().map(|run| match run {
            RunState::Dead => Self::Dead,
            RunState::Retry => Self::Retry,
            RunState::Received | RunState::Held | RunState::Running => Self::Open,
            RunState::Cancelled => Self::Cancelled,
            RunState::Done | RunState::Stale => Self::Done,
        });
        states.min().unwrap_or(Self::Unhandled)
    }
}

impl fmt::Display for EntryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Which entries are looked for; the default is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of this endpoint.
    pub endpoint: Option<String>,
    /// Those of this event name.
    pub event: Option<String>,
    /// Those in one of these states; empty: in any.
    pub states: Vec<EntryState>,
    /// Those of this trust.
    pub trust: Option<Trust>,
    /// Those received at this time or later.
    pub from: Option<SystemTime>,
    /// Those received before this time.
    pub until: Option<SystemTime>,
    /// Those to which the sender gave this id.
    pub sender_id: Option<String>,
    /// Those whose body holds this text, upper and lower case being different.
    pub text: Option<String>,
}

/// Which part of a listing is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// How many entries at most.
    pub first: usize,
    /// Where the last page ended.
    pub after: Option<Cursor>,
}

impl Page {
    /// The first page.
    pub const fn first(entries: usize) -> Self {
        Self { first: entries, after: None }
    }

    /// The page behind `cursor`.
    #[must_use]
    pub const fn after(mut self, cursor: Cursor) -> Self {
        self.after = Some(cursor);
        self
    }
}

/// Where a page ended. As text it can be part of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(u64);

impl Cursor {
    /// The cursor behind the row of this number.
    pub const fn behind(number: u64) -> Self {
        Self(number)
    }

    /// The number of the row that it is behind.
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

/// One page of entries, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The entries. They may be fewer than were asked for, even none, and still not all: a store
    /// looks through a bounded number of rows at a time.
    pub entries: Vec<Summary>,
    /// Where to go on; `None` at the end.
    pub next: Option<Cursor>,
}

/// An entry in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its number.
    pub id: EntryId,
    /// The endpoint that it came to.
    pub endpoint: Arc<str>,
    /// What became of it.
    pub state: EntryState,
    /// The provider.
    pub provider: String,
    /// The event's name.
    pub event: Option<String>,
    /// The id that the sender gave it.
    pub sender_id: Option<String>,
    /// How much was proved.
    pub trust: Trust,
    /// When it came.
    pub received_at: SystemTime,
    /// The length of its body, in bytes.
    pub size: usize,
}

/// All that is known of an entry.
#[derive(Debug, Clone)]
pub struct Record {
    /// The entry in one line.
    pub summary: Summary,
    /// The delivery.
    pub delivery: Delivery,
    /// Its runs, by the name of the handler.
    pub runs: Vec<Run>,
}

/// A handler's work on an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The handler.
    pub handler: Arc<str>,
    /// Its state.
    pub state: RunState,
    /// When it is tried again, if it is in [`RunState::Retry`].
    pub due: Option<SystemTime>,
    /// Its attempts that have ended, the first one first.
    pub attempts: Vec<Attempt>,
}

/// An attempt that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its number, counted from 1.
    pub number: u32,
    /// When it was claimed.
    pub started_at: SystemTime,
    /// When it ended.
    pub ended_at: SystemTime,
    /// What came of it.
    pub result: AttemptResult,
    /// What went wrong.
    pub error: Option<String>,
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttemptResult {
    /// The handler was done.
    Done,
    /// The handler was not run, because something newer had been handled.
    Stale,
    /// It failed, and was to be tried again.
    Retry,
    /// It failed for the last time, or was set aside.
    Dead,
    /// Its lease ran out: the worker died, or was cut off.
    Lost,
}

impl AttemptResult {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Done, Self::Stale, Self::Retry, Self::Dead, Self::Lost];

    /// The result as one stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Stale => "stale",
            Self::Retry => "retry",
            Self::Dead => "dead",
            Self::Lost => "lost",
        }
    }

    /// The result of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|result| result.as_str() == word)
    }
}

/// How the inbox stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// How many runs are open or dead, by endpoint, handler and state; sorted, without zeros.
    pub runs: Vec<RunCount>,
    /// The endpoints that are paused, sorted.
    pub paused: Vec<Arc<str>>,
    /// How many unproved requests are kept, by endpoint; sorted, without zeros.
    pub unproved: Vec<(Arc<str>, u64)>,
}

/// How many runs of a handler are in a state.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunCount {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The handler.
    pub handler: Arc<str>,
    /// The state.
    pub state: RunState,
    /// How many.
    pub count: u64,
}

/// A day in UTC.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use hookport::inbox::Day;
///
/// let day = Day::of(UNIX_EPOCH + Duration::from_secs(1_700_000_000));
///
/// assert_eq!(day.to_string(), "2023-11-14");
/// assert_eq!(day.before(14).to_string(), "2023-10-31");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

impl Day {
    /// The day that `time` is in. What was before 1970 is its first day.
    pub fn of(time: SystemTime) -> Self {
        let seconds = time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
        Self(u32::try_from(seconds / 86_400).unwrap_or(u32::MAX))
    }

    /// The day that is so many days after 1970-01-01.
    pub const fn from_number(number: u32) -> Self {
        Self(number)
    }

    /// How many days it is after 1970-01-01.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// So many days before.
    #[must_use]
    pub const fn before(self, days: u32) -> Self {
        Self(self.0.saturating_sub(days))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = time::OffsetDateTime::UNIX_EPOCH;
        match start.checked_add(time::Duration::days(i64::from(self.0))) {
            Some(day) => {
                write!(f, "{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
            }
            None => write!(f, "day {}", self.0),
        }
    }
}

/// What happened on one day. It outlives the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// The day.
    pub day: Day,
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The event; empty for what was turned away before its event was known.
    pub event: Arc<str>,
    /// How often what happened.
    pub tally: Tally,
}

/// How often what happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Deliveries kept.
    pub received: u64,
    /// Their bodies, in bytes.
    pub bytes: u64,
    /// Deliveries that were there already.
    pub duplicates: u64,
    /// Attempts that were done.
    pub done: u64,
    /// Attempts that failed, and were to be tried again.
    pub retried: u64,
    /// Attempts that failed for the last time, or were set aside.
    pub dead: u64,
    /// Requests turned away because the endpoint had too many: limits exceeded.
    pub limited: u64,
    /// Requests that were not proved, or not whole.
    pub refused: u64,
}

impl ops::AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.received = self.received.saturating_add(more.received);
        self.bytes = self.bytes.saturating_add(more.bytes);
        self.duplicates = self.duplicates.saturating_add(more.duplicates);
        self.done = self.done.saturating_add(more.done);
        self.retried = self.retried.saturating_add(more.retried);
        self.dead = self.dead.saturating_add(more.dead);
        self.limited = self.limited.saturating_add(more.limited);
        self.refused = self.refused.saturating_add(more.refused);
    }
}

/// A request that was not proved, kept apart until the secrets are mended.
#[derive(Clone)]
pub struct Quarantined {
    /// The endpoint that it came to.
    pub endpoint: Arc<str>,
    /// Why it was refused, as one stable word.
    pub reason: String,
    /// When it came.
    pub received_at: SystemTime,
    /// The method.
    pub method: Method,
    /// What was asked for.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The raw body.
    pub body: Bytes,
}

impl fmt::Debug for Quarantined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quarantined")
            .field("endpoint", &self.endpoint)
            .field("reason", &self.reason)
            .field("received_at", &self.received_at)
            .finish_non_exhaustive()
    }
}
