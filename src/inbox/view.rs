//! Views of the inbox for a person.

use std::{fmt, sync::Arc, time::SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri, request::Parts};

use super::{AttemptResult, Cursor, EntryId, EntryState, RunState};
use crate::{Delivery, Trust};

/// One page of entries, the newest first.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{EntryState, Filter, Page, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// dead_letter(&store, "evt_1").await?;
/// store.accept(order_paid("evt_2")).await?;
///
/// let all = store.list(Filter::new(), Page::first(20)).await?;
/// let states: Vec<_> = all.entries.iter().map(|entry| entry.state).collect();
/// assert_eq!(states, [EntryState::Open, EntryState::Dead]);
/// assert_eq!(all.next, None, "there are no more");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listing {
    /// The entries. They may be fewer than were asked for, even none, and still not all: a store
    /// looks through a bounded number of rows at a time.
    pub entries: Vec<Summary>,
    /// The start of the next page; `None` at the end.
    pub next: Option<Cursor>,
}

impl Listing {
    /// Makes a page, for a store that lists. `next` lies behind the last row that was looked at,
    /// also if the filter has left that row out.
    pub const fn new(entries: Vec<Summary>, next: Option<Cursor>) -> Self {
        Self { entries, next }
    }
}

/// An entry in one line.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use hookport::inbox::{EntryState, Summary};
///
/// /// A line of a log page.
/// fn line(entry: &Summary, now: SystemTime) -> String {
///     let age = now.duration_since(entry.received_at).unwrap_or_default();
///     let event = entry.event.as_deref().unwrap_or("(no name)");
///     let minutes = age.as_secs() / 60;
///     format!("{} {} {event}: {}, {minutes} min ago", entry.id, entry.endpoint, entry.state)
/// }
/// # use hookport::{Trust, inbox::EntryId};
/// # let received_at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// # let (state, provider) = (EntryState::Dead, "acme".to_owned());
/// # let mut entry =
/// #     Summary::new(EntryId::new(7), "shop".into(), state, provider, Trust::Signed, received_at);
/// # entry.event = Some("order.paid".to_owned());
///
/// let now = received_at + Duration::from_secs(180);
/// assert_eq!(line(&entry, now), "7 shop order.paid: dead, 3 min ago");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Its number.
    pub id: EntryId,
    /// The endpoint that it came to.
    pub endpoint: Arc<str>,
    /// The state of the entry.
    pub state: EntryState,
    /// The name of the provider, as `stripe`.
    pub provider: String,
    /// The event's name; `None` if the sender gave none, or if it could not be read.
    pub event: Option<String>,
    /// The id that the sender gave it, by which one finds the delivery on the sender's page.
    pub sender_id: Option<String>,
    /// The [tenant](crate::Delivery::tenant); `None` if there is none.
    pub tenant: Option<String>,
    /// The level of proof.
    pub trust: Trust,
    /// The time of arrival.
    pub received_at: SystemTime,
    /// The length of its body, in bytes.
    pub size: usize,
}

impl Summary {
    /// Makes the summary of an entry without event name, id, tenant and body, for a store that reads one.
    pub const fn new(
        id: EntryId,
        endpoint: Arc<str>,
        state: EntryState,
        provider: String,
        trust: Trust,
        received_at: SystemTime,
    ) -> Self {
        let (event, sender_id, tenant, size) = (None, None, None, 0);
        Self { id, endpoint, state, provider, event, sender_id, tenant, trust, received_at, size }
    }
}

/// All that is known of an entry. The headers and the URL of the delivery may hold credentials: do
/// not print them.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::{inbox::Store, stores::MemoryStore};
///
/// let store = MemoryStore::new();
/// let id = dead_letter(&store, "evt_1").await?;
///
/// let record = store.read(id).await?.expect("the entry is kept");
/// assert_eq!(record.delivery.body(), "{}", "every byte as it came");
/// assert_eq!(record.delivery.id(), record.summary.sender_id.as_deref());
/// for run in &record.runs {
///     println!("{}: {}, {} attempts", run.handler, run.state, run.attempts.len());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Record {
    /// The entry in one line.
    pub summary: Summary,
    /// The delivery.
    pub delivery: Delivery,
    /// Its runs, sorted by the name of the handler. A handler that was renamed may have a run under
    /// each of its names, of which one is open at most.
    pub runs: Vec<Run>,
}

impl Record {
    /// Makes a record, for a store that reads one.
    pub const fn new(summary: Summary, delivery: Delivery, runs: Vec<Run>) -> Self {
        Self { summary, delivery, runs }
    }
}

