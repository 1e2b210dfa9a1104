//! Handlers that go by several names.

use std::{sync::Arc, time::SystemTime};

use super::{
    order::Turns,
    rows::get,
    runs::{Phase, Run},
    work::Work,
};
use crate::inbox::{HandlerNames, RunState, StoreError};

/// Returns true if the handlers of an endpoint go by these names already, as at most starts of a process. Then no
/// transaction has to be alone, for which all others would wait.
pub(super) async fn are_named(
    work: &mut Work<'_>,
    endpoint: i32,
    handlers: &[HandlerNames],
) -> Result<bool, StoreError> {
    let names: Vec<_> = handlers.iter().map(|handler| &*handler.name).collect();
    let find = work.schema.scalar(ARE_ONE).bind(endpoint).bind(names);
    if find.fetch_one(&mut *work.db).await? {
        return Ok(false);
    }
    for handler in handlers {
        for former in &handler.formerly {
            let former = find_named(work, endpoint, former).await?;
            if !find_named(work, endpoint, &handler.name).await?.has_name_of(&former) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Names the handlers of an endpoint, in a transaction that is alone. Returns how many open runs have
/// another name now.
pub(super) async fn name_handlers(
    work: &mut Work<'_>,
    endpoint: i32,
    handlers: &[HandlerNames],
    at: SystemTime,
) -> Result<u64, StoreError> {
    let mut is_changed = part(work, endpoint, handlers).await?;
    let mut taken = 0;
    for handler in handlers {
        for former in &handler.formerly {
            let at = work.shift.to_database(at);
            if let Some(runs) = rename(work, endpoint, former, &handler.name, at).await? {
                is_changed = true;
                taken += runs;
            }
        }
    }
    if is_changed {
        work.wakes = true;
        work.schema.query(NOTE).execute(&mut *work.db).await?;
    }
    Ok(taken)
}

/// A name of a handler.
struct Named {
    id: i32,
    same_as: Option<i32>,
}

impl Named {
    const fn present(&self) -> i32 {
        match self.same_as {
            Some(present) => present,
            None => self.id,
        }
    }

    /// Returns true if it is the present name of what was named so formerly.
    fn has_name_of(&self, former: &Self) -> bool {
        let present = self.present();
        self.same_as != Some(former.id) && (former.id == present || former.same_as == Some(present))
    }
}

/// Makes two handlers of what was one, where both of its names are among these. Returns true if anything
/// was.
async fn part(
    work: &mut Work<'_>,
    endpoint: i32,
    handlers: &[HandlerNames],
) -> Result<bool, StoreError> {
    let names: Vec<_> = handlers.iter().map(|handler| &*handler.name).collect();
    let part = work.schema.query(PART).bind(endpoint).bind(names);
    Ok(part.execute(&mut *work.db).await?.rows_affected() > 0)
}

/// Gives a handler a former name, and returns how many open runs are its own now. `None` if it has that
/// name already.
async fn rename(
    work: &mut Work<'_>,
    endpoint: i32,
    former: &Arc<str>,
    name: &Arc<str>,
    at: i64,
) -> Result<Option<u64>, StoreError> {
    let former = find_named(work, endpoint, former).await?;
    let mut named = find_named(work, endpoint, name).await?;
    if named.same_as == Some(former.id) {
        let free = work.schema.query(FREE).bind(named.id);
        free.execute(&mut *work.db).await?;
        named.same_as = None;
    }
    if named.has_name_of(&former) {
        return Ok(None);
    }
    let present = named.present();
    let rename = work.schema.query(RENAME).bind(former.id).bind(present);
    rename.execute(&mut *work.db).await?;
    take_over(work, former.id, present, at).await.map(Some)
}

/// Gives what is open of a former handler to the one that has its name now.
async fn take_over(
    work: &mut Work<'_>,
    former: i32,
    present: i32,
    at: i64,
) -> Result<u64, StoreError> {
    let take = work.schema.query(TAKE_OVER_VERSIONS).bind(former).bind(present);
    take.execute(&mut *work.db).await?;
    let forget = work.schema.query(FORGET_VERSIONS).bind(former);
    forget.execute(&mut *work.db).await?;
    let find = work.schema.scalar(OPEN).bind(former);
    let ids: Vec<i64> = find.fetch_all(&mut *work.db).await?;
    let mut entries = work.entries(&ids).await?;
    let name: Arc<str> = {
        let find = work.schema.query(NAME).bind(present);
        Arc::from(get::<String>(&find.fetch_one(&mut *work.db).await?, 0)?)
    };
    let (mut turns, mut taken) = (Turns::default(), 0);
    for entry in &mut entries {
        let Some(run) = entry.position_of(former).filter(|run| entry.runs[*run].is_open()) else {
            continue;
        };
        let is_rival = |other: &Run| {
            other.handler != former
                && other.phase.state() != RunState::Cancelled
                && other.present == present
        };
        if entry.runs.iter().any(is_rival) {
            entry.runs[run].phase = Phase::Cancelled(at);
            entry.is_changed = true;
            turns.add(entry.line.as_deref(), at);
        } else {
            entry.give_to(run, present, &name);
            taken += 1;
        }
    }
    work.write(&entries, turns).await?;
    Ok(taken)
}

async fn find_named(work: &mut Work<'_>, endpoint: i32, name: &str) -> Result<Named, StoreError> {
    let find = work.schema.query(FIND).bind(endpoint).bind(name);
    let row = find.fetch_one(&mut *work.db).await?;
    Ok(Named { id: get(&row, 0)?, same_as: get(&row, 1)? })
}

const ARE_ONE: &str = "
    SELECT EXISTS (
        SELECT 1 FROM hookport.handlers h JOIN hookport.handlers other ON other.id = h.same_as
        WHERE h.endpoint = $1 AND h.name = ANY($2) AND other.name = ANY($2))";

const NOTE: &str = "UPDATE hookport.renamings SET number = number + 1";

const PART: &str = "
    UPDATE hookport.handlers h SET same_as = NULL
    FROM hookport.handlers other
    WHERE h.endpoint = $1 AND h.name = ANY($2) AND other.id = h.same_as AND other.name = ANY($2)";

const FREE: &str = "UPDATE hookport.handlers SET same_as = NULL WHERE id = $1";

const RENAME: &str = "UPDATE hookport.handlers SET same_as = $2 WHERE id = $1 OR same_as = $1";

const FIND: &str = "SELECT id, same_as FROM hookport.handlers WHERE endpoint = $1 AND name = $2";

const NAME: &str = "SELECT name FROM hookport.handlers WHERE id = $1";

const OPEN: &str = "
    SELECT delivery FROM hookport.queue WHERE handler = $1 AND phase <= 3 ORDER BY delivery";

const TAKE_OVER_VERSIONS: &str = "
    INSERT INTO hookport.versions AS v (handler, line, version, handled_at)
    SELECT $2, line, version, handled_at FROM hookport.versions WHERE handler = $1
    ON CONFLICT (handler, line) DO UPDATE
    SET version = excluded.version, handled_at = excluded.handled_at
    WHERE excluded.version > v.version
        OR excluded.version = v.version AND excluded.handled_at > v.handled_at";

const FORGET_VERSIONS: &str = "DELETE FROM hookport.versions WHERE handler = $1";
