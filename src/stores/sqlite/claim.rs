//! Claiming runs.

use std::sync::Arc;

use http::Extensions;
use rusqlite::{OptionalExtension, Row};

use super::{
    rows::{parts, parts_columns, signed},
    runs::{Phase, Run, RunId, Running, run_columns},
    time::{Timer, millis, time},
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
    let now = millis(request.now);
    let mut claims = Claims::default();
    for quota in &request.quotas {
        let Some(endpoint) = running_endpoint(work, &quota.endpoint)? else { continue };
        let room = quota.at_most.min(request.at_most.saturating_sub(claims.claimed.len()));
        claim_of(work, endpoint, quota, room, request, &mut claims.claimed)?;
    }
    work.sum_up_claims()?;
    claims.next_due = next_due(work, &request.quotas, now)?.map(time);
    Ok(claims)
}

/// Returns the answer to a claim that finds nothing, without writing; `None` if it may find
/// something.
pub(super) fn look(work: &Work<'_>, request: &ClaimRequest) -> Result<Option<Claims>, StoreError> {
    let now = millis(request.now);
    for quota in &request.quotas {
        let Some(endpoint) = running_endpoint(work, &quota.endpoint)? else { continue };
        for (name, _) in &quota.handlers {
            let Some(handler) = work.find_handler(endpoint, name)? else { continue };
            for sql in [ANY, ANY_AHEAD] {
                if work.db.prepare_cached(sql)?.exists((handler, now))? {
                    return Ok(None);
                }
            }
        }
    }
    let next_due = next_due(work, &request.quotas, now)?.map(time);
    Ok(Some(Claims::new(Vec::new(), next_due)))
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
    let lease = Timer::lease(now, request.lease);
    for (name, at_most) in &quota.handlers {
        let room = (*at_most).min(end - claimed.len());
        let Some(id) = work.find_handler(endpoint, name)? else { continue };
        let mut claim = Claim { endpoint, quota, id, name, lease, number: None, room };
        for from in [From::Lost, From::Retry, From::RetryAhead, From::Received] {
            claim.take(work, from, claimed)?;
        }
    }
    Ok(())
}

/// The states from which runs are claimed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Lost,
    Retry,
    /// Not due, but the clock was wrong when it failed.
    RetryAhead,
    Received,
}

/// A run that can be claimed, and its delivery.
struct Candidate {
    run: Run,
    /// The start of the attempt that was lost.
    started: Option<i64>,
    /// The delivery, and its version of its ordering key.
    delivery: Result<(DeliveryParts, Option<(String, i64)>), StoreError>,
}

impl Candidate {
    fn read(row: &Row<'_>, work: &Work<'_>) -> Result<Self, StoreError> {
        let run = Run::read(row, 0)?;
        let item = || work.requests.item(work.db, run.id.delivery);
        Ok(Self {
            started: row.get(13)?,
            delivery: parts(row, 16, item).and_then(|parts| {
                let order = row.get::<_, Option<String>>(14)?.zip(row.get::<_, Option<i64>>(15)?);
                Ok((parts, order))
            }),
            run,
        })
    }
}

/// The claims of one handler.
struct Claim<'a> {
    endpoint: i64,
    quota: &'a Quota,
    id: i64,
    name: &'a Arc<str>,
    lease: Timer,
    /// The number of the claim, once there is something.
    number: Option<i64>,
    /// So many more can be claimed.
    room: usize,
}

