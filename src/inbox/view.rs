//! Views of the inbox for a person.

use std::{fmt, sync::Arc, time::SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri, request::Parts};

use super::{AttemptResult, Cursor, EntryId, EntryState, RunState};
use crate::{Delivery, Trust};

/// One page of entries, the newest first.
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
    /// Makes a page, for a store that lists.
    pub const fn new(entries: Vec<Summary>, next: Option<Cursor>) -> Self {
        Self { entries, next }
    }
}

/// An entry in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Its number.
    pub id: EntryId,
    /// The endpoint that it came to.
    pub endpoint: Arc<str>,
    /// The state of the entry.
    pub state: EntryState,
    /// The provider.
    pub provider: String,
    /// The event's name.
    pub event: Option<String>,
    /// The id that the sender gave it.
    pub sender_id: Option<String>,
    /// The level of proof.
    pub trust: Trust,
    /// The time of arrival.
    pub received_at: SystemTime,
    /// The length of its body, in bytes.
    pub size: usize,
}

impl Summary {
    /// Makes the summary of an entry without event name, id and body, for a store that reads one.
    pub const fn new(
        id: EntryId,
        endpoint: Arc<str>,
        state: EntryState,
        provider: String,
        trust: Trust,
        received_at: SystemTime,
    ) -> Self {
        let (event, sender_id, size) = (None, None, 0);
        Self { id, endpoint, state, provider, event, sender_id, trust, received_at, size }
    }
}

/// All that is known of an entry.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Record {
    /// The entry in one line.
    pub summary: Summary,
    /// The delivery.
    pub delivery: Delivery,
    /// Its runs, by the name of the handler.
    pub runs: Vec<Run>,
}

impl Record {
    /// Makes a record, for a store that reads one.
    pub const fn new(summary: Summary, delivery: Delivery, runs: Vec<Run>) -> Self {
        Self { summary, delivery, runs }
    }
}

/// A handler's work on an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Run {
    /// The handler.
    pub handler: Arc<str>,
    /// Its state.
    pub state: RunState,
    /// The time of the next attempt, if the run is in [`RunState::Retry`].
    pub due: Option<SystemTime>,
    /// Its attempts that have ended, the first one first.
    pub attempts: Vec<Attempt>,
}

impl Run {
    /// Makes a run that is due at no time and has no attempts, for a store that reads one.
    pub const fn new(handler: Arc<str>, state: RunState) -> Self {
        Self { handler, state, due: None, attempts: Vec::new() }
    }
}

/// An attempt that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// Its number, counted from 1.
    pub number: u32,
    /// The time of the claim.
    pub started_at: SystemTime,
    /// The time of the end.
    pub ended_at: SystemTime,
    /// The result of the attempt.
    pub result: AttemptResult,
    /// The error, with its causes.
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

/// The state of the inbox at a glance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Overview {
    /// The number of open and dead runs, by endpoint, handler and state; sorted, without zeros.
    pub runs: Vec<RunCount>,
    /// The endpoints that are paused, sorted.
    pub paused: Vec<Arc<str>>,
    /// The number of quarantined requests, by endpoint; sorted, without zeros.
    pub quarantined: Vec<(Arc<str>, u64)>,
    /// The former names of handlers, sorted.
    pub former_names: Vec<FormerName>,
    /// Open runs that wait for a handler which nobody has: sorted, without zeros.
    ///
    /// They stay until the handler is there again, [another one](super::Inbox::hand_over) gets
    /// them, they are [replayed](super::Inbox::replay), which routes them again, or they are
    /// [cancelled](super::Inbox::cancel). Only the handle of a receiver knows them, of the endpoints
    /// that it serves. A store leaves this empty.
    pub orphaned: Vec<OrphanedRuns>,
}

/// Open runs of a handler that nobody has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct OrphanedRuns {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The name of the handler that they wait for.
    pub handler: Arc<str>,
    /// The count.
    pub count: u64,
}

/// A name that a handler had before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct FormerName {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The former name.
    pub name: Arc<str>,
    /// The name of the handler now.
    pub handler: Arc<str>,
}

impl FormerName {
    /// Makes a former name, for a store that lists them.
    pub const fn new(endpoint: Arc<str>, name: Arc<str>, handler: Arc<str>) -> Self {
        Self { endpoint, name, handler }
    }
}

/// The number of runs of a handler in one state.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct RunCount {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The handler.
    pub handler: Arc<str>,
    /// The state.
    pub state: RunState,
    /// The count.
    pub count: u64,
}

impl RunCount {
    /// Makes a count, for a store that counts.
    pub const fn new(endpoint: Arc<str>, handler: Arc<str>, state: RunState, count: u64) -> Self {
        Self { endpoint, handler, state, count }
    }
}

/// A request that was not proved, kept apart until the secrets are mended.
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
