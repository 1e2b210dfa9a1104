//! A handler's work on one entry: claimed under a lease, tried, settled.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::Extensions;

use super::{AttemptResult, EntryId, NewRun, Tally};
use crate::delivery::DeliveryParts;

/// The capacity of a worker, as it claims.
///
/// The limits hold together: no more than [`at_most`](Self::at_most) in all, than that of each
/// [`Quota`], and than that of each handler. An endpoint or a handler that is not named gets
/// nothing claimed.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use std::time::Duration;
/// use hookport::inbox::{ClaimRequest, Quota, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// for id in ["evt_1", "evt_2", "evt_3"] {
///     store.accept(order_paid(id)).await?;
/// }
/// let shop = Quota {
///     endpoint: "shop".into(),
///     at_most: 10,
///     handlers: vec![("ship".into(), 2)], // two parcels at a time
/// };
/// let request = ClaimRequest {
///     at_most: 64,
///     quotas: vec![shop],
///     now: at(1),
///     lease: Duration::from_secs(60),
/// };
///
/// assert_eq!(store.claim(request).await?.claimed.len(), 2, "the smallest limit counts");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ClaimRequest {
    /// The most runs in all. A worker asks for 128 at most, so that a claim is a short transaction,
    /// and for more than it can start at once.
    pub at_most: usize,
    /// The capacity for each endpoint, in the order in which they are served: the first ones use up
    /// [`at_most`](Self::at_most). A worker begins with another endpoint each time.
    pub quotas: Vec<Quota>,
    /// The time. What is due at this time or earlier can be claimed.
    pub now: SystemTime,
    /// The duration of the leases, if the worker does not renew them. Each ends at `now` plus this.
    pub lease: Duration,
}

/// The capacity of a worker for one endpoint.
///
/// ```
/// use hookport::inbox::{Quota, ROUTE};
///
/// // Four mails and one label printer, five runs in all; and the routing of unknown events.
/// let shop = Quota {
///     endpoint: "shop".into(),
///     at_most: 5,
///     handlers: vec![("send_mail".into(), 4), ("print_label".into(), 1), (ROUTE.into(), 5)],
/// };
///
/// assert!(shop.handlers.iter().all(|(_, at_most)| *at_most <= shop.at_most));
/// ```
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

/// The claims that a worker got, and the next time to look.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::{inbox::Store, stores::MemoryStore};
///
/// let store = MemoryStore::new();
/// store.accept(order_paid("evt_1")).await?;
/// let first = store.claim(ask(0)).await?; // with a lease of 60 seconds
/// assert_eq!(first.claimed.len(), 1);
///
/// let second = store.claim(ask(10)).await?;
/// assert!(second.claimed.is_empty(), "the lease still holds");
/// assert_eq!(second.next_due, Some(at(60)), "then another worker can take the run over");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Claims {
    /// The runs that are now its own.
    pub claimed: Vec<Claimed>,
    /// The time at which the next run of these handlers can be claimed, or taken over, if
    /// nothing happens before; `None` if there is none that waits for a time. It may be in the
    /// past: then there was more than was asked for.
    ///
    /// Runs that can be claimed at once are not in it. A worker that got all that it asked for asks
    /// again without a pause.
    pub next_due: Option<SystemTime>,
}

impl Claims {
    /// Makes the answer of a store to a claim, in the order in which the runs are to be started.
    pub const fn new(claimed: Vec<Claimed>, next_due: Option<SystemTime>) -> Self {
        Self { claimed, next_due }
    }
}

/// A run that a worker has claimed.
///
/// A worker calls the handler with the delivery, then shows the [`Lease`] in a [`Settlement`]:
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{Ended, Settled, Settlement, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// store.accept(order_paid("evt_1")).await?;
///
/// for claimed in store.claim(ask(1)).await?.claimed {
///     assert_eq!((claimed.attempt, claimed.tried, claimed.stale), (1, 1, false));
///     let ended = match &claimed.delivery.event_name {
///         Some(name) if name == "order.paid" => Ended::Done,
///         _ => Ended::Dead { error: "unknown event".to_owned() },
///     };
///     let settlement = Settlement::new(claimed.lease, ended, at(2), claimed.context);
///     assert_eq!(store.settle(settlement).await?, Settled::Kept);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Claimed {
    /// The proof of the claim.
    pub lease: Lease,
    /// The endpoint that the delivery came to.
    pub endpoint: Arc<str>,
    /// The number of this attempt, counted from 1 over the whole life of the run. Each claim is
    /// one, also one that was released or whose lease expired.
    pub attempt: u32,
    /// The number of attempts since the run was received or replayed, this one included. Released
    /// ones do not count. The [`RetryPolicy`](crate::router::RetryPolicy) goes by this number.
    pub tried: u32,
    /// True if the handler has been done with a higher version of the same ordering key.
    pub stale: bool,
    /// The delivery.
    pub delivery: DeliveryParts,
    /// The store's part for the handler, as a transaction; it returns in the [`Settlement`]. An
    /// extractor finds it by [`Delivery::context`](crate::Delivery::context). A store has to say in
    /// [`gives`](super::Store::gives) which types it puts here.
    pub context: Extensions,
}