/// A handler's work on an entry.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use hookport::inbox::{Run, RunState};
///
/// /// What a person wants to know about a run.
/// fn status(run: &Run, now: SystemTime) -> String {
///     let last_error = run.attempts.iter().rev().find_map(|attempt| attempt.error.as_deref());
///     match (run.due, last_error) {
///         (Some(due), Some(error)) => {
///             let wait = due.duration_since(now).unwrap_or_default();
///             format!("{} again in {} s, after: {error}", run.handler, wait.as_secs())
///         }
///         _ => format!("{} is {}", run.handler, run.state),
///     }
/// }
///
/// let run = Run::new("ship".into(), RunState::Received);
/// assert_eq!(status(&run, SystemTime::now()), "ship is received");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Run {
    /// The handler.
    pub handler: Arc<str>,
    /// Its state.
    pub state: RunState,
    /// The time of the next attempt, if the run is in [`RunState::Retry`].
    pub due: Option<SystemTime>,
    /// True if the run is dead, and its ordering key is stopped by that until a person replays,
    /// cancels or [resumes](super::Inbox::resume_keys) it.
    pub stops_key: bool,
    /// Its attempts that have ended, the first one first.
    pub attempts: Vec<Attempt>,
}

impl Run {
    /// Makes a run that is due at no time, stops no key and has no attempts, for a store that reads
    /// one.
    pub const fn new(handler: Arc<str>, state: RunState) -> Self {
        Self { handler, state, due: None, stops_key: false, attempts: Vec::new() }
    }
}

/// An attempt that has ended.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{AttemptResult, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// let id = dead_letter(&store, "evt_1").await?;
///
/// let run = store.read(id).await?.expect("the entry is kept").runs.remove(0);
/// let attempt = &run.attempts[0];
/// assert_eq!((attempt.number, attempt.result), (1, AttemptResult::Dead));
/// assert_eq!(attempt.error.as_deref(), Some("no such account"));
/// let took = attempt.ended_at.duration_since(attempt.started_at).unwrap_or_default();
/// assert_eq!(took.as_secs(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// Its number, counted from 1. It goes on after a replay. Numbers of released attempts are
    /// missing.
    pub number: u32,
    /// The time of the claim.
    pub started_at: SystemTime,
    /// The time of the end.
    pub ended_at: SystemTime,
    /// The result of the attempt.
    pub result: AttemptResult,
    /// The error, with its causes: 2 KiB at most. `None` if the handler is done, if it was not
    /// called, or if its worker died.
    pub error: Option<String>,
}

impl Attempt {
    /// Makes an attempt without an error, for a store that reads one.
    pub const fn new(
        number: u32,
        started_at: SystemTime,
        ended_at: SystemTime,
        result: AttemptResult,
    ) -> Self {
        Self { number, started_at, ended_at, result, error: None }
    }
}

/// A request that was not proved, kept apart until the secrets are corrected.
///
/// Anybody may have sent it: nothing in it is to be trusted, and `Debug` shows neither its headers,
/// its URL nor its body.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{Change, Quarantined, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// let request = http::Request::post("/shop?token=guessed").body("{}".into()).expect("a request");
/// let reason = "wrong_signature".to_owned();
/// let unproved = Quarantined::new("shop".into(), reason, at(0), request);
/// assert!(!format!("{unproved:?}").contains("guessed"));
///
/// let keep = Change::Quarantine { unproved, at_most: 1 };
/// assert_eq!(store.change(keep.clone()).await?, 1);
/// assert_eq!(store.change(keep).await?, 0, "one is there already");
/// let (_, kept) = store.quarantined("shop", 10, None).await?.remove(0);
/// assert_eq!((&*kept.reason, kept.received_at), ("wrong_signature", at(0)));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Quarantined {
    /// The endpoint that it came to.
    pub endpoint: Arc<str>,
    /// The reason for the refusal, as one stable word.
    pub reason: String,
    /// The time of arrival.
    pub received_at: SystemTime,
    /// The method.
    pub method: Method,
    /// The URL that was asked for.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The raw body.
    pub body: Bytes,
}

impl Quarantined {
    /// Makes a request that is put into the quarantine, or read from it.
    pub fn new(
        endpoint: Arc<str>,
        reason: String,
        received_at: SystemTime,
        request: Request<Bytes>,
    ) -> Self {
        let (Parts { method, uri, headers, .. }, body) = request.into_parts();
        Self { endpoint, reason, received_at, method, uri, headers, body }
    }
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
