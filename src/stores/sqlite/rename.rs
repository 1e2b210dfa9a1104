//! Handlers that go by several names.

use rusqlite::OptionalExtension;

use super::{
    runs::{Phase, Run, RunId, run_columns},
    work::Work,
};
use crate::inbox::{HandlerNames, RunState, StoreError};

/// Names the handlers of an endpoint, and returns how many open runs have another name now.
pub(super) fn name_handlers(
    work: &Work<'_>,
    endpoint: &str,
    handlers: &[HandlerNames],
    at: i64,
) -> Result<u64, StoreError> {
    let endpoint = work.endpoint(endpoint)?;
    let mut changed = part(work, endpoint, handlers)?;
    let mut taken = 0;
    for handler in handlers {
        for former in &handler.formerly {
            if let Some(runs) = rename(work, endpoint, former, &handler.name, at)? {
                changed = true;
                taken += runs;
            }
        }
    }
    if changed {
        work.note_renaming()?;
    }
    Ok(taken)
}

/// A name of a handler.
struct Named {
    id: i64,
    same_as: Option<i64>,
}

/// Makes two handlers of what was one, where both of its names are among these. Tells whether
/// anything was.
fn part(work: &Work<'_>, endpoint: i64, handlers: &[HandlerNames]) -> Result<bool, StoreError> {
    let mut named = Vec::new();
    for handler in handlers {
        named.push(find_or_insert(work, endpoint, &handler.name)?);
    }
    let ids: Vec<_> = named.iter().map(|named| named.id).collect();
    named.retain(|named| named.same_as.is_some_and(|other| ids.contains(&other)));
    for named in &named {
        set_same_as(work, named.id, None)?;
    }
    Ok(!named.is_empty())
}

/// Gives a handler a former name, and returns how many open runs are its own now. `None` if it has
/// that name already.
fn rename(
    work: &Work<'_>,
    endpoint: i64,
    former: &str,
    name: &str,
    at: i64,
) -> Result<Option<u64>, StoreError> {
    let former = find_or_insert(work, endpoint, former)?;
    let mut named = find_or_insert(work, endpoint, name)?;
    if named.same_as == Some(former.id) {
        set_same_as(work, named.id, None)?;
        named.same_as = None;
    }
    let present = named.same_as.unwrap_or(named.id);
    if former.id == present || former.same_as == Some(present) {
        return Ok(None);
    }
    let sql = "UPDATE hookport_handlers SET same_as = ?2 WHERE id = ?1 OR same_as = ?1";
    work.db.prepare_cached(sql)?.execute((former.id, present))?;
    take_over(work, former.id, present, at).map(Some)
}

/// Gives what is open of a former handler to the one that has its name now.
fn take_over(work: &Work<'_>, former: i64, present: i64, at: i64) -> Result<u64, StoreError> {
    work.db.prepare_cached(TAKE_OVER_VERSIONS)?.execute((former, present))?;
    work.db.prepare_cached(FORGET_VERSIONS)?.execute([former])?;
    let mut rivals = Vec::new();
    let mut taken = 0;
    for run in open_runs(work, former)? {
        if has_rival(work, &run, present)? {
            rivals.push(run.id);
        } else {
            work.give_to(&run, present)?;
            taken += 1;
        }
    }
    rivals.into_iter().try_for_each(|run| give_way(work, run, at))?;
    work.db.prepare_cached(TAKE_OVER_CLAIMS)?.execute((former, present))?;
    Ok(taken)
}

/// Cancels a run whose entry has one of the handler, which was not cancelled.
fn give_way(work: &Work<'_>, run: RunId, at: i64) -> Result<(), StoreError> {
    let RunId { delivery, .. } = run;
    if let Some(run) = work.runs_of(delivery)?.iter().find(|known| known.id == run) {
        work.put(run, Phase::Cancelled(at))?;
    }
    work.note_end(delivery, None, work.end(delivery)?)?;
    work.advance_line_of(delivery, at)
}

fn has_rival(work: &Work<'_>, run: &Run, present: i64) -> Result<bool, StoreError> {
    for other in work.runs_of(run.id.delivery)? {
        if other.id != run.id
            && other.state() != RunState::Cancelled
            && work.present(other.id.handler)? == present
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn open_runs(work: &Work<'_>, handler: i64) -> Result<Vec<Run>, StoreError> {
    let mut find = work.db.prepare_cached(OPEN_RUNS)?;
    let found = find.query_and_then([handler], |row| Run::read(row, 0))?;
    found.collect()
}

fn find_or_insert(work: &Work<'_>, endpoint: i64, name: &str) -> Result<Named, StoreError> {
    let sql = "SELECT id, same_as FROM hookport_handlers WHERE endpoint = ?1 AND name = ?2";
    let found = work
        .db
        .prepare_cached(sql)?
        .query_row((endpoint, name), |row| Ok(Named { id: row.get(0)?, same_as: row.get(1)? }));
    match found.optional()? {
        Some(named) => Ok(named),
        None => Ok(Named { id: work.handler(endpoint, name)?, same_as: None }),
    }
}

fn set_same_as(work: &Work<'_>, id: i64, same_as: Option<i64>) -> Result<(), StoreError> {
    let sql = "UPDATE hookport_handlers SET same_as = ?2 WHERE id = ?1";
    work.db.prepare_cached(sql)?.execute((id, same_as))?;
    Ok(())
}

pub(super) const OPEN_RUNS: &str = concat!(
    "SELECT ",
    run_columns!(),
    " FROM hookport_queue q WHERE q.handler = ?1 AND q.phase <= 3 ORDER BY q.delivery"
);

const TAKE_OVER_CLAIMS: &str = "UPDATE hookport_claims SET handler = ?2 WHERE handler = ?1";

const TAKE_OVER_VERSIONS: &str = "
    INSERT INTO hookport_versions (handler, order_key, version, handled_at)
    SELECT ?2, order_key, version, handled_at FROM hookport_versions WHERE handler = ?1
    ON CONFLICT DO UPDATE SET version = excluded.version, handled_at = excluded.handled_at
    WHERE excluded.version > version
        OR excluded.version = version AND excluded.handled_at > handled_at";

const FORGET_VERSIONS: &str = "DELETE FROM hookport_versions WHERE handler = ?1";
