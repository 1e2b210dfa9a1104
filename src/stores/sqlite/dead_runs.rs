//! Dead runs, with what went wrong.

use rusqlite::{Connection, Row};

use super::{
    rows::{signed, unsigned},
    time::time,
};
use crate::inbox::{DeadRun, EntryId, StoreError};

/// The dead runs of the newest entries.
pub(super) fn dead_runs(db: &Connection, at_most: usize) -> Result<Vec<DeadRun>, StoreError> {
    let mut list = db.prepare_cached(DEAD_RUNS)?;
    let mut found = Vec::new();
    for phase in [STOPPING, DEAD] {
        for run in list.query_and_then((phase, signed(at_most)), dead_run)? {
            found.push(run?);
        }
    }
    found.sort_by(|one, other| {
        other.entry.cmp(&one.entry).then_with(|| one.handler.cmp(&other.handler))
    });
    found.truncate(at_most);
    Ok(found)
}

fn dead_run(row: &Row<'_>) -> Result<DeadRun, StoreError> {
    Ok(DeadRun {
        entry: EntryId::new(unsigned(row, 0)?),
        endpoint: row.get(1)?,
        handler: row.get(2)?,
        event: row.get(3)?,
        since: time(row.get(4)?),
        error: row.get(5)?,
    })
}

// Numbers of `hookport_phases`.
const STOPPING: i64 = 4;
const DEAD: i64 = 5;

/// The event is that of the kind, mostly: then the delivery is not looked at.
pub(super) const DEAD_RUNS: &str = "
    SELECT q.delivery, e.name, h.name,
        coalesce(k.event, (SELECT d.event FROM hookport_deliveries d WHERE d.id = q.delivery)),
        coalesce(q.time, 0), a.error
    FROM hookport_queue q INDEXED BY hookport_queue_aside
    CROSS JOIN hookport_handlers h ON h.id = q.handler
    CROSS JOIN hookport_endpoints e ON e.id = q.endpoint
    CROSS JOIN hookport_kinds k ON k.id = q.kind
    LEFT JOIN hookport_attempts a
        ON a.delivery = q.delivery AND a.handler = q.handler AND a.number = q.claims
    WHERE q.phase >= 2 AND q.phase = ?1 ORDER BY q.delivery DESC LIMIT ?2";
