//! Overview, usage and single entries.

use std::{ops::RangeInclusive, sync::Arc};

use http::Extensions;
use sqlx::{PgConnection, postgres::PgRow};

use super::{
    database::Database,
    error::unexpected,
    known_requests::items,
    rows::{
        SUMMARY_COLUMNS, get, name, optional_text, parts, parts_columns, run_state_column,
        state_column, summary, summary_columns, unsigned, word,
    },
    shift::Shift,
    sql::Schema,
};
use crate::{
    Delivery,
    inbox::{
        Attempt, AttemptResult, Day, EntryId, EntryState, FirstDue, FormerName, Overview, Record,
        Run, RunCount, RunState, StoppedKeys, StoreError, Tally, Usage,
    },
};

/// One entry; `None` if there is none of this number.
pub(super) async fn read(database: &Database, id: i64) -> Result<Option<Record>, StoreError> {
    let (schema, shift) = (database.schema, database.shift());
    let mut db = database.pool.begin_with(ONE_STATE).await?;
    let find = schema.query(RECORD).bind(id);
    let Some(row) = find.fetch_optional(&mut *db).await? else { return Ok(None) };
    let state = word(&row, SUMMARY_COLUMNS, EntryState::from_word)?;
    let item = items(&mut db, schema, &[id]).await?.remove(&id);
    let delivery = parts(&row, SUMMARY_COLUMNS + 1, item, shift)?;
    Ok(Some(Record {
        summary: summary(&row, state, shift)?,
        delivery: Delivery::from_parts(delivery, Extensions::new()),
        runs: runs(&mut db, schema, shift, id).await?,
    }))
}

/// Reads the overview, and the usage of these days.
pub(super) async fn overview(
    database: &Database,
    days: &RangeInclusive<Day>,
) -> Result<(Overview, Vec<Usage>), StoreError> {
    let (schema, shift) = (database.schema, database.shift());
    let mut db = database.pool.begin_with(ONE_STATE).await?;
    let runs = database.run_counts.get(&mut db, schema).await?;
    Ok((overview_of(runs, &mut db, schema, shift).await?, usage(&mut db, schema, days).await?))
}

/// One state of all tables.
const ONE_STATE: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

async fn runs(
    db: &mut PgConnection,
    schema: Schema,
    shift: Shift,
    id: i64,
) -> Result<Vec<Run>, StoreError> {
    let mut runs: Vec<Run> = Vec::new();
    for row in schema.query(QUEUED).bind(id).fetch_all(&mut *db).await? {
        let mut run = Run::new(name(&row, 0)?, word(&row, 1, RunState::from_word)?);
        run.due = get::<Option<i64>>(&row, 2)?.map(|due| shift.to_here(due));
        run.stops_key = get(&row, 3)?;
        runs.push(run);
    }
    let queued = runs.len();
    for row in schema.query(ATTEMPTS).bind(id).fetch_all(db).await? {
        let (handler, attempt) = (name(&row, 0)?, attempt(&row, shift)?);
        let known = runs.iter().position(|run| run.handler == handler);
        let at = known.unwrap_or_else(|| {
            runs.push(Run::new(Arc::clone(&handler), RunState::Done));
            runs.len() - 1
        });
        if at >= queued {
            // The last attempt tells.
            let is_stale = attempt.result == AttemptResult::Stale;
            runs[at].state = if is_stale { RunState::Stale } else { RunState::Done };
        }
        runs[at].attempts.push(attempt);
    }
    runs.sort_unstable_by(|one, other| one.handler.cmp(&other.handler));
    Ok(runs)
}

fn attempt(row: &PgRow, shift: Shift) -> Result<Attempt, StoreError> {
    Ok(Attempt {
        number: u32::try_from(get::<i32>(row, 1)?).map_err(|_| unexpected("number"))?,
        started_at: shift.to_here(get(row, 2)?),
        ended_at: shift.to_here(get(row, 3)?),
        result: word(row, 4, AttemptResult::from_word)?,
        error: optional_text(row, 5)?,
    })
}

async fn overview_of(
    runs: Vec<RunCount>,
    db: &mut PgConnection,
    schema: Schema,
    shift: Shift,
) -> Result<Overview, StoreError> {
    let mut overview = Overview { runs, ..Overview::default() };
    for row in schema.query(PAUSED).fetch_all(&mut *db).await? {
        overview.paused.push(name(&row, 0)?);
    }
    for row in schema.query(STOPPED).fetch_all(&mut *db).await? {
        let first = EntryId::new(unsigned(&row, 2)?);
        overview.stopped.push(StoppedKeys::new(name(&row, 0)?, unsigned(&row, 1)?, first));
    }
    for row in schema.query(QUARANTINED).fetch_all(&mut *db).await? {
        overview.quarantined.push((name(&row, 0)?, unsigned(&row, 1)?));
    }
    for row in schema.query(FORMER_NAMES).fetch_all(&mut *db).await? {
        let former = FormerName::new(name(&row, 0)?, name(&row, 1)?, name(&row, 2)?);
        overview.former_names.push(former);
    }
    for row in schema.query(FIRST_DUE).fetch_all(&mut *db).await? {
        let due = FirstDue::new(name(&row, 0)?, name(&row, 1)?, shift.to_here(get(&row, 2)?));
        overview.first_due.push(due);
    }
    Ok(overview)
}

