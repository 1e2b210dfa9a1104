//! Overview, usage and single entries.

use std::{ops::RangeInclusive, sync::Arc};

use http::Extensions;
use rusqlite::{Connection, Row};

use super::{
    accept::row_of,
    known_requests::KnownRequests,
    rows::{
        SUMMARY_COLUMNS, parts, parts_columns, small, summary, summary_columns, unsigned, word,
    },
    runs::{self, Phase, RunId, runs_of},
    time::time,
};
use crate::{
    Delivery,
    inbox::{
        Attempt, AttemptResult, Day, EntryId, EntryState, FirstDue, FormerName, Overview, Record,
        Run, RunCount, RunState, StoppedKeys, StoreError, Tally, Usage,
    },
};

/// One entry; `None` if there is none of this number.
pub(super) fn read(db: &Connection, id: EntryId) -> Result<Option<Record>, StoreError> {
    let mut find = db.prepare_cached(RECORD)?;
    let mut rows = find.query([row_of(id)])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let runs = runs_of(db, row_of(id))?;
    let state = EntryState::of(runs.iter().map(runs::Run::state));
    let item = || KnownRequests::default().item(db, row_of(id));
    Ok(Some(Record {
        summary: summary(row, state)?,
        delivery: Delivery::from_parts(parts(row, SUMMARY_COLUMNS, item)?, Extensions::new()),
        runs: with_attempts(db, runs)?,
    }))
}

/// Reads the overview.
pub(super) fn overview(db: &Connection) -> Result<Overview, StoreError> {
    Ok(Overview {
        runs: run_counts(db)?,
        paused: paused(db)?,
        stopped: stopped(db)?,
        quarantined: quarantined(db)?,
        former_names: former_names(db)?,
        first_due: first_due(db)?,
        orphaned: Vec::new(),
    })
}

/// Reads the usage of these days.
pub(super) fn usage(db: &Connection, days: &RangeInclusive<Day>) -> Result<Vec<Usage>, StoreError> {
    let mut list = db.prepare_cached(USAGE)?;
    let rows = list.query_and_then((days.start().number(), days.end().number()), |row| {
        Ok(Usage {
            day: Day::from_number(small(row, 0)?),
            endpoint: text(row, 1)?,
            event: text(row, 2)?,
            tally: tally(row)?,
        })
    })?;
    rows.collect()
}

fn with_attempts(db: &Connection, runs: Vec<runs::Run>) -> Result<Vec<Run>, StoreError> {
    let mut name = db.prepare_cached("SELECT name FROM hookport_handlers WHERE id = ?1")?;
    let mut list = Vec::new();
    for run in runs {
        let RunId { delivery, handler } = run.id;
        let due = if let Phase::Retry(wait) = run.phase { Some(wait.end) } else { None };
        list.push(Run {
            handler: name.query_row([handler], |row| row.get(0))?,
            state: run.state(),
            due: due.map(time),
            stops_key: run.stops(),
            attempts: attempts(db, delivery, handler)?,
        });
    }
    list.sort_unstable_by(|one, other| one.handler.cmp(&other.handler));
    Ok(list)
}

fn attempts(db: &Connection, delivery: i64, handler: i64) -> Result<Vec<Attempt>, StoreError> {
    let mut list = db.prepare_cached(ATTEMPTS)?;
    let rows = list.query_and_then((delivery, handler), |row| {
        Ok(Attempt {
            number: small(row, 0)?,
            started_at: time(row.get(1)?),
            ended_at: time(row.get(2)?),
            result: word(row, 3, AttemptResult::from_word)?,
            error: row.get(4)?,
        })
    })?;
    rows.collect()
}

fn run_counts(db: &Connection) -> Result<Vec<RunCount>, StoreError> {
    let mut list = db.prepare_cached(RUN_COUNTS)?;
    let rows = list.query_and_then([], |row| {
        Ok(RunCount {
            endpoint: text(row, 0)?,
            handler: text(row, 1)?,
            state: word(row, 2, RunState::from_word)?,
            count: unsigned(row, 3)?,
        })
    })?;
    let mut counts = rows.collect::<Result<Vec<_>, StoreError>>()?;
    counts.sort_unstable();
    Ok(counts)
}

fn paused(db: &Connection) -> Result<Vec<Arc<str>>, StoreError> {
    let mut list =
        db.prepare_cached("SELECT name FROM hookport_endpoints WHERE paused = 1 ORDER BY name")?;
    let rows = list.query_and_then([], |row| text(row, 0))?;
    rows.collect()
}

