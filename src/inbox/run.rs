//! A handler's work on one entry: claimed under a lease, tried, settled.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::Extensions;

use super::{AttemptResult, EntryId, Tally};
use crate::delivery::DeliveryParts;

/// The capacity of a worker, as it claims.
#[derive(Debug, Clone)]
pub struct ClaimRequest {
    /// The most runs in all.
    pub at_most: usize,
    /// From which endpoints, in the order in which they are served.
    pub quotas: Vec<Quota>,
    /// The time.
    pub now: SystemTime,
    /// The duration of the leases, if the worker does not renew them.
    pub lease: Duration,
}

/// The capacity of a worker for one endpoint.
#[derive(Debug, Clone)]
pub struct Quota {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The most runs of all its handlers.
    pub at_most: usize,
    /// The most runs of each handler, in the order in which they are served. Others are not
    /// claimed.
    pub handlers: Vec<(Arc<str>, usize)>,
}

/// The claims that a worker got.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Claims {
    /// The runs that are now its own.
    pub claimed: Vec<Claimed>,
    /// The time at which the next run of these handlers can be claimed, or taken over, if
    /// nothing happens before; `None` if there is none that waits for a time. It may be in the
    /// past: then there was more than was asked for.
    pub next_due: Option<SystemTime>,
}

impl Claims {
    /// Makes the answer of a store to a claim.
    pub const fn new(claimed: Vec<Claimed>, next_due: Option<SystemTime>) -> Self {
        Self { claimed, next_due }
    }
}

/// A run that a worker has claimed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Claimed {
    /// The proof of the claim.
    pub lease: Lease,
    /// The endpoint that the delivery came to.
    pub endpoint: Arc<str>,
    /// The number of this attempt, counted from 1 over the whole life of the run.
    pub attempt: u32,
    /// The number of attempts since the run was received or replayed, this one included.
    pub tried: u32,
    /// True if the handler has been done with a higher version of the same ordering key.
    pub stale: bool,
    /// The delivery.
    pub delivery: DeliveryParts,
    /// The store's part for the handler, as a transaction; it returns in the [`Settlement`].
    pub context: Extensions,
}

impl Claimed {
    /// Makes a first attempt that is not stale and has no context, for a store that claims.
    pub fn new(lease: Lease, endpoint: Arc<str>, delivery: DeliveryParts) -> Self {
        let context = Extensions::new();
        Self { lease, endpoint, attempt: 1, tried: 1, stale: false, delivery, context }
    }
}

/// The proof of a claim: whoever shows an old one is turned away.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Lease {
    /// The entry.
    pub entry: EntryId,
    /// The handler.
    pub handler: Arc<str>,
    /// The fencing token: the number of this claim of the run. Later claims have higher ones.
    pub token: u64,
}

/// The end of a claimed run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settlement {
    /// The claim.
    pub lease: Lease,
    /// The end of the attempt.
    pub ended: Ended,
    /// The time.
    pub at: SystemTime,
    /// The context of the claim.
    pub context: Extensions,
}

impl Settlement {
    /// Makes a settlement.
    pub const fn new(lease: Lease, ended: Ended, at: SystemTime, context: Extensions) -> Self {
        Self { lease, ended, at, context }
    }
}

/// The result of an attempt, as it is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ended {
    /// The handler is done.
    Done,
    /// The handlers that the delivery goes to are found: [`ROUTE`](super::ROUTE) is done.
    Routed(Vec<Arc<str>>),
    /// It was not run, because something newer had been handled.
    Stale,
    /// It failed, and is to be tried again.
    Retry {
        /// The time.
        due: SystemTime,
        /// The error, with its causes.
        error: String,
    },
    /// It failed for the last time, or was set aside.
    Dead {
        /// The error, with its causes.
        error: String,
    },
    /// It was not brought to an end: another worker should have it at once. The attempt does not
    /// count.
    Released,
}

impl Ended {
    /// The result and the error of the attempt that goes on record; `None` if none does.
    pub fn on_record(&self) -> Option<(AttemptResult, Option<&str>)> {
        match self {
            Self::Done | Self::Routed(_) => Some((AttemptResult::Done, None)),
            Self::Stale => Some((AttemptResult::Stale, None)),
            Self::Retry { error, .. } => Some((AttemptResult::Retry, Some(error))),
            Self::Dead { error } => Some((AttemptResult::Dead, Some(error))),
            Self::Released => None,
        }
    }

    /// Returns the addition to the usage of its day.
    pub fn tally(&self) -> Tally {
        let none = Tally::default();
        match self {
            Self::Done | Self::Routed(_) => Tally { done: 1, ..none },
            Self::Retry { .. } => Tally { retried: 1, ..none },
            Self::Dead { .. } => Tally { dead: 1, ..none },
            Self::Stale | Self::Released => none,
        }
    }
}

/// The answer of a store to a settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It is kept.
    Kept,
    /// The lease is another's by now, or the run was called off: nothing was changed.
    LeaseLost,
}
