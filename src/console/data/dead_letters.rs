//! Dead letters by what went wrong.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{DataError, Time, error_shape::shape};
use crate::inbox::{DeadRun, EntryId, Inbox, Overview, RunState};

/// The newest dead runs, in groups of one endpoint, handler and shape of error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeadLetters {
    /// The groups, the one with the newest delivery first.
    pub groups: Vec<DeadGroup>,
    /// The number of dead runs in all.
    pub total: u64,
    /// The number of those that were looked at: the newest ones.
    pub looked_at: u64,
    /// True if all were looked at. Else the counts of the groups are too low.
    pub is_whole: bool,
}

/// Dead runs that went wrong alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeadGroup {
    /// The endpoint.
    pub endpoint: String,
    /// The handler.
    pub handler: String,
    /// The error, with `#` for numbers and ids; empty if there is none, since the worker died.
    pub shape: String,
    /// The number of runs.
    pub count: u64,
    /// The time at which the first of them died.
    pub first_at: Time,
    /// The time at which the last of them died.
    pub last_at: Time,
    /// Some of the events that they are of.
    pub events: Vec<String>,
    /// The newest delivery among them.
    pub example_id: u64,
    /// Its error; `None` if there is none.
    pub example_error: Option<String>,
}

/// Groups the dead letters by what went wrong.
///
/// It looks at the dead runs of the newest deliveries, 2000 at most.
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
/// let dead = data::dead_letters(&inbox).await?;
/// assert!(dead.groups.is_empty() && dead.is_whole);
/// # Ok(())
/// # }
/// ```
pub async fn dead_letters(inbox: &Inbox) -> Result<DeadLetters, DataError> {
    dead_letters_at(inbox, &inbox.overview().await?).await
}

/// Groups the dead letters of an inbox that was counted before.
pub(in crate::console) async fn dead_letters_at(
    inbox: &Inbox,
    overview: &Overview,
) -> Result<DeadLetters, DataError> {
    let newest = inbox.store().dead_runs(LOOKED_AT).await?;
    let dead = overview.runs.iter().filter(|runs| runs.state == RunState::Dead);
    let looked_at = newest.len() as u64;
    Ok(DeadLetters {
        groups: groups(newest),
        total: dead.map(|runs| runs.count).sum::<u64>().max(looked_at),
        looked_at,
        is_whole: looked_at < LOOKED_AT as u64,
    })
}

/// Finds the deliveries of a [group](DeadGroup): those whose newest error has the same shape.
///
/// An action on them is about the whole deliveries: a replay of what failed runs all their dead and
/// cancelled runs again, also those of other handlers.
///
/// # Errors
///
/// [`DataError::NotFound`] if the group is empty now; [`DataError::Store`].
pub async fn dead_group(
    inbox: &Inbox,
    endpoint: &str,
    handler: &str,
    shape_of_error: &str,
) -> Result<Vec<EntryId>, DataError> {
    let newest = inbox.store().dead_runs(LOOKED_AT).await?;
    let is_of_group = |run: &DeadRun| {
        *run.endpoint == *endpoint
            && *run.handler == *handler
            && shape(run.error.as_deref().unwrap_or_default()) == shape_of_error
    };
    let found: Vec<_> = newest.into_iter().filter(is_of_group).map(|run| run.entry).collect();
    if found.is_empty() {
        return Err(DataError::not_found("such dead letter"));
    }
    Ok(found)
}

fn groups(newest: Vec<DeadRun>) -> Vec<DeadGroup> {
    let mut groups: Vec<DeadGroup> = Vec::new();
    let mut places = BTreeMap::new();
    let mut events: Vec<BTreeSet<String>> = Vec::new();
    for run in newest {
        let shape = shape(run.error.as_deref().unwrap_or_default());
        let key = (run.endpoint.clone(), run.handler.clone(), shape.clone());
        let place = *places.entry(key).or_insert_with(|| {
            groups.push(DeadGroup::of(&run, shape));
            events.push(BTreeSet::new());
            groups.len() - 1
        });
        groups[place].add(&run);
        if let Some(event) = run.event.filter(|_| events[place].len() < EVENTS) {
            events[place].insert(event.to_string());
        }
    }
    for (group, events) in groups.iter_mut().zip(events) {
        group.events = events.into_iter().collect();
    }
    groups
}

impl DeadGroup {
    fn of(run: &DeadRun, shape: String) -> Self {
        let since = Time::from(run.since);
        Self {
            endpoint: run.endpoint.to_string(),
            handler: run.handler.to_string(),
            shape,
            count: 0,
            first_at: since,
            last_at: since,
            events: Vec::new(),
            example_id: run.entry.get(),
            example_error: run.error.clone(),
        }
    }

    fn add(&mut self, run: &DeadRun) {
        let since = Time::from(run.since);
        self.count += 1;
        self.first_at = self.first_at.min(since);
        self.last_at = self.last_at.max(since);
    }
}

/// The highest number of dead runs that are looked at.
const LOOKED_AT: usize = 2000;

/// The highest number of events that a group names.
const EVENTS: usize = 5;
