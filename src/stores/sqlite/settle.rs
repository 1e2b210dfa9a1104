//! Ending a claim.

use std::sync::Arc;

use rusqlite::OptionalExtension;

use super::{
    accept::row_of,
    rows::number,
    runs::{Phase, RunId},
    time::{millis, time},
    tx::Slot,
    work::Work,
};
use crate::inbox::{Day, Ended, Lease, RunState, Settled, Settlement, StoreError};

/// Ends a claim. What the handler left in the slot is written first, and with it.
pub(super) fn settle(work: &mut Work<'_>, settlement: &Settlement) -> Result<Settled, StoreError> {
    let Some(run) = find(work, &settlement.lease)? else { return Ok(Settled::LeaseLost) };
    let (ended, at) = (&settlement.ended, millis(settlement.at));
    if let Some(slot) = settlement.context.get::<Slot>().filter(|_| *ended == Ended::Done) {
        slot.write(work)?;
    }
    record(work, &run, ended, at)?;
    let day = Day::of(time(at));
    work.count(day, run.endpoint, Arc::clone(&run.counted_as), ended.tally());
    end(work, &run, ended, at)?;
    if let Ended::Routed(handlers) = ended {
        for new in handlers {
            if !work.has_run_of(run.id.delivery, work.handler(run.endpoint, &new.handler)?)? {
                let key = run.order_key.as_deref();
                work.add_run(run.id.delivery, run.endpoint, new, key)?;
            }
        }
    }
    work.sum_up(run.id.delivery)?;
    work.advance(run.endpoint, run.order_key.as_deref(), at)?;
    work.wake();
    Ok(Settled::Kept)
}

/// A run whose lease holds.
struct Leased {
    id: RunId,
    endpoint: i64,
    counted_as: Arc<str>,
    order_key: Option<String>,
    version: Option<i64>,
}

fn find(work: &Work<'_>, lease: &Lease) -> Result<Option<Leased>, StoreError> {
    let delivery = row_of(lease.entry);
    let mut find = work.db.prepare_cached(FIND)?;
    let found = find.query_row((delivery, &lease.handler, number(lease.token)), |row| {
        Ok(Leased {
            id: RunId { delivery, handler: row.get(0)? },
            endpoint: row.get(1)?,
            counted_as: row.get(2)?,
            order_key: row.get(3)?,
            version: row.get(4)?,
        })
    });
    Ok(found.optional()?)
}

fn record(work: &Work<'_>, run: &Leased, ended: &Ended, at: i64) -> Result<(), StoreError> {
    match ended.on_record() {
        Some((result, error)) => work.record(run.id, at, result, error),
        None => work.not_tried(run.id),
    }
}

/// Brings the run into its next phase.
fn end(work: &Work<'_>, run: &Leased, ended: &Ended, at: i64) -> Result<(), StoreError> {
    let phase = match ended {
        Ended::Done | Ended::Routed(_) => Phase::Ended(RunState::Done, at),
        Ended::Stale => Phase::Ended(RunState::Stale, at),
        Ended::Dead { .. } => return work.bury(run.id, at),
        Ended::Retry { due, .. } => Phase::Retry { due: millis(*due), set: at },
        Ended::Released => Phase::Received,
    };
    if *ended == Ended::Done {
        remember_version(work, run, at)?;
    }
    work.put(run.id, phase)
}

fn remember_version(work: &Work<'_>, run: &Leased, at: i64) -> Result<(), StoreError> {
    let Some((key, version)) = run.order_key.as_deref().zip(run.version) else { return Ok(()) };
    let mut remember = work.db.prepare_cached(REMEMBER_VERSION)?;
    remember.execute((run.id.handler, key, version, at))?;
    Ok(())
}

pub(super) const FIND: &str = "
    SELECT r.handler, d.endpoint, d.counted_as, d.order_key, d.version
    FROM hookport_deliveries d
    CROSS JOIN hookport_handlers h ON h.endpoint = d.endpoint AND h.name = ?2
    CROSS JOIN hookport_runs r ON r.delivery = d.id AND r.handler = coalesce(h.same_as, h.id)
    WHERE d.id = ?1 AND r.state = 'running' AND r.claims = ?3";

const REMEMBER_VERSION: &str = "
    INSERT INTO hookport_versions (handler, order_key, version, handled_at) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT DO UPDATE SET version = excluded.version, handled_at = excluded.handled_at
    WHERE excluded.version > version
        OR excluded.version = version AND excluded.handled_at > handled_at";