impl Claim<'_> {
    /// Claims what is in this state, in the order in which it is. What cannot be read is dead, so
    /// that it does not stop the others.
    fn take(
        &mut self,
        work: &mut Work<'_>,
        from: From,
        claimed: &mut Vec<Claimed>,
    ) -> Result<(), StoreError> {
        if self.room == 0 {
            return Ok(());
        }
        let candidates = self.candidates(work, from)?;
        let Some(last) = candidates.last().map(|last| last.run.id.delivery) else { return Ok(()) };
        self.room -= candidates.len();
        if from == From::Received {
            work.db.prepare_cached(LEAVE)?.execute((self.id, last))?;
        }
        let number = self.number(work)?;
        for candidate in candidates {
            claimed.extend(self.claim(work, from, number, candidate)?);
        }
        Ok(())
    }

    fn candidates(&self, work: &Work<'_>, from: From) -> Result<Vec<Candidate>, StoreError> {
        let (sql, limit) = match from {
            From::Lost => (LOST, self.lease.set),
            From::Retry => (DUE, self.lease.set),
            From::RetryAhead => (AHEAD, self.lease.set),
            From::Received => (RECEIVED, 0),
        };
        let mut find = work.db.prepare_cached(sql)?;
        let rows = find.query_and_then((self.id, limit, signed(self.room)), |row| {
            Candidate::read(row, work)
        })?;
        rows.collect()
    }

    fn number(&mut self, work: &Work<'_>) -> Result<i64, StoreError> {
        let number = match self.number {
            Some(number) => number,
            None => work.new_claim(self.id, self.lease)?,
        };
        self.number = Some(number);
        Ok(number)
    }

    fn claim(
        &self,
        work: &mut Work<'_>,
        from: From,
        number: i64,
        candidate: Candidate,
    ) -> Result<Option<Claimed>, StoreError> {
        let Candidate { run, started, delivery } = candidate;
        if let Some(started) = started {
            work.record(&run, started, self.lease.set, AttemptResult::Lost, None)?;
        }
        if from != From::Received {
            work.remove(&run)?;
        }
        let phase = Phase::Running(Running { claim: number, lease: self.lease });
        let run = Run { phase, claims: run.claims + 1, tried: run.tried + 1, ..run };
        work.add(&run)?;
        match delivery {
            Ok((parts, order)) => {
                let stale = order.map_or(Ok(false), |order| self.is_stale(work, &order))?;
                Ok(Some(self.claimed(&run, number, parts, stale)))
            }
            Err(StoreError::Unexpected(error)) => {
                self.bury(work, &run, &error.to_string())?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn claimed(&self, run: &Run, number: i64, delivery: DeliveryParts, stale: bool) -> Claimed {
        Claimed {
            lease: Lease {
                entry: EntryId::new(run.id.delivery.unsigned_abs()),
                handler: Arc::clone(self.name),
                token: number.unsigned_abs(),
            },
            endpoint: Arc::clone(&self.quota.endpoint),
            attempt: u32::try_from(run.claims).unwrap_or(u32::MAX),
            tried: u32::try_from(run.tried).unwrap_or(u32::MAX),
            stale,
            delivery,
            context: Extensions::new(),
        }
    }

    /// Returns true if the handler is done with a higher version already.
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
    fn bury(&self, work: &mut Work<'_>, run: &Run, error: &str) -> Result<(), StoreError> {
        work.record(run, self.lease.set, self.lease.set, AttemptResult::Dead, Some(error))?;
        let dead = Tally { dead: 1, ..Tally::default() };
        let counted_as = work.counted_as(run.kind)?;
        work.count(Day::of(time(self.lease.set)), self.endpoint, counted_as, dead);
        work.put(run, work.dead(run, self.lease.set)?)?;
        work.note_end(run.id.delivery, None, work.end(run.id.delivery)?)?;
        work.advance(self.endpoint, run.order_key.as_deref(), self.lease.set)
    }
}

impl Work<'_> {
    /// Puts the attempt that has a run on record.
    pub(super) fn record(
        &self,
        run: &Run,
        started_at: i64,
        ended_at: i64,
        result: AttemptResult,
        error: Option<&str>,
    ) -> Result<(), StoreError> {
        let RunId { delivery, handler } = run.id;
        let ordered = run.order_key.is_some();
        let result = result.as_str();
        let mut record = self.db.prepare_cached(RECORD)?;
        record.execute((
            delivery, handler, run.claims, started_at, ended_at, result, error, ordered,
        ))?;
        Ok(())
    }
}

/// The number of an endpoint that is known, and is not paused.
pub(super) fn running_endpoint(work: &Work<'_>, name: &str) -> Result<Option<i64>, StoreError> {
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
            let is_over = work.db.prepare_cached(ANY_AHEAD)?.exists((handler, now))?;
            next = next.into_iter().chain(is_over.then_some(now)).min();
        }
    }
    Ok(next)
}

