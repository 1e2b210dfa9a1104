//! Running entries again.

use rusqlite::OptionalExtension;

use super::{
    runs::{Phase, Run, RunId},
    work::Work,
};
use crate::inbox::{EndpointHandlers, ROUTE, Replay, RunState, StoreError};

/// Runs the handlers of an entry again, or at once if they wait for their next attempt, and returns how
/// many runs that are.
pub(super) fn replay(
    work: &Work<'_>,
    delivery: i64,
    runs: Replay,
    served: &[EndpointHandlers],
    at: i64,
) -> Result<u64, StoreError> {
    let Some(entry) = find(work, delivery)? else { return Ok(0) };
    let keeps_only = EndpointHandlers::keeps_only(served, &entry.endpoint_name);
    let takes = |state| !keeps_only && runs.takes(state);
    let replayed = work.changing(delivery, || {
        let known = work.runs_of(delivery)?;
        if known.is_empty() {
            return if keeps_only { Ok(0) } else { route(work, &entry) };
        }
        let orphans = orphans(work, &entry, known, takes, served)?;
        let routed = route_again(work, &entry, &orphans, at)?;
        let is_orphan = |run: &Run| orphans.iter().any(|orphan| orphan.id == run.id);
        let wanted = |run: &Run| takes(run.state()) && !is_orphan(run);
        Ok(u64::from(routed) + work.revive(delivery, wanted)? + make_due(work, delivery, at)?)
    })?;
    work.advance(entry.endpoint, entry.order_key.as_deref(), at)?;
    Ok(replayed)
}

/// Makes the runs of an entry due that wait for their next attempt, and returns how many these are.
/// Whose turn it is, is still to be found out.
fn make_due(work: &Work<'_>, delivery: i64, now: i64) -> Result<u64, StoreError> {
    let mut made_due = 0;
    for run in work.runs_of(delivery)? {
        if let Some(phase) = run.phase.made_due(now) {
            work.put(&run, phase)?;
            made_due += 1;
        }
    }
    Ok(made_due)
}

/// Has an entry routed that had no handler.
fn route(work: &Work<'_>, entry: &Entry) -> Result<u64, StoreError> {
    let handler = work.handler(entry.endpoint, ROUTE)?;
    let id = RunId { delivery: entry.delivery, handler };
    let run = Run::new(id, entry.kind, entry.endpoint, entry.order_key.clone());
    work.add(&Run { versioned: entry.versioned, ..run })?;
    Ok(1)
}

/// An entry that is to be run again.
struct Entry {
    delivery: i64,
    endpoint: i64,
    endpoint_name: String,
    kind: i64,
    order_key: Option<String>,
    versioned: bool,
}

fn find(work: &Work<'_>, delivery: i64) -> Result<Option<Entry>, StoreError> {
    let mut find = work.db.prepare_cached(
        "SELECT d.endpoint, e.name, d.kind, d.order_key, d.version IS NOT NULL
         FROM hookport_deliveries d CROSS JOIN hookport_endpoints e ON e.id = d.endpoint
         WHERE d.id = ?1",
    )?;
    let found = find.query_row([delivery], |row| {
        Ok(Entry {
            delivery,
            endpoint: row.get(0)?,
            endpoint_name: row.get(1)?,
            kind: row.get(2)?,
            order_key: row.get(3)?,
            versioned: row.get(4)?,
        })
    });
    Ok(found.optional()?)
}

/// Returns those of an entry's runs that nobody would run.
fn orphans(
    work: &Work<'_>,
    entry: &Entry,
    known: Vec<Run>,
    takes: impl Fn(RunState) -> bool,
    served: &[EndpointHandlers],
) -> Result<Vec<Run>, StoreError> {
    let Some(served) = served.iter().find(|served| *served.endpoint == *entry.endpoint_name) else {
        return Ok(Vec::new());
    };
    let mut handlers = Vec::new();
    for name in &served.handlers {
        handlers.extend(work.find_handler(entry.endpoint, name)?);
    }
    let mut orphans = work.by_name(known)?;
    orphans.retain(|(name, run)| {
        let waits = run.is_open() && run.state() != RunState::Running;
        name.name != ROUTE
            && !handlers.contains(&name.present)
            && (waits || !run.is_open() && takes(run.state()))
    });
    Ok(orphans.into_iter().map(|(_, run)| run).collect())
}

/// Has an entry routed again instead of running these runs of it: the first one becomes the run of
/// [`ROUTE`], if there is none. Tells whether anything is to be run.
fn route_again(
    work: &Work<'_>,
    entry: &Entry,
    orphans: &[Run],
    at: i64,
) -> Result<bool, StoreError> {
    if orphans.is_empty() {
        return Ok(false);
    }
    let handler = work.handler(entry.endpoint, ROUTE)?;
    let route = || -> Result<_, StoreError> {
        let known = work.runs_of(entry.delivery)?;
        Ok(known.into_iter().find(|run| run.id.handler == handler))
    };
    for orphan in orphans {
        let cancelled = Run { phase: Phase::Cancelled(at), ..orphan.clone() };
        work.replace(orphan, &cancelled)?;
        if route()?.is_none() {
            work.give_to(&cancelled, handler)?;
        }
    }
    let Some(route) = route()?.filter(|route| !route.is_open()) else { return Ok(false) };
    work.revive_run(route, handler)
}
