//! Claiming runs, and keeping the claims.

use std::{sync::Arc, time::Duration};

use http::Extensions;
use rusqlite::{OptionalExtension, Row};

use super::{
    accept::row_of,
    rows::{PARTS, number, parts, signed, small},
    runs::RunId,
    time::{length, millis, time},
    work::Work,
};
use crate::{
    DeliveryParts,
    inbox::{
        AttemptResult, CLOCK_SLACK, ClaimRequest, Claimed, Claims, Day, EntryId, Lease, Quota,
        StoreError, Tally,
    },
};

/// Claims runs for a worker.
pub(super) fn claim(work: &mut Work<'_>, request: &ClaimRequest) -> Result<Claims, StoreError> {
    let mut claims = Claims::default();
    for quota in &request.quotas {
        let Some(endpoint) = running_endpoint(work, &quota.endpoint)? else { continue };
        let room = quota.at_most.min(request.at_most.saturating_sub(claims.claimed.len()));
        claim_of(work, endpoint, quota, room, request, &mut claims.claimed)?;
    }
    claims.next_due = next_due(work, &request.quotas, millis(request.now))?.map(time);
    Ok(claims)
}

/// Keeps leases, and tells which of them are lost.
pub(super) fn renew(
    work: &Work<'_>,
    leases: &[Lease],
    now: i64,
    lease: Duration,
) -> Result<Vec<Lease>, StoreError> {
    let until = lease_end(now, lease);
    let mut renew = work.db.prepare_cached(RENEW)?;
    let mut lost = Vec::new();
    for lease in leases {
        let renewed = renew.execute((
            row_of(lease.entry),
            &lease.handler,
            number(lease.token),
            until,
            now,
        ))?;
        if renewed == 0 {
            lost.push(lease.clone());
        }
    }
    Ok(lost)
}

fn claim_of(
    work: &mut Work<'_>,
    endpoint: i64,
    quota: &Quota,
    room: usize,
    request: &ClaimRequest,
    claimed: &mut Vec<Claimed>,
) -> Result<(), StoreError> {
    let end = claimed.len() + room;
    let now = millis(request.now);
    let until = lease_end(now, request.lease);
    for (name, at_most) in &quota.handlers {
        let room = (*at_most).min(end - claimed.len());
        let Some(id) = work.find_handler(endpoint, name)? else { continue };
        let claim = Claim { endpoint, quota, id, name, now, until };
        for candidate in candidates(work, id, now, room)? {
            claimed.extend(claim.take(work, &candidate)?);
        }
    }
    Ok(())
}

/// A run that can be claimed, and how often it will have been then.
struct Candidate {
    delivery: i64,
    from: From,
    attempt: u32,
    tried: u32,
}

/// The state from which a run is claimed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Lost,
    Retry,
    Received,
}

impl Candidate {
    fn read(row: &Row<'_>, from: From) -> Result<Self, StoreError> {
        let delivery = row.get(0)?;
        Ok(Self { delivery, from, attempt: small(row, 1)?, tried: small(row, 2)? })
    }
}

/// The runs of a handler that can be claimed now, in the order in which they are.
fn candidates(
    work: &Work<'_>,
    handler: i64,
    now: i64,
    room: usize,
) -> Result<Vec<Candidate>, StoreError> {
    let mut found = Vec::new();
    for (sql, from) in [
        (LOST, From::Lost),
        (LOST_AHEAD, From::Lost),
        (DUE, From::Retry),
        (DUE_AHEAD, From::Retry),
        (RECEIVED, From::Received),
    ] {
        if found.len() < room {
            let mut find = work.db.prepare_cached(sql)?;
            let room = signed(room - found.len());
            let rows =
                find.query_and_then((handler, now, room), |row| Candidate::read(row, from))?;
            for row in rows {
                found.push(row?);
            }
        }
    }
    Ok(found)
}

/// The values that the claims of one handler share.
struct Claim<'a> {
    endpoint: i64,
    quota: &'a Quota,
    id: i64,
    name: &'a Arc<str>,
    now: i64,
    until: i64,
}

