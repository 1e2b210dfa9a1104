//! Changing many rows at once.

use super::{
    accept::{accept_batch, row_of},
    quarantine,
    rename::name_handlers,
    replay::replay,
    runs::Phase,
    time::millis,
    work::Work,
};
use crate::inbox::{Change, EntryId, StoreError};

/// Makes a change. Tells how much was changed.
pub(super) fn change(work: &mut Work<'_>, change: &Change) -> Result<u64, StoreError> {
    if changes_runs(change) {
        work.wake();
    }
    match change {
        Change::Replay { entries, runs, served, at } => {
            sum(entries, |id| replay(work, id, *runs, served, millis(*at)))
        }
        Change::Cancel { entries, at } => sum(entries, |id| cancel(work, id, millis(*at))),
        Change::ResumeKeys { entries, at } => sum(entries, |id| work.resume_key(id, millis(*at))),
        Change::Pause { endpoint } => pause(work, endpoint, true),
        Change::Resume { endpoint } => pause(work, endpoint, false),
        Change::NameHandlers { endpoint, handlers, at } => {
            name_handlers(work, endpoint, handlers, millis(*at))
        }
        Change::Prune(prune) => super::prune::prune(work, prune),
        Change::Count { day, endpoint, tally } => {
            let endpoint = work.endpoint(endpoint)?;
            work.count(*day, endpoint, "".into(), *tally);
            Ok(0)
        }
        Change::Quarantine { unproved, at_most } => quarantine::keep(work, unproved, *at_most),
        Change::LeaveQuarantine { number, entries } => {
            let released = quarantine::remove(work, *number)?;
            if released > 0 {
                accept_batch(work, entries)?;
            }
            Ok(released)
        }
        Change::Probe => probe(work),
    }
}

/// Returns `true` if a change may make runs claimable.
const fn changes_runs(change: &Change) -> bool {
    match change {
        Change::Replay { .. }
        | Change::Cancel { .. }
        | Change::ResumeKeys { .. }
        | Change::Pause { .. }
        | Change::Resume { .. }
        | Change::NameHandlers { .. }
        | Change::LeaveQuarantine { .. } => true,
        Change::Prune(_) | Change::Count { .. } | Change::Quarantine { .. } | Change::Probe => {
            false
        }
    }
}

/// The sum over entries.
fn sum(
    entries: &[EntryId],
    mut change: impl FnMut(i64) -> Result<u64, StoreError>,
) -> Result<u64, StoreError> {
    entries.iter().try_fold(0, |sum, id| Ok(sum + change(row_of(*id))?))
}

fn cancel(work: &Work<'_>, delivery: i64, at: i64) -> Result<u64, StoreError> {
    let cancelled = work.changing(delivery, || {
        let mut runs = work.runs_of(delivery)?;
        runs.retain(|run| run.is_open() || run.stops());
        runs.iter().try_for_each(|run| work.put(run, Phase::Cancelled(at)))?;
        Ok(runs.len() as u64)
    })?;
    work.advance_line_of(delivery, at)?;
    Ok(cancelled)
}

fn pause(work: &Work<'_>, endpoint: &str, paused: bool) -> Result<u64, StoreError> {
    let endpoint = work.endpoint(endpoint)?;
    let sql = "UPDATE hookport_endpoints SET paused = ?2 WHERE id = ?1 AND paused <> ?2";
    let changed = work.db.prepare_cached(sql)?.execute((endpoint, paused))?;
    Ok(changed as u64)
}

/// Writes as much as a long delivery takes. The filling is random, since SQLite does not write again
/// what is the same.
fn probe(work: &Work<'_>) -> Result<u64, StoreError> {
    let sql = "INSERT INTO hookport_probe (id, number, filling) VALUES (1, 1, randomblob(?1))
               ON CONFLICT DO UPDATE SET number = (number + 1) % 1000, filling = excluded.filling";
    work.db.prepare_cached(sql)?.execute([PROBE_BYTES])?;
    Ok(0)
}

/// Nearly all deliveries are shorter.
const PROBE_BYTES: u32 = 128 * 1024;
