//! Handlers that go by several names.

use std::collections::BTreeSet;

use rusqlite::OptionalExtension;

use super::{
    order::Line,
    rows::word,
    runs::{Phase, RunId},
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
    let open = open_runs(work, former)?;
    let keys: BTreeSet<_> = open.iter().filter_map(|run| run.order_key.as_deref()).collect();
    let mut busy = BTreeSet::new();
    for key in &keys {
        if work.head(Line { handler: present, key })?.is_some() {
            busy.insert(*key);
        }
    }
    let mut taken = 0;
    for run in &open {
        let is_behind = run.order_key.as_deref().is_some_and(|key| busy.contains(key));
        taken += u64::from(run.take_over(work, present, is_behind, at)?);
    }
    for key in keys {
        work.advance(present, Some(key), Some(at))?;
    }
    Ok(taken)
}

/// An open run of a former handler.
struct OpenRun {
    id: RunId,
    state: RunState,
    due: Option<i64>,
    order_key: Option<String>,
    lets_pass: bool,
}

impl OpenRun {
    /// Gives it to the handler, unless the entry has a run of that one which was not cancelled.
    fn take_over(
        &self,
        work: &Work<'_>,
        present: i64,
        is_behind: bool,
        at: i64,
    ) -> Result<bool, StoreError> {
        let mut rival = work.db.prepare_cached(RIVAL)?;
        if rival.exists((self.id.delivery, present, self.id.handler))? {
            work.put(self.id, Phase::Ended(RunState::Cancelled, at))?;
            work.sum_up(self.id.delivery)?;
            return Ok(false);
        }
        if is_behind {
            self.put_behind(work)?;
        }
        work.give_to(self.id, present)?;
        Ok(true)
    }

    /// Holds it behind the one whose turn it is. If it was running, that does not count.
    fn put_behind(&self, work: &Work<'_>) -> Result<(), StoreError> {
        let waits_for_its_time =
            self.state == RunState::Held || self.state == RunState::Retry && self.lets_pass;
        if self.state == RunState::Running {
            work.not_tried(self.id)?;
        }
        work.put(self.id, Phase::Held(self.due.filter(|_| waits_for_its_time)))?;
        work.sum_up(self.id.delivery)
    }
}

fn open_runs(work: &Work<'_>, handler: i64) -> Result<Vec<OpenRun>, StoreError> {
    let mut find = work.db.prepare_cached(OPEN_RUNS)?;
    let found = find.query_and_then([handler], |row| {
        Ok(OpenRun {
            id: RunId { delivery: row.get(0)?, handler },
            state: word(row, 1, RunState::from_word)?,
            due: row.get(2)?,
            order_key: row.get(3)?,
            lets_pass: row.get(4)?,
        })
    })?;
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

/// Each part reads one partial index.
pub(super) const OPEN_RUNS: &str = "
    SELECT r.delivery, r.state, r.due_at, r.order_key, d.lets_pass
    FROM (
        SELECT delivery FROM hookport_runs WHERE handler = ?1 AND state = 'received'
        UNION ALL SELECT delivery FROM hookport_runs WHERE handler = ?1 AND state = 'held'
        UNION ALL SELECT delivery FROM hookport_runs WHERE handler = ?1 AND state = 'running'
        UNION ALL SELECT delivery FROM hookport_runs WHERE handler = ?1 AND state = 'retry'
    ) o
    CROSS JOIN hookport_runs r ON r.delivery = o.delivery AND r.handler = ?1
    CROSS JOIN hookport_deliveries d ON d.id = r.delivery
    ORDER BY r.delivery";

const RIVAL: &str = "
    SELECT 1 FROM hookport_runs r CROSS JOIN hookport_handlers h ON h.id = r.handler
    WHERE r.delivery = ?1 AND coalesce(h.same_as, h.id) = ?2 AND h.id <> ?3
        AND r.state <> 'cancelled'";

const TAKE_OVER_VERSIONS: &str = "
    INSERT INTO hookport_versions (handler, order_key, version, handled_at)
    SELECT ?2, order_key, version, handled_at FROM hookport_versions WHERE handler = ?1
    ON CONFLICT DO UPDATE SET version = excluded.version, handled_at = excluded.handled_at
    WHERE excluded.version > version
        OR excluded.version = version AND excluded.handled_at > handled_at";

const FORGET_VERSIONS: &str = "DELETE FROM hookport_versions WHERE handler = ?1";
