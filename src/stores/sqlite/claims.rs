//! Claims: runs of one handler that were claimed together.

use std::time::Duration;

use super::{
    accept::row_of,
    rows::number,
    runs::{Phase, Run, Running, run_columns},
    time::Timer,
    work::Work,
};
use crate::inbox::{Lease, StoreError};

/// A run whose lease holds.
pub(super) struct Leased {
    pub(super) run: Run,
    /// The start of the attempt.
    pub(super) started: i64,
}

impl Work<'_> {
    /// Makes a claim of a handler, and returns its number.
    pub(super) fn new_claim(&self, handler: i64, lease: Timer) -> Result<i64, StoreError> {
        Ok(self.db.prepare_cached(CLAIM)?.insert((handler, lease.set, lease.end))?)
    }

    /// Finds the run of a lease; `None` if it is another's by now.
    pub(super) fn leased(&self, lease: &Lease) -> Result<Option<Leased>, StoreError> {
        let mut find = self.db.prepare_cached(LEASED)?;
        let mut rows = find.query((number(lease.token), row_of(lease.entry)))?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let (run, started) = (Run::read(row, 0)?, row.get(13)?);
        let asked_for = self.find_handler(run.endpoint, &lease.handler)?;
        Ok((asked_for == Some(run.id.handler)).then_some(Leased { run, started }))
    }

    /// Tells anew when the first run of a claim can be taken over; without any, the claim is over.
    pub(super) fn sum_up_claim(&self, claim: i64) -> Result<(), StoreError> {
        let mut find = self.db.prepare_cached(FIRST_END)?;
        let left: Option<(i64, i64)> = find.query_row([claim], |row| {
            Ok(row.get::<_, Option<_>>(0)?.zip(row.get::<_, Option<_>>(1)?))
        })?;
        match left {
            Some((end, set)) => self.db.prepare_cached(SET_END)?.execute((claim, end, set))?,
            None => self.db.prepare_cached(REMOVE)?.execute([claim])?,
        };
        Ok(())
    }
}

/// Keeps leases, and tells which of them are lost.
pub(super) fn renew(
    work: &Work<'_>,
    leases: &[Lease],
    now: i64,
    lease: Duration,
) -> Result<Vec<Lease>, StoreError> {
    let mut lost = Vec::new();
    for one in leases {
        let Some(Leased { run, .. }) = work.leased(one)? else {
            lost.push(one.clone());
            continue;
        };
        if let Phase::Running(Running { claim, lease: before }) = run.phase {
            let lease = before.renewed(now, lease);
            work.put(&run, Phase::Running(Running { claim, lease }))?;
        }
    }
    Ok(lost)
}

const CLAIM: &str =
    "INSERT INTO hookport_claims (handler, started, until, set_at) VALUES (?1, ?2, ?3, ?2)";

pub(super) const LEASED: &str = concat!(
    "SELECT ",
    run_columns!(),
    ", c.started
    FROM hookport_claims c
    CROSS JOIN hookport_queue q
        ON q.handler = c.handler AND q.phase = 1 AND q.at = c.claim AND q.delivery = ?2
    WHERE c.claim = ?1"
);

pub(super) const FIRST_END: &str = "
    SELECT min(q.time), max(q.set_at) FROM hookport_claims c
    CROSS JOIN hookport_queue q ON q.handler = c.handler AND q.phase = 1 AND q.at = c.claim
    WHERE c.claim = ?1";

const SET_END: &str = "
    UPDATE hookport_claims SET until = ?2, set_at = ?3
    WHERE claim = ?1 AND (until <> ?2 OR set_at <> ?3)";

const REMOVE: &str = "DELETE FROM hookport_claims WHERE claim = ?1";
