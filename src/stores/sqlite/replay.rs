//! Running entries again.

use rusqlite::OptionalExtension;

use super::{
    runs::{KnownRun, Phase, RunId},
    work::Work,
};
use crate::inbox::{EndpointHandlers, ROUTE, Replay, RunState, StoreError};

/// Runs the handlers of an entry again, and returns how many runs that are.
pub(super) fn replay(
    work: &Work<'_>,
    delivery: i64,
    runs: Replay,
    served: &[EndpointHandlers],
    at: i64,
) -> Result<u64, StoreError> {
    let Some(entry) = find(work, delivery)? else { return Ok(0) };
    let known = work.runs_of(delivery)?;
    let replayed = if known.is_empty() {
        let key = entry.order_key.as_deref();
        let added = work.add_run(delivery, entry.endpoint, &ROUTE.into(), key)?;
        work.sum_up(delivery)?;
        u64::from(added)
    } else {
        let orphans = orphans(work, &entry, known, runs, served)?;
        let routed = route_again(work, &entry, &orphans, at)?;
        let is_orphan = |handler| orphans.iter().any(|orphan| orphan.handler == handler);
        let wanted = |run: &KnownRun| runs.takes(run.state) && !is_orphan(run.handler);
        u64::from(routed) + work.revive(delivery, wanted)?
    };
    work.advance(entry.endpoint, entry.order_key.as_deref(), at)?;
    Ok(replayed)
}

/// An entry that is to be run again.
struct Entry {
    delivery: i64,
    endpoint: i64,
    endpoint_name: String,
    order_key: Option<String>,
}

fn find(work: &Work<'_>, delivery: i64) -> Result<Option<Entry>, StoreError> {
    let mut find = work.db.prepare_cached(
        "SELECT d.endpoint, e.name, d.order_key
         FROM hookport_deliveries d CROSS JOIN hookport_endpoints e ON e.id = d.endpoint
         WHERE d.id = ?1",
    )?;
    let found = find.query_row([delivery], |row| {
        let (endpoint, endpoint_name, order_key) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Entry { delivery, endpoint, endpoint_name, order_key })
    });
    Ok(found.optional()?)
}

/// Returns those of an entry's runs that nobody would run.
fn orphans(
    work: &Work<'_>,
    entry: &Entry,
    known: Vec<KnownRun>,
    runs: Replay,
    served: &[EndpointHandlers],
) -> Result<Vec<KnownRun>, StoreError> {
    let Some(served) = served.iter().find(|served| *served.endpoint == *entry.endpoint_name) else {
        return Ok(Vec::new());
    };
    let mut handlers = Vec::new();
    for name in &served.handlers {
        handlers.extend(work.find_handler(entry.endpoint, name)?);
    }
    let mut orphans = work.by_name(known)?;
    orphans.retain(|(name, run)| {
        let waits = run.state.is_open() && run.state != RunState::Running;
        name.name != ROUTE
            && !handlers.contains(&name.present)
            && (waits || !run.state.is_open() && runs.takes(run.state))
    });
    Ok(orphans.into_iter().map(|(_, run)| run).collect())
}

/// Has an entry routed again instead of running these runs of it: the first one becomes the run of
/// [`ROUTE`], if there is none. Tells whether anything is to be run.
fn route_again(
    work: &Work<'_>,
    entry: &Entry,
    orphans: &[KnownRun],
    at: i64,
) -> Result<bool, StoreError> {
    if orphans.is_empty() {
        return Ok(false);
    }
    let handler = work.handler(entry.endpoint, ROUTE)?;
    let route = RunId { delivery: entry.delivery, handler };
    for orphan in orphans {
        let run = RunId { delivery: entry.delivery, handler: orphan.handler };
        work.put(run, Phase::Ended(RunState::Cancelled, at))?;
        if !work.has_run(route)? {
            work.give_to(run, handler)?;
        }
    }
    let known = work.runs_of(entry.delivery)?;
    let is_open = known.iter().any(|run| run.handler == handler && run.state.is_open());
    let routed = !is_open && work.revive_run(route, handler)?;
    work.sum_up(entry.delivery)?;
    Ok(routed)
}
