//! Changes to many rows at once, by a person or by retention.

use std::{sync::Arc, time::SystemTime};

use super::{Day, EntryId, NewEntry, Quarantined, RunState, Tally};

/// A change to the store: see [`Store::change`](super::Store::change).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Change {
    /// Runs the handlers of these entries again.
    Replay {
        /// The entries.
        entries: Vec<EntryId>,
        /// The runs to replay.
        runs: Replay,
        /// The handlers that there are, of the endpoints that are known here. A run of another
        /// handler of such an endpoint is routed again.
        served: Vec<EndpointHandlers>,
        /// The time.
        at: SystemTime,
    },
    /// Calls off what is still to be run of these entries.
    Cancel {
        /// The entries.
        entries: Vec<EntryId>,
        /// The time.
        at: SystemTime,
    },
    /// Stops claims of an endpoint's runs.
    Pause {
        /// The endpoint.
        endpoint: Arc<str>,
    },
    /// Allows claims of an endpoint's runs again.
    Resume {
        /// The endpoint.
        endpoint: Arc<str>,
    },
    /// Says by which names handlers of an endpoint go.
    NameHandlers {
        /// The endpoint.
        endpoint: Arc<str>,
        /// The handlers. No name belongs to two of them.
        handlers: Vec<HandlerNames>,
        /// The time.
        at: SystemTime,
    },
    /// Removes what is old.
    Prune(Prune),
    /// Adds to the usage of a day what happened before a delivery was kept.
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
        /// The most requests that are kept of an endpoint.
        at_most: u64,
    },
    /// Takes a request out of the quarantine: as an entry, now that it is proved, or for good.
    LeaveQuarantine {
        /// The number of the request.
        number: u64,
        /// The entry that it becomes.
        entry: Option<Box<NewEntry>>,
    },
    /// Writes something of no meaning, to see whether the store takes it.
    Probe,
}

/// The handlers that an endpoint has.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointHandlers {
    /// The endpoint.
    pub endpoint: Arc<str>,
    /// The names of its handlers; a former name is as good.
    pub handlers: Vec<Arc<str>>,
}

impl EndpointHandlers {
    /// Makes the handlers of an endpoint.
    pub const fn new(endpoint: Arc<str>, handlers: Vec<Arc<str>>) -> Self {
        Self { endpoint, handlers }
    }
}

/// The names of one handler.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HandlerNames {
    /// The name that its runs have from now on.
    pub name: Arc<str>,
    /// The names that it had before.
    pub formerly: Vec<Arc<str>>,
}

impl HandlerNames {
    /// Makes the names of a handler.
    pub const fn new(name: Arc<str>, formerly: Vec<Arc<str>>) -> Self {
        Self { name, formerly }
    }

    /// Returns its name and its former names.
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<str>> {
        [&self.name].into_iter().chain(&self.formerly)
    }
}

/// The choice of runs to replay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replay {
    /// Dead and cancelled runs. Finished runs are not run again.
    Failed,
    /// All runs that have ended.
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
