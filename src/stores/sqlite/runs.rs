//! Runs: those in the queue, and those whose last attempt tells that they have ended.

use rusqlite::{Connection, Row};

use super::{
    phase::{self, CANCELLED, DEAD, HELD, RECEIVED, RETRY, RUNNING, STOPPING},
    rows::{unexpected_word, word},
    time::Timer,
    work::Work,
};
use crate::inbox::{AttemptResult, RunState, StoreError};

/// The columns that [`Run::read`] reads; of the table `q`.
macro_rules! run_columns {
    () => {
        "q.handler, q.phase, q.at, q.delivery, q.kind, q.endpoint, q.claims, q.tried, q.alone,
        q.versioned, q.order_key, q.time, q.set_at"
    };
}
pub(super) use run_columns;

/// The key of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RunId {
    pub(super) delivery: i64,
    pub(super) handler: i64,
}

/// A run.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) id: RunId,
    pub(super) phase: Phase,
    pub(super) kind: i64,
    pub(super) endpoint: i64,
    /// The number of its claims, which is that of the last attempt.
    pub(super) claims: i64,
    /// The number of attempts since it was received or replayed.
    pub(super) tried: i64,
    /// True if the delivery is known to have no other run.
    pub(super) alone: bool,
    /// True if the delivery has a version.
    pub(super) versioned: bool,
    /// The key of its delivery, if it has a place in the order.
    pub(super) order_key: Option<String>,
}

/// A run's state.
pub(super) type Phase = phase::Phase<Running>;

/// A run in a claim, under a lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Running {
    pub(super) claim: i64,
    pub(super) lease: Timer,
}

/// A place in the queue: `phase`, `at`, `time` and `set_at`.
pub(super) type Place = (i16, i64, Option<i64>, Option<i64>);

impl Phase {
    pub(super) fn place(self) -> Option<Place> {
        match self {
            Self::Received => Some((RECEIVED, 0, None, None)),
            Self::Running(Running { claim, lease }) => {
                Some((RUNNING, claim, Some(lease.end), Some(lease.set)))
            }
            Self::Retry(wait) => Some((RETRY, wait.end, None, Some(wait.set))),
            Self::Held(wait) => {
                Some((HELD, 0, wait.map(|wait| wait.end), wait.map(|wait| wait.set)))
            }
            Self::Dead { at, stops: true } => Some((STOPPING, 0, Some(at), None)),
            Self::Dead { at, stops: false } => Some((DEAD, 0, Some(at), None)),
            Self::Cancelled(at) => Some((CANCELLED, 0, Some(at), None)),
            Self::Ended(..) => None,
        }
    }

    fn at((phase, at, time, set): Place) -> Option<Self> {
        // What an older version has set, was set at some time before.
        let timer = |end| Timer { end, set: set.unwrap_or(0) };
        Some(match phase {
            RECEIVED => Self::Received,
            RUNNING => Self::Running(Running { claim: at, lease: timer(time?) }),
            RETRY => Self::Retry(timer(at)),
            HELD => Self::Held(time.map(timer)),
            STOPPING => Self::Dead { at: time?, stops: true },
            DEAD => Self::Dead { at: time?, stops: false },
            CANCELLED => Self::Cancelled(time?),
            _ => return None,
        })
    }
}

impl Run {
    /// Makes a run that has never been tried.
    pub(super) const fn new(
        id: RunId,
        kind: i64,
        endpoint: i64,
        order_key: Option<String>,
    ) -> Self {
        let phase = Phase::entering(order_key.is_some());
        let (alone, versioned) = (false, false);
        Self { id, phase, kind, endpoint, claims: 0, tried: 0, alone, versioned, order_key }
    }

