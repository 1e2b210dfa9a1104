//! Ending a claim.

use super::{
    accept::new_run,
    claims::Leased,
    ended::End,
    runs::{Phase, Run, RunId},
    time::{Timer, millis, time},
    tx::Slot,
    work::Work,
};
use crate::inbox::{Day, Ended, NewRun, RunState, Settled, Settlement, StoreError};

/// Ends a claim. What the handler left in the slot is written first, and with it.
pub(super) fn settle(work: &mut Work<'_>, settlement: &Settlement) -> Result<Settled, StoreError> {
    let Some(leased) = work.leased(&settlement.lease)? else { return Ok(Settled::LeaseLost) };
    let (ended, at) = (&settlement.ended, millis(settlement.at));
    if let Some(slot) = settlement.context.get::<Slot>().filter(|_| *ended == Ended::Done) {
        slot.write(work)?;
    }
    work.wake();
    if *ended == Ended::Routed(Vec::new()) && is_alone_and_untried(work, &leased.run)? {
        leave_unhandled(work, &leased.run, at)?;
        return Ok(Settled::Kept);
    }
    record(work, &leased, ended, at)?;
    let run = leased.run;
    let counted_as = work.counted_as(run.kind)?;
    work.count(Day::of(time(at)), run.endpoint, counted_as, ended.tally());
    end(work, &run, ended, at)?;
    Ok(Settled::Kept)
}

/// Returns true if an entry has no other run, and no attempt on record.
fn is_alone_and_untried(work: &Work<'_>, run: &Run) -> Result<bool, StoreError> {
    let delivery = run.id.delivery;
    let is_on_record = work.db.prepare_cached(ON_RECORD)?.exists([delivery])?;
    Ok(!is_on_record && work.runs_of(delivery)?.len() == 1)
}

/// Removes the only run of an entry, for which no handler was found.
fn leave_unhandled(work: &Work<'_>, run: &Run, at: i64) -> Result<(), StoreError> {
    let delivery = run.id.delivery;
    work.remove(run)?;
    work.db.prepare_cached(SET_UNHANDLED)?.execute([delivery])?;
    work.note_end(delivery, None, work.end(delivery)?)?;
    work.advance_line_of(delivery, at)
}

fn record(work: &Work<'_>, leased: &Leased, ended: &Ended, at: i64) -> Result<(), StoreError> {
    match ended.on_record() {
        Some((result, error)) => work.record(&leased.run, leased.started, at, result, error),
        None => Ok(()),
    }
}

/// Brings the run into its next phase, and whoever is next to its turn.
fn end(work: &Work<'_>, run: &Run, ended: &Ended, at: i64) -> Result<(), StoreError> {
    let phase = match ended {
        Ended::Done | Ended::Routed(_) => Phase::Ended(RunState::Done, at),
        Ended::Stale => Phase::Ended(RunState::Stale, at),
        Ended::Dead { .. } => work.dead(run, at)?,
        Ended::Retry { due, .. } => Phase::Retry(Timer { end: millis(*due), set: at }),
        Ended::Released => Phase::Received,
    };
    if *ended == Ended::Done && run.versioned {
        remember_version(work, run, at)?;
    }
    let tried = run.tried - i64::from(*ended == Ended::Released);
    work.replace(run, &Run { phase, tried, ..run.clone() })?;
    if let Ended::Routed(handlers) = ended {
        add_runs(work, run, handlers)?;
    }
    note_end(work, run, phase, ended)?;
    match ended {
        Ended::Routed(_) => work.advance_line_of(run.id.delivery, at),
        _ => work.advance(run.endpoint, run.order_key.as_deref(), at),
    }
}

/// Most entries have a single run, whose end is that of the entry.
fn note_end(work: &Work<'_>, run: &Run, phase: Phase, ended: &Ended) -> Result<(), StoreError> {
    let delivery = run.id.delivery;
    let end = match (phase.state().is_open(), ended) {
        (true, _) => None,
        (false, Ended::Routed(_)) => work.end(delivery)?,
        (false, _) if run.alone => End::of_one(phase),
        (false, _) => work.end(delivery)?,
    };
    work.note_end(delivery, None, end)
}

/// Adds the runs that the entry has none of.
fn add_runs(work: &Work<'_>, routed: &Run, handlers: &[NewRun]) -> Result<(), StoreError> {
    let delivery = routed.id.delivery;
    let sql = "SELECT order_key FROM hookport_deliveries WHERE id = ?1";
    let order_key: Option<String> =
        work.db.prepare_cached(sql)?.query_row([delivery], |row| row.get(0))?;
    for new in handlers {
        let handler = work.handler(routed.endpoint, &new.handler)?;
        let mut is_there = false;
        for run in work.runs_of(delivery)? {
            is_there |= work.present(run.id.handler)? == handler;
        }
        if !is_there {
            let id = RunId { delivery, handler };
            let run = new_run(id, routed.kind, routed.endpoint, new, order_key.as_deref());
            work.add(&Run { versioned: routed.versioned, ..run })?;
        }
    }
    Ok(())
}

fn remember_version(work: &Work<'_>, run: &Run, at: i64) -> Result<(), StoreError> {
    let mut remember = work.db.prepare_cached(REMEMBER_VERSION)?;
    remember.execute((run.id.handler, run.id.delivery, at))?;
    Ok(())
}

const ON_RECORD: &str = "SELECT 1 FROM hookport_attempts WHERE delivery = ?1";

const SET_UNHANDLED: &str =
    "UPDATE hookport_deliveries SET unhandled = 1 WHERE id = ?1 AND unhandled = 0";

const REMEMBER_VERSION: &str = "
    INSERT INTO hookport_versions (handler, order_key, version, handled_at)
    SELECT ?1, order_key, version, ?3 FROM hookport_deliveries
    WHERE id = ?2 AND order_key IS NOT NULL AND version IS NOT NULL
    ON CONFLICT DO UPDATE SET version = excluded.version, handled_at = excluded.handled_at
    WHERE excluded.version > version
        OR excluded.version = version AND excluded.handled_at > handled_at";