async fn usage(
    db: &mut PgConnection,
    schema: Schema,
    days: &RangeInclusive<Day>,
) -> Result<Vec<Usage>, StoreError> {
    let list = schema
        .query(USAGE)
        .bind(i64::from(days.start().number()))
        .bind(i64::from(days.end().number()));
    let rows = list.fetch_all(db).await?;
    rows.iter()
        .map(|row| {
            let day = u32::try_from(get::<i64>(row, 0)?).map_err(|_| unexpected("day"))?;
            let day = Day::from_number(day);
            Ok(Usage::new(day, name(row, 1)?, name(row, 2)?, tally(row)?))
        })
        .collect()
}

fn tally(row: &PgRow) -> Result<Tally, StoreError> {
    Ok(Tally {
        received: unsigned(row, 3)?,
        bytes: unsigned(row, 4)?,
        duplicates: unsigned(row, 5)?,
        done: unsigned(row, 6)?,
        retried: unsigned(row, 7)?,
        dead: unsigned(row, 8)?,
        limited: unsigned(row, 9)?,
        refused: unsigned(row, 10)?,
    })
}

const RECORD: &str = concat!(
    "SELECT ",
    summary_columns!(),
    ", ",
    state_column!(),
    ", ",
    parts_columns!(),
    " FROM hookport.deliveries d
    JOIN hookport.kinds k ON k.id = d.kind
    JOIN hookport.endpoints e ON e.id = d.endpoint
    LEFT JOIN hookport.payloads p ON p.delivery = d.id
    WHERE d.id = $1"
);

const QUEUED: &str = concat!(
    "SELECT h.name, ",
    run_state_column!(),
    ", CASE WHEN q.phase = 2 THEN q.time END, q.phase = 4
    FROM hookport.queue q JOIN hookport.handlers h ON h.id = q.handler WHERE q.delivery = $1"
);

const ATTEMPTS: &str = "
    SELECT h.name, a.number, a.started_at, a.ended_at, a.result, a.error
    FROM hookport.attempts a JOIN hookport.handlers h ON h.id = a.handler
    WHERE a.delivery = $1 ORDER BY a.handler, a.number";

const PAUSED: &str = "SELECT name FROM hookport.endpoints WHERE paused ORDER BY name";

const STOPPED: &str = "
    SELECT e.name, count(DISTINCT q.line), min(q.delivery)
    FROM hookport.queue q JOIN hookport.endpoints e ON e.id = q.endpoint
    WHERE q.phase >= 2 AND q.phase = 4 GROUP BY e.name ORDER BY e.name";

const QUARANTINED: &str = "
    SELECT e.name, count(*)
    FROM hookport.quarantine q JOIN hookport.endpoints e ON e.id = q.endpoint
    GROUP BY e.name ORDER BY e.name";

const FORMER_NAMES: &str = "
    SELECT e.name, f.name, h.name FROM hookport.handlers f
    JOIN hookport.handlers h ON h.id = f.same_as
    JOIN hookport.endpoints e ON e.id = f.endpoint
    ORDER BY e.name, f.name";

/// Two look-ups for each handler, however much waits.
const FIRST_DUE: &str = "
    SELECT endpoint, handler, least(received, retried) FROM (
        SELECT e.name AS endpoint, h.name AS handler,
            (SELECT d.received_at FROM hookport.queue q
             JOIN hookport.deliveries d ON d.id = q.delivery
             WHERE q.handler = h.id AND q.phase = 0 ORDER BY q.delivery + 0 LIMIT 1) AS received,
            (SELECT min(q.time) FROM hookport.queue q
             WHERE q.handler = h.id AND q.phase = 2) AS retried
        FROM hookport.handlers h JOIN hookport.endpoints e ON e.id = h.endpoint) first
    WHERE received IS NOT NULL OR retried IS NOT NULL
    ORDER BY endpoint, handler";

const USAGE: &str = "
    SELECT u.day, e.name, u.event,
        least(sum(u.received), 9223372036854775807)::bigint,
        least(sum(u.bytes), 9223372036854775807)::bigint,
        least(sum(u.duplicates), 9223372036854775807)::bigint,
        least(sum(u.done), 9223372036854775807)::bigint,
        least(sum(u.retried), 9223372036854775807)::bigint,
        least(sum(u.dead), 9223372036854775807)::bigint,
        least(sum(u.limited), 9223372036854775807)::bigint,
        least(sum(u.refused), 9223372036854775807)::bigint
    FROM hookport.usage u JOIN hookport.endpoints e ON e.id = u.endpoint
    WHERE u.day BETWEEN $1 AND $2
    GROUP BY u.day, e.name, u.event ORDER BY u.day, e.name, u.event";