    /// Reads the columns of [`run_columns`], from this one on.
    pub(super) fn read(row: &Row<'_>, from: usize) -> Result<Self, StoreError> {
        let place =
            (row.get(from + 1)?, row.get(from + 2)?, row.get(from + 11)?, row.get(from + 12)?);
        Ok(Self {
            id: RunId { handler: row.get(from)?, delivery: row.get(from + 3)? },
            phase: Phase::at(place).ok_or_else(unexpected_word)?,
            kind: row.get(from + 4)?,
            endpoint: row.get(from + 5)?,
            claims: row.get(from + 6)?,
            tried: row.get(from + 7)?,
            alone: row.get(from + 8)?,
            versioned: row.get(from + 9)?,
            order_key: row.get(from + 10)?,
        })
    }

    pub(super) const fn state(&self) -> RunState {
        self.phase.state()
    }

    pub(super) fn is_open(&self) -> bool {
        self.state().is_open()
    }

    /// True if it is dead, and its ordering key waits for a person.
    pub(super) const fn stops(&self) -> bool {
        matches!(self.phase, Phase::Dead { stops: true, .. })
    }
}

impl Work<'_> {
    /// An entry's runs.
    pub(super) fn runs_of(&self, delivery: i64) -> Result<Vec<Run>, StoreError> {
        runs_of(self.db, delivery)
    }
}

/// An entry's runs: those in the queue, and those that have ended well.
pub(super) fn runs_of(db: &Connection, delivery: i64) -> Result<Vec<Run>, StoreError> {
    let mut queued = db.prepare_cached(QUEUED)?;
    let queued = queued.query_and_then([delivery], |row| Run::read(row, 0))?;
    let mut runs = queued.collect::<Result<Vec<_>, StoreError>>()?;
    let mut finished = db.prepare_cached(FINISHED)?;
    let mut finished = finished.query([delivery])?;
    while let Some(row) = finished.next()? {
        let handler = row.get(0)?;
        if runs.iter().all(|run| run.id.handler != handler) {
            runs.push(finished_run(row, RunId { delivery, handler })?);
        }
    }
    Ok(runs)
}

fn finished_run(row: &Row<'_>, id: RunId) -> Result<Run, StoreError> {
    let state = match word(row, 2, AttemptResult::from_word)? {
        AttemptResult::Stale => RunState::Stale,
        _ => RunState::Done,
    };
    let order_key = row.get::<_, Option<String>>(6)?.filter(|_| row.get(4) == Ok(true));
    Ok(Run {
        phase: Phase::Ended(state, row.get(3)?),
        claims: row.get(1)?,
        versioned: row.get(7)?,
        ..Run::new(id, row.get(5)?, row.get(8)?, order_key)
    })
}

/// The received, the running and the other runs of a delivery.
pub(super) const QUEUED: &str = concat!(
    "SELECT ",
    run_columns!(),
    " FROM hookport_deliveries d
    CROSS JOIN hookport_handlers h ON h.endpoint = d.endpoint
    CROSS JOIN hookport_queue q
        ON q.handler = h.id AND q.phase = 0 AND q.at = 0 AND q.delivery = d.id
    WHERE d.id = ?1
    UNION ALL
    SELECT ",
    run_columns!(),
    " FROM hookport_claims c
    CROSS JOIN hookport_queue q
        ON q.handler = c.handler AND q.phase = 1 AND q.at = c.claim AND q.delivery = ?1
    UNION ALL
    SELECT ",
    run_columns!(),
    " FROM hookport_phases p
    CROSS JOIN hookport_queue q INDEXED BY hookport_queue_aside
        ON q.phase >= 2 AND q.phase = p.phase AND q.delivery = ?1
    WHERE p.phase >= 2"
);

pub(super) const FINISHED: &str = "
    SELECT a.handler, max(a.number), a.result, a.ended_at, a.ordered, d.kind, d.order_key,
        d.version IS NOT NULL, d.endpoint
    FROM hookport_attempts a CROSS JOIN hookport_deliveries d ON d.id = a.delivery
    WHERE a.delivery = ?1 GROUP BY a.handler";
