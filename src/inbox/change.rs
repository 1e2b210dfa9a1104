//! Changes to many rows at once, by a person or by retention.

use std::{sync::Arc, time::SystemTime};

use super::{Day, EntryId, NewEntry, Quarantined, RunState, Tally};

/// A change to the store: see [`Store::change`](super::Store::change).
///
/// Operators change an inbox by the methods of [`Inbox`](super::Inbox), which check names and take
/// many entries page by page. A change itself is what a store implements: one transaction, in which
/// all of it is done or nothing. Entries that are not there are passed over.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{Change, Ended, Replay, RunState, Settlement, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// let id = store.accept(order_paid("evt_1")).await?.id();
/// let claimed = store.claim(ask(0)).await?.claimed.remove(0);
/// let dead = Ended::Dead { error: "no such account".to_owned() };
/// store.settle(Settlement::new(claimed.lease, dead, at(1), claimed.context)).await?;
///
/// let (entries, served) = (vec![id], Vec::new());
/// let replay = Change::Replay { entries, runs: Replay::Failed, served, at: at(2) };
/// assert_eq!(store.change(replay).await?, 1, "one run is to be run again");
///
/// let record = store.read(id).await?.expect("the entry is kept");
/// assert_eq!(record.runs[0].state, RunState::Received);
/// assert_eq!(record.runs[0].attempts.len(), 1, "the record of the first attempt stays");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Change {
    /// Runs the handlers of these entries again, and at once if they wait for their next attempt: sentences
    /// 29 to 31, 45, 57 and 58. The number changed is that of the runs.
    Replay {
        /// The entries.
        entries: Vec<EntryId>,
        /// The runs to replay.
        runs: Replay,
        /// The handlers that there are, of the endpoints that are known here. A run of another
        /// handler of such an endpoint is routed again. If such an endpoint has no handler, only what
        /// waits is. Empty: nothing is known.
        served: Vec<EndpointHandlers>,
        /// The time. Runs that wait for their next attempt are due then, and it is the end of runs that
        /// give way to a routing.
        at: SystemTime,
    },
    /// Calls off what is still to be run of these entries, and what is dead and stops its ordering
    /// key. The number changed is that of the runs.
    Cancel {
        /// The entries.
        entries: Vec<EntryId>,
        /// The time. It is the end of these runs, from which retention counts.
        at: SystemTime,
    },
    /// Lets the ordering keys go on that dead runs of these entries stop. These runs stay dead. The
    /// number changed is that of the runs.
    ResumeKeys {
        /// The entries.
        entries: Vec<EntryId>,
        /// The time.
        at: SystemTime,
    },
    /// Stops claims of an endpoint's runs. Claims that are held go on, and are renewed and settled.
    /// The number changed is 0 if the endpoint was paused already.
    Pause {
        /// The endpoint.
        endpoint: Arc<str>,
    },
    /// Allows claims of an endpoint's runs again. The number changed is 0 if it was not paused.
    Resume {
        /// The endpoint.
        endpoint: Arc<str>,
    },
    /// Says by which names handlers of an endpoint go: sentences 41 to 44. The number changed is
    /// that of the open runs that are now the handler's.
    NameHandlers {
        /// The endpoint.
        endpoint: Arc<str>,
        /// The handlers. No name belongs to two of them.
        handlers: Vec<HandlerNames>,
        /// The time.
        at: SystemTime,
    },
    /// Removes what is old, a bounded number of rows. The number changed is that of the rows of all
    /// kinds; 0 says that nothing old is left.
    Prune(Prune),
    /// Adds to the usage of a day what happened before a delivery was kept: requests that were
    /// refused or turned away. They are counted under an empty event name.
    Count {
        /// The day.
        day: Day,
        /// The endpoint.
        endpoint: Arc<str>,
        /// The counts to add.
        tally: Tally,
    },
    /// Keeps a request that was not proved, unless there are many of the endpoint already.
    Quarantine {
        /// The request.
        unproved: Quarantined,
        /// The most requests that are kept of an endpoint. If there are as many, nothing is kept,
        /// and the number changed is 0.
        at_most: u64,
    },
    /// Takes a request out of the quarantine: as an entry, now that it is proved, or for good. The
    /// number changed is 0 if it was not there any more, and then no entry is kept.
    LeaveQuarantine {
        /// The number of the request.
        number: u64,
        /// The entries that it becomes: one, or one for each item of a batch.
        entries: Vec<NewEntry>,
    },
    /// Writes something of no meaning, as much as a long delivery, to see whether the store takes it.
    /// `/readyz` asks this.
    Probe,
}

/// The handlers that an endpoint has, for [`Change::Replay`].
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{Change, EndpointHandlers, ROUTE, Replay, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// let id = store.accept(order_paid("evt_1")).await?.id(); // waits for `ship`
///
/// // Today the endpoint has no `ship` any more.
/// let served = vec![EndpointHandlers::new("shop".into(), vec!["send_parcel".into()])];
/// let (entries, runs) = (vec![id], Replay::Failed);
/// store.change(Change::Replay { entries, runs, served, at: at(1) }).await?;
///
/// let record = store.read(id).await?.expect("the entry is kept");
/// assert_eq!(&*record.runs[0].handler, ROUTE, "the worker finds the handlers of today");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointHandlers {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The names of its handlers; a former name is as good.
    pub handlers: Vec<Arc<str>>,
}

