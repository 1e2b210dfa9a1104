//! Dead letters by what went wrong.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::Serialize;

use super::{DataError, Time, error_shape::shape};
use crate::inbox::{DeadRun, EntryId, EntryState, Filter, Inbox, Overview, Page, Record, RunState};

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
    Ok(DeadLetters::of(newest, dead.map(|runs| runs.count).sum()))
}

/// Groups the dead letters of one endpoint, as [`dead_letters`] does with those of all.
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
/// assert_eq!(data::dead_letters_of(&inbox, "shop").await?.total, 0);
/// # Ok(())
/// # }
/// ```
pub async fn dead_letters_of(inbox: &Inbox, endpoint: &str) -> Result<DeadLetters, DataError> {
    let overview = inbox.overview().await?;
    let newest = dead_runs_of(inbox, endpoint).await?;
    let dead = overview.runs.iter().filter(|runs| runs.state == RunState::Dead);
    let dead = dead.filter(|runs| *runs.endpoint == *endpoint);
    Ok(DeadLetters::of(newest, dead.map(|runs| runs.count).sum()))
}

/// Reads the dead runs of the newest deliveries to an endpoint, one delivery after the other.
async fn dead_runs_of(inbox: &Inbox, endpoint: &str) -> Result<Vec<DeadRun>, DataError> {
    let dead = Filter::new().endpoint(endpoint).states([EntryState::Dead]);
    let (mut found, mut page) = (Vec::new(), Page::first(PAGE));
    loop {
        let listing = inbox.log(dead.clone(), page).await?;
        for entry in listing.entries {
            let record = inbox.read(entry.id).await?;
            found.extend(record.into_iter().flat_map(dead_runs_in));
            if found.len() >= LOOKED_AT {
                found.truncate(LOOKED_AT);
                return Ok(found);
            }
        }
        let Some(next) = listing.next else { return Ok(found) };
        page = Page::first(PAGE).after(next);
    }
}

fn dead_runs_in(Record { summary, runs, .. }: Record) -> impl Iterator<Item = DeadRun> {
    let event = summary.event.as_deref().map(Arc::<str>::from);
    let dead = runs.into_iter().filter(|run| run.state == RunState::Dead);
    dead.map(move |run| {
        let (last, endpoint) = (run.attempts.last(), Arc::clone(&summary.endpoint));
        let since = last.map_or(summary.received_at, |last| last.ended_at);
        DeadRun {
            event: event.clone(),
            error: last.and_then(|last| last.error.clone()),
            ..DeadRun::new(summary.id, endpoint, run.handler, since)
        }
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

impl DeadLetters {
    fn of(newest: Vec<DeadRun>, total: u64) -> Self {
        let looked_at = newest.len() as u64;
        Self {
            groups: groups(newest),
            total: total.max(looked_at),
            looked_at,
            is_whole: looked_at < LOOKED_AT as u64,
        }
    }
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

/// The number of deliveries that are listed at once.
const PAGE: usize = 200;

/// The highest number of events that a group names.
const EVENTS: usize = 5;