fn stopped(db: &Connection) -> Result<Vec<StoppedKeys>, StoreError> {
    let mut list = db.prepare_cached(STOPPED)?;
    let rows = list.query_and_then([], |row| {
        Ok(StoppedKeys::new(text(row, 0)?, unsigned(row, 1)?, EntryId::new(unsigned(row, 2)?)))
    })?;
    rows.collect()
}

fn quarantined(db: &Connection) -> Result<Vec<(Arc<str>, u64)>, StoreError> {
    let mut list = db.prepare_cached(
        "SELECT e.name, count(*) FROM hookport_quarantine q JOIN hookport_endpoints e ON e.id = q.endpoint
         GROUP BY q.endpoint ORDER BY e.name",
    )?;
    let rows = list.query_and_then([], |row| Ok((text(row, 0)?, unsigned(row, 1)?)))?;
    rows.collect()
}

fn former_names(db: &Connection) -> Result<Vec<FormerName>, StoreError> {
    let mut list = db.prepare_cached(
        "SELECT e.name, f.name, h.name FROM hookport_handlers f
         CROSS JOIN hookport_handlers h ON h.id = f.same_as
         CROSS JOIN hookport_endpoints e ON e.id = f.endpoint
         ORDER BY e.name, f.name",
    )?;
    let rows = list.query_and_then([], |row| {
        Ok(FormerName { endpoint: text(row, 0)?, name: text(row, 1)?, handler: text(row, 2)? })
    })?;
    rows.collect()
}

fn first_due(db: &Connection) -> Result<Vec<FirstDue>, StoreError> {
    let mut list = db.prepare_cached(FIRST_DUE)?;
    let rows = list.query_and_then([], |row| {
        Ok(FirstDue::new(text(row, 0)?, text(row, 1)?, time(row.get(2)?)))
    })?;
    rows.collect()
}

fn tally(row: &Row<'_>) -> Result<Tally, StoreError> {
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

fn text(row: &Row<'_>, column: usize) -> Result<Arc<str>, StoreError> {
    Ok(row.get(column)?)
}

const RECORD: &str = concat!(
    "SELECT ",
    summary_columns!(),
    ", ",
    parts_columns!(),
    " FROM hookport_deliveries d
    CROSS JOIN hookport_kinds k ON k.id = d.kind
    CROSS JOIN hookport_endpoints e ON e.id = d.endpoint
    LEFT JOIN hookport_payloads p ON p.delivery = d.id
    WHERE d.id = ?1"
);

const ATTEMPTS: &str = "
    SELECT number, started_at, ended_at, result, error FROM hookport_attempts
    WHERE delivery = ?1 AND handler = ?2 ORDER BY number";

pub(super) const RUN_COUNTS: &str = "
    SELECT e.name, h.name, p.state, sum(c.runs)
    FROM (SELECT handler, phase, count(*) AS runs FROM hookport_queue GROUP BY handler, phase) c
    CROSS JOIN hookport_phases p ON p.phase = c.phase AND p.phase <> 6
    CROSS JOIN hookport_handlers h ON h.id = c.handler
    CROSS JOIN hookport_endpoints e ON e.id = h.endpoint
    GROUP BY h.id, p.state";

pub(super) const STOPPED: &str = "
    SELECT e.name, count(DISTINCT q.order_key), min(q.delivery)
    FROM hookport_queue q INDEXED BY hookport_queue_aside
    JOIN hookport_endpoints e ON e.id = q.endpoint
    WHERE q.phase >= 2 AND q.phase = 4 GROUP BY q.endpoint ORDER BY e.name";

/// Two look-ups for each handler, however much waits.
pub(super) const FIRST_DUE: &str = "
    SELECT endpoint, handler, min(coalesce(received, retried), coalesce(retried, received)) FROM (
        SELECT e.name AS endpoint, h.name AS handler,
            (SELECT d.received_at FROM hookport_queue q
             CROSS JOIN hookport_deliveries d ON d.id = q.delivery
             WHERE q.handler = h.id AND q.phase = 0 ORDER BY q.at, q.delivery LIMIT 1) AS received,
            (SELECT q.at FROM hookport_queue q
             WHERE q.handler = h.id AND q.phase = 2 ORDER BY q.at LIMIT 1) AS retried
        FROM hookport_handlers h CROSS JOIN hookport_endpoints e ON e.id = h.endpoint
        ORDER BY e.name, h.name)
    WHERE received IS NOT NULL OR retried IS NOT NULL";

const USAGE: &str = "
    SELECT u.day, e.name, u.event, u.received, u.bytes, u.duplicates, u.done, u.retried, u.dead,
        u.limited, u.refused
    FROM hookport_usage u JOIN hookport_endpoints e ON e.id = u.endpoint
    WHERE u.day BETWEEN ?1 AND ?2 ORDER BY u.day, e.name, u.event";