impl EndpointHandlers {
    /// Makes the handlers of an endpoint from all names that they have.
    pub const fn new(endpoint: Arc<str>, handlers: Vec<Arc<str>>) -> Self {
        Self { endpoint, handlers }
    }

    /// Returns whether an endpoint is among these and has no handler: it only keeps its deliveries.
    ///
    /// ```
    /// use hookport::inbox::EndpointHandlers;
    ///
    /// let served = [EndpointHandlers::new("audit".into(), vec![])];
    /// assert!(EndpointHandlers::keeps_only(&served, "audit"));
    /// assert!(!EndpointHandlers::keeps_only(&served, "shop"), "another receiver may serve it");
    /// ```
    pub fn keeps_only(served: &[Self], endpoint: &str) -> bool {
        served.iter().any(|served| *served.endpoint == *endpoint && served.handlers.is_empty())
    }
}

/// The names of one handler, for [`Change::NameHandlers`].
///
/// A worker gives them to the store before it claims, as
/// [`HandlerPolicy::formerly`](crate::router::HandlerPolicy::formerly) says.
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{Change, HandlerNames, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// let id = store.accept(order_paid("evt_1")).await?.id(); // by older code, for `ship`
///
/// let handlers = vec![HandlerNames::new("send_parcel".into(), vec!["ship".into()])];
/// store.change(Change::NameHandlers { endpoint: "shop".into(), handlers, at: at(1) }).await?;
///
/// let record = store.read(id).await?.expect("the entry is kept");
/// assert_eq!(&*record.runs[0].handler, "send_parcel");
/// let claims = store.claim(ask(2)).await?; // a worker of older code asks for `ship`
/// assert_eq!(&*claims.claimed[0].lease.handler, "ship", "and gets it by the name that it knows");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HandlerNames {
    /// The name that its runs have from now on.
    pub name: Arc<str>,
    /// The names that it had before.
    pub formerly: Vec<Arc<str>>,
}

impl HandlerNames {
    /// Makes the names of a handler. Two names that are given in one change as those of two
    /// handlers are two, also if one was a former name of the other before.
    pub const fn new(name: Arc<str>, formerly: Vec<Arc<str>>) -> Self {
        Self { name, formerly }
    }

    /// Returns its name and its former names.
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<str>> {
        [&self.name].into_iter().chain(&self.formerly)
    }
}

/// The choice of runs to replay, among those that have ended.
///
/// A run that waits for its next attempt has not ended: whatever the choice, it is due at once. Its attempts
/// so far count, so that it is dead after as many as before.
///
/// ```
/// use hookport::inbox::{Replay, RunState};
///
/// let again = RunState::ALL.into_iter().filter(|state| Replay::Failed.takes(*state));
/// let again: Vec<_> = again.collect();
/// assert_eq!(again, [RunState::Dead, RunState::Cancelled]);
///
/// assert!(Replay::All.takes(RunState::Done), "a handler that is done is called once more");
/// assert!(!Replay::All.takes(RunState::Retry), "it has not ended, and is due at once");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replay {
    /// Dead and cancelled runs. Those that are done or stale are not run again.
    Failed,
    /// All runs that have ended: also what is done, whose effects then happen twice, unless the
    /// handler can tell.
    All,
}

impl Replay {
    /// Returns true if a run that ended in this state is run again.
    pub const fn takes(self, state: RunState) -> bool {
        match self {
            Self::Failed => matches!(state, RunState::Dead | RunState::Cancelled),
            Self::All => !state.is_open(),
        }
    }
}

/// The limits of age. Remembered versions are removed with their entries: a version of an ordering
/// key is known for as long as it was handled at `closed_before` or later.
///
/// A worker prunes every five minutes as [`Retention`](crate::worker::Retention) says, in steps of
/// 100 rows, by a time that is known to have passed. A tool that has no worker prunes by itself, and
/// has to make sure that its clock is right:
///
/// ```
#[doc = include_str!("example.txt")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), hookport::inbox::StoreError> {
/// use hookport::inbox::{Change, Prune, Store};
/// use hookport::stores::MemoryStore;
///
/// let store = MemoryStore::new();
/// let id = store.accept(order_paid("evt_1")).await?.id();
/// store.change(Change::Cancel { entries: vec![id], at: at(10) }).await?;
///
/// let old = Prune {
///     closed_before: at(11),
///     dead_before: None, // dead letters stay
///     quarantined_before: at(11),
///     at_most: 100,
/// };
/// let mut removed = 0;
/// loop {
///     match store.change(Change::Prune(old)).await? {
///         0 => break,
///         rows => removed += rows, // other calls of the store go in between
///     }
/// }
/// assert_eq!(removed, 1);
/// assert!(store.read(id).await?.is_none());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prune {
    /// Entries that are done, unhandled or cancelled, and have been since before this time.
    pub closed_before: SystemTime,
    /// Entries that are dead, and have been since before this time; `None` keeps them.
    pub dead_before: Option<SystemTime>,
    /// Unproved requests that came before this time.
    pub quarantined_before: SystemTime,
    /// The most rows of each kind that are removed at a time.
    pub at_most: usize,
}