impl Claimed {
    /// Makes a first attempt that is not stale and has no context, for a store that claims.
    pub fn new(lease: Lease, endpoint: Arc<str>, delivery: DeliveryParts) -> Self {
        let context = Extensions::new();
        Self { lease, endpoint, attempt: 1, tried: 1, stale: false, delivery, context }
    }
}

/// The time by which a clock may step back without any effect: ten minutes.
///
/// A lease or a wait for a retry that was set later than this after now was set by a clock that was
/// wrong, and is over: see sentence 50 of the [contract](super::Store#contract).
pub const CLOCK_SLACK: Duration = Duration::from_secs(10 * 60);

/// The proof of a claim: whoever shows an old one is turned away.
///
/// A lease proves which claim was the last one, not what time it is. So a clock that jumps makes a
/// lease expire early or late, but never lets two workers settle one run.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{Ended, Settled, Settlement, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// store.accept(order_paid("evt_1")).await?;
/// let late = store.claim(ask(0)).await?.claimed.remove(0); // this worker hangs for a minute
/// let own = store.claim(ask(60)).await?.claimed.remove(0); // this one takes the run over
/// assert!(own.lease.token > late.lease.token);
///
/// let of_late = Settlement::new(late.lease, Ended::Done, at(61), late.context);
/// assert_eq!(store.settle(of_late).await?, Settled::LeaseLost);
/// let of_own = Settlement::new(own.lease, Ended::Done, at(62), own.context);
/// assert_eq!(store.settle(of_own).await?, Settled::Kept);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Lease {
    /// The entry.
    pub entry: EntryId,
    /// The handler, by the name by which it was asked for. A former name is as good.
    pub handler: Arc<str>,
    /// The fencing token: later claims of the run have higher ones, and no other run of the entry
    /// has the same one.
    pub token: u64,
}

/// The end of a claimed run, as a worker reports it.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{Ended, Settlement, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// let id = store.accept(order_paid("evt_1")).await?.id();
/// let claimed = store.claim(ask(0)).await?.claimed.remove(0);
///
/// let failed = Ended::Retry { due: at(30), error: "no answer".to_owned() };
/// store.settle(Settlement::new(claimed.lease, failed, at(5), claimed.context)).await?;
///
/// let run = store.read(id).await?.expect("the entry is kept").runs.remove(0);
/// assert_eq!(run.due, Some(at(30)));
/// assert_eq!(run.attempts[0].ended_at, at(5));
/// assert_eq!(run.attempts[0].error.as_deref(), Some("no answer"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settlement {
    /// The claim.
    pub lease: Lease,
    /// The end of the attempt.
    pub ended: Ended,
    /// The time of the end. The attempt is on record with it, and the day of it is the day on which
    /// the result is counted.
    pub at: SystemTime,
    /// The context of the claim. The store finds the writes that the handler has deferred in it.
    pub context: Extensions,
}

impl Settlement {
    /// Makes the settlement of a claim, whose [`context`](Claimed::context) has to be handed back.
    pub const fn new(lease: Lease, ended: Ended, at: SystemTime, context: Extensions) -> Self {
        Self { lease, ended, at, context }
    }
}

/// The result of an attempt, as it is settled.
///
/// | result | the run | on record as | counted as |
/// |---|---|---|---|
/// | [`Done`](Self::Done), [`Routed`](Self::Routed) | is done, for good | `done` | [`done`](Tally::done) |
/// | [`Stale`](Self::Stale) | has ended | `stale` | |
/// | [`Retry`](Self::Retry) | waits until it is due | `retry` | [`retried`](Tally::retried) |
/// | [`Dead`](Self::Dead) | waits for a person | `dead` | [`dead`](Tally::dead) |
/// | [`Released`](Self::Released) | can be claimed at once | | |
///
/// ```
/// use hookport::inbox::{AttemptResult, Ended};
///
/// let dead = Ended::Dead { error: "account is closed".to_owned() };
/// assert_eq!(dead.on_record(), Some((AttemptResult::Dead, Some("account is closed"))));
/// assert_eq!(dead.tally().dead, 1);
///
/// assert_eq!(Ended::Released.on_record(), None, "a shutdown is no failure of the handler");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ended {
    /// The handler is done.
    Done,
    /// The handlers that the delivery goes to are found: [`ROUTE`](super::ROUTE) is done, or the run
    /// of a handler that does not take this event any more.
    Routed(Vec<NewRun>),
    /// It was not run, because something newer had been handled.
    Stale,
    /// It failed, and is to be tried again.
    Retry {
        /// The time from which on the run can be claimed again. One in the past is due at once.
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

/// The answer of a store to a settlement. Neither is an error: a worker that has lost a lease drops
/// the result and goes on.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{Change, Ended, Settled, Settlement, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// let id = store.accept(order_paid("evt_1")).await?.id();
/// let claimed = store.claim(ask(0)).await?.claimed.remove(0);
/// store.change(Change::Cancel { entries: vec![id], at: at(1) }).await?; // a person was faster
///
/// let done = Settlement::new(claimed.lease, Ended::Done, at(2), claimed.context);
/// assert_eq!(store.settle(done).await?, Settled::LeaseLost);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It is kept.
    Kept,
    /// The lease is another's by now, or the run was cancelled: nothing was changed.
    LeaseLost,
}
