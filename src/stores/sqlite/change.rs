//! Changing many rows at once.

use rusqlite::OptionalExtension;

use super::{
    accept::{accept, row_of},
    quarantine,
    runs::{Phase, RunId},
    time::millis,
    work::Work,
};
use crate::inbox::{Change, EntryId, ROUTE, Replay, RunState, StoreError};

/// Makes a change. Tells how much was changed.
pub(super) fn change(work: &mut Work<'_>, change: &Change) -> Result<u64, StoreError> {
    match change {
        Change::Replay { entries, runs } => sum(entries, |id| replay(work, id, *runs)),
        Change::Cancel { entries, at } => sum(entries, |id| cancel(work, id, millis(*at))),
        Change::Pause { endpoint } => pause(work, endpoint, true),
        Change::Resume { endpoint } => pause(work, endpoint, false),
        Change::Prune(prune) => super::prune::prune(work, prune),
        Change::Count { day, endpoint, tally } => {
            let endpoint = work.endpoint(endpoint)?;
            work.count(*day, endpoint, "".into(), *tally);
            Ok(0)
        }
        Change::Quarantine { unproved, at_most } => quarantine::keep(work, unproved, *at_most),
        Change::LeaveQuarantine { number, entry } => {
            let released = quarantine::remove(work, *number)?;
            if let Some(entry) = entry.as_deref().filter(|_| released > 0) {
                accept(work, entry)?;
            }
            Ok(released)
        }
        Change::Probe => probe(work),
    }
}

/// The sum over entries.
fn sum(
    entries: &[EntryId],
    mut change: impl FnMut(i64) -> Result<u64, StoreError>,
) -> Result<u64, StoreError> {
    entries.iter().try_fold(0, |sum, id| Ok(sum + change(row_of(*id))?))
}

fn replay(work: &Work<'_>, delivery: i64, runs: Replay) -> Result<u64, StoreError> {
    if let Some((endpoint, order_key)) = unrouted(work, delivery)? {
        let added = work.add_run(delivery, endpoint, ROUTE, order_key.as_deref(), None)?;
        work.sum_up(delivery)?;
        return Ok(u64::from(added));
    }
    work.revive(delivery, None, |state| runs.takes(state))
}

/// Endpoint and ordering key of an entry without runs.
fn unrouted(work: &Work<'_>, delivery: i64) -> Result<Option<(i64, Option<String>)>, StoreError> {
    let mut find = work.db.prepare_cached(
        "SELECT endpoint, order_key FROM hookport_deliveries
         WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM hookport_runs WHERE delivery = ?1)",
    )?;
    Ok(find.query_row([delivery], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn cancel(work: &Work<'_>, delivery: i64, at: i64) -> Result<u64, StoreError> {
    let runs = work.runs_of(delivery)?;
    let mut cancelled = 0;
    for run in runs.iter().filter(|run| run.state.is_open()) {
        let id = RunId { delivery, handler: run.handler };
        work.put(id, Phase::Ended(RunState::Cancelled, at))?;
        work.advance(run.handler, run.order_key.as_deref(), Some(at))?;
        cancelled += 1;
    }
    work.sum_up(delivery)?;
    Ok(cancelled)
}

fn pause(work: &Work<'_>, endpoint: &str, paused: bool) -> Result<u64, StoreError> {
    let endpoint = work.endpoint(endpoint)?;
    let sql = "UPDATE hookport_endpoints SET paused = ?2 WHERE id = ?1 AND paused <> ?2";
    let changed = work.db.prepare_cached(sql)?.execute((endpoint, paused))?;
    Ok(changed as u64)
}

fn probe(work: &Work<'_>) -> Result<u64, StoreError> {
    let sql = "INSERT INTO hookport_probe (id, number) VALUES (1, 1)
               ON CONFLICT DO UPDATE SET number = (number + 1) % 1000";
    work.db.prepare_cached(sql)?.execute([])?;
    Ok(0)
}