impl Claim<'_> {
    /// Claims one run. What cannot be read is dead, so that it does not stop the others.
    fn take(
        &self,
        work: &mut Work<'_>,
        candidate: &Candidate,
    ) -> Result<Option<Claimed>, StoreError> {
        let delivery = candidate.delivery;
        if candidate.from == From::Lost {
            self.record(work, delivery, AttemptResult::Lost, None)?;
        }
        self.mark(work, delivery)?;
        if candidate.from == From::Retry {
            work.sum_up(delivery)?;
        }
        match self.load(work, delivery) {
            Ok((parts, stale)) => Ok(Some(self.claimed(candidate, parts, stale))),
            Err(StoreError::Unexpected(error)) => {
                self.bury(work, delivery, &error.to_string())?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn claimed(&self, candidate: &Candidate, parts: DeliveryParts, stale: bool) -> Claimed {
        Claimed {
            lease: Lease {
                entry: EntryId::new(candidate.delivery.unsigned_abs()),
                handler: Arc::clone(self.name),
                token: candidate.attempt.into(),
            },
            endpoint: Arc::clone(&self.quota.endpoint),
            attempt: candidate.attempt,
            tried: candidate.tried,
            stale,
            delivery: parts,
            context: Extensions::new(),
        }
    }

    /// Makes the run the worker's own.
    fn mark(&self, work: &Work<'_>, delivery: i64) -> Result<(), StoreError> {
        let mut mark = work.db.prepare_cached(MARK)?;
        mark.execute((delivery, self.id, self.now, self.until))?;
        Ok(())
    }

    /// Reads the delivery, and whether the handler is done with a higher version already.
    fn load(&self, work: &Work<'_>, delivery: i64) -> Result<(DeliveryParts, bool), StoreError> {
        let sql = format!(
            "SELECT d.order_key, d.version, {PARTS}
             FROM hookport_deliveries d CROSS JOIN hookport_payloads p ON p.delivery = d.id
             WHERE d.id = ?1"
        );
        let mut load = work.db.prepare_cached(&sql)?;
        let mut rows = load.query([delivery])?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let order: Option<(String, i64)> =
            row.get::<_, Option<String>>(0)?.zip(row.get::<_, Option<i64>>(1)?);
        let stale = order.map_or(Ok(false), |order| self.is_stale(work, &order))?;
        Ok((parts(row, 2)?, stale))
    }

    fn is_stale(
        &self,
        work: &Work<'_>,
        (order_key, version): &(String, i64),
    ) -> Result<bool, StoreError> {
        let mut find = work.db.prepare_cached(
            "SELECT 1 FROM hookport_versions WHERE handler = ?1 AND order_key = ?2 AND version > ?3",
        )?;
        Ok(find.exists((self.id, order_key, version))?)
    }

    /// Ends a run whose delivery makes no sense.
    fn bury(&self, work: &mut Work<'_>, delivery: i64, error: &str) -> Result<(), StoreError> {
        let run = RunId { delivery, handler: self.id };
        self.record(work, delivery, AttemptResult::Dead, Some(error))?;
        let counted_as: String = work
            .db
            .prepare_cached("SELECT counted_as FROM hookport_deliveries WHERE id = ?1")?
            .query_row([delivery], |row| row.get(0))?;
        let dead = Tally { dead: 1, ..Tally::default() };
        work.count(Day::of(time(self.now)), self.endpoint, Arc::from(counted_as), dead);
        work.bury(run, self.now)?;
        work.sum_up(delivery)?;
        work.advance_line_of(delivery, self.now)
    }

    /// Puts the attempt that has the run on record.
    fn record(
        &self,
        work: &Work<'_>,
        delivery: i64,
        result: AttemptResult,
        error: Option<&str>,
    ) -> Result<(), StoreError> {
        let run = RunId { delivery, handler: self.id };
        work.record(run, self.now, result, error)
    }
}

impl Work<'_> {
    /// Puts the attempt that has a run on record, as ended at this time.
    pub(super) fn record(
        &self,
        run: RunId,
        ended_at: i64,
        result: AttemptResult,
        error: Option<&str>,
    ) -> Result<(), StoreError> {
        let mut record = self.db.prepare_cached(RECORD)?;
        record.execute((run.delivery, run.handler, ended_at, result.as_str(), error))?;
        Ok(())
    }
}

/// The number of an endpoint that is known, and is not paused.
fn running_endpoint(work: &Work<'_>, name: &str) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT id FROM hookport_endpoints WHERE name = ?1 AND paused = 0";
    Ok(work.db.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()?)
}

/// Returns when the next run of these handlers is due, or can be taken over.
fn next_due(work: &Work<'_>, quotas: &[Quota], now: i64) -> Result<Option<i64>, StoreError> {
    let mut next: Option<i64> = None;
    for quota in quotas {
        let Some(endpoint) = running_endpoint(work, &quota.endpoint)? else { continue };
        for (handler, _) in &quota.handlers {
            let Some(handler) = work.find_handler(endpoint, handler)? else { continue };
            for sql in [NEXT_RETRY, NEXT_LOST] {
                let mut find = work.db.prepare_cached(sql)?;
                let time: Option<i64> = find.query_row([handler], |row| row.get(0)).optional()?;
                next = next.into_iter().chain(time).min();
            }
            for sql in [LOST_AHEAD, DUE_AHEAD] {
                let mut find = work.db.prepare_cached(sql)?;
                let is_over = find.exists((handler, now, 1))?;
                next = next.into_iter().chain(is_over.then_some(now)).min();
            }
        }
    }
    Ok(next)
}

/// The end of a lease that begins now. One that is too long to be told ends in the far future.
pub(super) fn lease_end(now: i64, lease: Duration) -> i64 {
    now.saturating_add(length(lease.min(A_CENTURY)))
}

const A_CENTURY: Duration = Duration::from_secs(100 * 365 * 86_400);

pub(super) const LOST: &str = "
    SELECT delivery, claims + 1, tried + 1 FROM hookport_runs
    WHERE handler = ?1 AND state = 'running' AND lease_until <= ?2
    ORDER BY lease_until, delivery LIMIT ?3";

/// Those that were claimed or renewed by a clock that was wrong. A lease does not end before it was
/// set.
pub(super) const LOST_AHEAD: &str = "
    SELECT delivery, claims + 1, tried + 1 FROM hookport_runs
    WHERE handler = ?1 AND state = 'running' AND lease_until > ?2 + 600000 AND set_at > ?2 + 600000
    ORDER BY lease_until, delivery LIMIT ?3";

/// Those that failed while the clock was wrong, and are not due.
pub(super) const DUE_AHEAD: &str = "
    SELECT delivery, claims + 1, tried + 1 FROM hookport_runs INDEXED BY hookport_runs_set
    WHERE handler = ?1 AND state = 'retry' AND set_at > ?2 + 600000 AND due_at > ?2
    ORDER BY due_at, delivery LIMIT ?3";

// It is in milliseconds in the statements.
const _: () = assert!(CLOCK_SLACK.as_millis() == 600_000);

pub(super) const DUE: &str = "
    SELECT delivery, claims + 1, tried + 1 FROM hookport_runs
    WHERE handler = ?1 AND state = 'retry' AND due_at <= ?2
    ORDER BY due_at, delivery LIMIT ?3";

// All of these take the same arguments: this one has no use for the time.
pub(super) const RECEIVED: &str = "
    SELECT delivery, claims + 1, tried + 1 FROM hookport_runs WHERE handler = ?1 AND state = 'received'
    ORDER BY delivery LIMIT ?3";

pub(super) const NEXT_RETRY: &str = "
    SELECT due_at FROM hookport_runs WHERE handler = ?1 AND state = 'retry' ORDER BY due_at LIMIT 1";

pub(super) const NEXT_LOST: &str = "
    SELECT lease_until FROM hookport_runs WHERE handler = ?1 AND state = 'running'
    ORDER BY lease_until LIMIT 1";

const MARK: &str = "
    UPDATE hookport_runs
    SET state = 'running', claims = claims + 1, tried = tried + 1, due_at = NULL,
        claimed_at = ?3, lease_until = ?4, set_at = ?3
    WHERE delivery = ?1 AND handler = ?2";

pub(super) const RENEW: &str = "
    UPDATE hookport_runs SET lease_until = ?4, set_at = ?5
    WHERE delivery = ?1 AND state = 'running' AND claims = ?3 AND handler =
        (SELECT coalesce(h.same_as, h.id) FROM hookport_deliveries d CROSS JOIN hookport_handlers h
            ON h.endpoint = d.endpoint AND h.name = ?2
         WHERE d.id = ?1)";

const RECORD: &str = "
    INSERT INTO hookport_attempts (delivery, handler, number, started_at, ended_at, result, error)
    SELECT delivery, handler, claims, claimed_at, ?3, ?4, ?5
    FROM hookport_runs WHERE delivery = ?1 AND handler = ?2";
