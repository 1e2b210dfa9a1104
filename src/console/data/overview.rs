//! The state of an inbox at a glance.

use std::time::SystemTime;

use serde::Serialize;

use super::{Counts, DataError, Time, usage::sum};
use crate::inbox::{Day, Inbox, Overview, RunState, Usage};

/// The state of an inbox at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OverviewView {
    /// The time of this state.
    pub at: Time,
    /// The number of endpoints that are served here.
    pub endpoints: u64,
    /// The endpoints that are paused.
    pub paused: Vec<String>,
    /// The number of runs by state; only open and dead ones.
    pub runs: RunCounts,
    /// The endpoints at which dead letters stop ordering keys.
    pub stopped_keys: Vec<StoppedKeysView>,
    /// The number of unproved requests, by endpoint.
    pub quarantined: Vec<QuarantinedCount>,
    /// Open runs that wait for a handler which nobody has.
    pub orphaned: Vec<OrphanedView>,
    /// The counts of today, in UTC.
    pub today: Counts,
}

/// The numbers of open and dead runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RunCounts {
    /// Runs that can be claimed.
    pub received: u64,
    /// Runs that wait behind another delivery of their ordering key.
    pub held: u64,
    /// Runs that a worker has claimed.
    pub running: u64,
    /// Runs that wait for a retry.
    pub retry: u64,
    /// Runs that failed for the last time.
    pub dead: u64,
}

/// Ordering keys of an endpoint that dead letters stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoppedKeysView {
    /// The endpoint.
    pub endpoint: String,
    /// The number of keys.
    pub keys: u64,
    /// The first delivery that stops one.
    pub first_id: u64,
}

/// The number of unproved requests of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QuarantinedCount {
    /// The endpoint.
    pub endpoint: String,
    /// The number of requests.
    pub count: u64,
}

/// Open runs of a handler that nobody has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrphanedView {
    /// The endpoint.
    pub endpoint: String,
    /// The handler.
    pub handler: String,
    /// The number of runs.
    pub count: u64,
}

/// Tells how an inbox stands.
///
/// # Errors
///
/// [`DataError::Store`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
/// use hookport::{console::data, inbox::Inbox, stores::MemoryStore};
///
/// let inbox = Inbox::new(Arc::new(MemoryStore::new()));
/// assert_eq!(data::overview(&inbox).await?.runs.dead, 0);
/// # Ok(())
/// # }
/// ```
pub async fn overview(inbox: &Inbox) -> Result<OverviewView, DataError> {
    let at = inbox.now();
    let (overview, usage) = inbox.overview_and_usage(1).await?;
    Ok(overview_at(inbox, at, &overview, &usage))
}

/// Tells how an inbox stood when it was counted.
pub(in crate::console) fn overview_at(
    inbox: &Inbox,
    at: SystemTime,
    overview: &Overview,
    usage: &[Usage],
) -> OverviewView {
    let today = Day::of(at);
    let count = |state| {
        let runs = overview.runs.iter().filter(|runs| runs.state == state);
        runs.map(|runs| runs.count).sum()
    };
    OverviewView {
        at: at.into(),
        endpoints: inbox.served().len() as u64,
        paused: overview.paused.iter().map(ToString::to_string).collect(),
        runs: RunCounts {
            received: count(RunState::Received),
            held: count(RunState::Held),
            running: count(RunState::Running),
            retry: count(RunState::Retry),
            dead: count(RunState::Dead),
        },
        stopped_keys: overview.stopped.iter().map(StoppedKeysView::from).collect(),
        quarantined: overview.quarantined.iter().map(QuarantinedCount::from).collect(),
        orphaned: overview.orphaned.iter().map(OrphanedView::from).collect(),
        today: sum(usage.iter().filter(|usage| usage.day == today)).into(),
    }
}

impl From<&crate::inbox::StoppedKeys> for StoppedKeysView {
    fn from(stopped: &crate::inbox::StoppedKeys) -> Self {
        let endpoint = stopped.endpoint.to_string();
        Self { endpoint, keys: stopped.keys, first_id: stopped.first.get() }
    }
}

impl From<&(std::sync::Arc<str>, u64)> for QuarantinedCount {
    fn from((endpoint, count): &(std::sync::Arc<str>, u64)) -> Self {
        Self { endpoint: endpoint.to_string(), count: *count }
    }
}

impl From<&crate::inbox::OrphanedRuns> for OrphanedView {
    fn from(runs: &crate::inbox::OrphanedRuns) -> Self {
        let (endpoint, handler) = (runs.endpoint.to_string(), runs.handler.to_string());
        Self { endpoint, handler, count: runs.count }
    }
}