/// A statement that finds runs of a handler, each with the start of its attempt and its delivery.
/// A run whose delivery is not whole cannot be read.
macro_rules! candidates {
    ($started:literal, $from:literal, $which:literal) => {
        concat!(
            "SELECT ",
            run_columns!(),
            ", ",
            $started,
            ", d.order_key, d.version, ",
            parts_columns!(),
            " FROM ",
            $from,
            " LEFT JOIN hookport_deliveries d ON d.id = q.delivery
            LEFT JOIN hookport_kinds k ON k.id = d.kind
            LEFT JOIN hookport_payloads p ON p.delivery = q.delivery
            WHERE ",
            $which,
            " LIMIT ?3"
        )
    };
}

/// The runs of a handler whose lease has expired, or was set by a clock that was wrong.
pub(super) const LOST: &str = candidates!(
    "c.started",
    "hookport_claims c
    CROSS JOIN hookport_queue q ON q.handler = c.handler AND q.phase = 1 AND q.at = c.claim",
    "c.handler = ?1 AND (c.until <= ?2 OR c.set_at > ?2 + 600000)
        AND (q.time <= ?2 OR q.set_at > ?2 + 600000)
    ORDER BY q.time, q.delivery"
);

/// The runs of a handler that failed and are due.
pub(super) const DUE: &str = candidates!(
    "NULL",
    "hookport_queue q",
    "q.handler = ?1 AND q.phase = 2 AND q.at <= ?2 ORDER BY q.at, q.delivery"
);

/// The runs of a handler that are not due, and failed while the clock was wrong.
pub(super) const AHEAD: &str = candidates!(
    "NULL",
    "hookport_queue q INDEXED BY hookport_queue_by_set_time",
    "q.handler = ?1 AND q.phase = 2 AND q.set_at > ?2 + 600000 AND q.at > ?2
    ORDER BY q.at, q.delivery"
);

/// The runs of a handler that are received.
pub(super) const RECEIVED: &str = candidates!(
    "NULL",
    "hookport_queue q",
    "q.handler = ?1 AND q.phase = 0 AND q.at <= ?2 ORDER BY q.at, q.delivery"
);

// It is in milliseconds in the statements.
const _: () = assert!(CLOCK_SLACK.as_millis() == 600_000);

pub(super) const ANY: &str = "
    SELECT 1 FROM hookport_queue WHERE handler = ?1 AND phase = 0 AND at = 0
    UNION ALL SELECT 1 FROM hookport_queue WHERE handler = ?1 AND phase = 2 AND at <= ?2
    UNION ALL SELECT 1 FROM hookport_claims WHERE handler = ?1 AND until <= ?2
    LIMIT 1";

pub(super) const ANY_AHEAD: &str = "
    SELECT 1 FROM hookport_queue INDEXED BY hookport_queue_by_set_time
    WHERE handler = ?1 AND phase = 2 AND set_at > ?2 + 600000
    UNION ALL SELECT 1 FROM hookport_claims WHERE handler = ?1 AND set_at > ?2 + 600000
    LIMIT 1";

/// The first runs of a handler that are received, up to one of them.
pub(super) const LEAVE: &str = "
    DELETE FROM hookport_queue WHERE handler = ?1 AND phase = 0 AND at = 0 AND delivery <= ?2";

pub(super) const NEXT_RETRY: &str =
    "SELECT at FROM hookport_queue WHERE handler = ?1 AND phase = 2 ORDER BY at LIMIT 1";

pub(super) const NEXT_LOST: &str =
    "SELECT until FROM hookport_claims WHERE handler = ?1 ORDER BY until LIMIT 1";

const RECORD: &str = "
    INSERT INTO hookport_attempts
        (delivery, handler, number, started_at, ended_at, result, error, ordered)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
