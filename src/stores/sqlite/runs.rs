//! Runs: those in the queue, and those whose last attempt tells that they have ended.

use rusqlite::{Connection, OptionalExtension, Row};

use super::{
    rows::{unexpected_word, word},
    work::Work,
};
use crate::inbox::{AttemptResult, EntryState, RunState, StoreError};

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

/// A run's state, with the times that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Received,
    /// In a batch, under a lease.
    Running {
        batch: i64,
        lease: Timer,
    },
    Retry(Timer),
    /// Behind another delivery of its line; due if it has failed.
    Held(Option<Timer>),
    /// Dead since this time; or it stops its ordering key.
    Dead {
        at: i64,
        stops: bool,
    },
    Cancelled(i64),
    /// Done or stale: it is not in the queue.
    Ended(RunState, i64),
}

/// The end of a lease, or of the wait for a retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timer {
    pub(super) end: i64,
    /// The time at which it was set.
    pub(super) set: i64,
}

/// A place in the queue: `phase`, `at`, `time` and `set_at`.
type Place = (i64, i64, Option<i64>, Option<i64>);

impl Phase {
    /// The phase of a run that is let in.
    pub(super) const fn entering(is_ordered: bool) -> Self {
        if is_ordered { Self::Held(None) } else { Self::Received }
    }

    pub(super) const fn state(self) -> RunState {
        match self {
            Self::Received => RunState::Received,
            Self::Running { .. } => RunState::Running,
            Self::Retry(_) => RunState::Retry,
            Self::Held(_) => RunState::Held,
            Self::Dead { .. } => RunState::Dead,
            Self::Cancelled(_) => RunState::Cancelled,
            Self::Ended(state, _) => state,
        }
    }

    /// Returns when it ended. A dead run that stops its ordering key has not.
    const fn ended_at(self) -> Option<i64> {
        match self {
            Self::Dead { at, stops: false } | Self::Cancelled(at) | Self::Ended(_, at) => Some(at),
            _ => None,
        }
    }

    fn place(self) -> Option<Place> {
        match self {
            Self::Received => Some((RECEIVED, 0, None, None)),
            Self::Running { batch, lease } => {
                Some((RUNNING, batch, Some(lease.end), Some(lease.set)))
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
            RUNNING => Self::Running { batch: at, lease: timer(time?) },
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
    /// Adds a run to the queue.
    pub(super) fn add(&self, run: &Run) -> Result<(), StoreError> {
        let Some((phase, at, time, set)) = run.phase.place() else { return Ok(()) };
        self.db.prepare_cached(ADD)?.execute((
            run.id.handler,
            phase,
            at,
            run.id.delivery,
            run.kind,
            run.endpoint,
            run.claims,
            run.tried,
            run.alone,
            run.versioned,
            &run.order_key,
            time,
            set,
        ))?;
        Ok(())
    }

    /// Takes a run out of the queue.
    pub(super) fn remove(&self, run: &Run) -> Result<(), StoreError> {
        let Some((phase, at, _, _)) = run.phase.place() else { return Ok(()) };
        let mut remove = self.db.prepare_cached(REMOVE)?;
        remove.execute((run.id.handler, phase, at, run.id.delivery))?;
        if let Phase::Running { batch, .. } = run.phase {
            self.touch(batch);
        }
        Ok(())
    }

    /// Puts one run in the place of another.
    pub(super) fn replace(&self, run: &Run, new: &Run) -> Result<(), StoreError> {
        self.remove(run)?;
        self.add(new)
    }

    /// Brings a run into a phase.
    pub(super) fn put(&self, run: &Run, phase: Phase) -> Result<(), StoreError> {
        self.replace(run, &Run { phase, ..run.clone() })
    }

    /// An entry's runs.
    pub(super) fn runs_of(&self, delivery: i64) -> Result<Vec<Run>, StoreError> {
        runs_of(self.db, delivery)
    }

    /// Gives a run, and its attempts, to another handler. A run that this one has, and that has
    /// ended, gets the handler from which it comes.
    pub(super) fn give_to(&self, run: &Run, handler: i64) -> Result<(), StoreError> {
        let runs = self.runs_of(run.id.delivery)?;
        let other = runs.iter().find(|other| other.id.handler == handler);
        self.remove(run)?;
        if let Some(other) = other {
            self.remove(other)?;
            self.move_attempts(other.id, NONE)?;
            self.add(&Run { id: run.id, ..other.clone() })?;
        }
        self.move_attempts(run.id, handler)?;
        if other.is_some() {
            self.move_attempts(RunId { handler: NONE, ..run.id }, run.id.handler)?;
        }
        self.add(&Run { id: RunId { handler, ..run.id }, ..run.clone() })
    }

    fn move_attempts(&self, run: RunId, handler: i64) -> Result<(), StoreError> {
        let mut change = self.db.prepare_cached(MOVE_ATTEMPTS)?;
        change.execute((run.delivery, run.handler, handler))?;
        Ok(())
    }

    /// Returns the handler that goes by the name of this one now.
    pub(super) fn present(&self, handler: i64) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce(same_as, id) FROM hookport_handlers WHERE id = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([handler], |row| row.get(0))?)
    }

    /// Sorts runs by the names that they have.
    pub(super) fn by_name(&self, runs: Vec<Run>) -> Result<Vec<(HandlerName, Run)>, StoreError> {
        let mut named = Vec::new();
        for run in runs {
            let name = self.db.prepare_cached(NAME)?.query_row([run.id.handler], |row| {
                Ok(HandlerName { name: row.get(0)?, present: row.get(1)? })
            })?;
            named.push((name, run));
        }
        named.sort_unstable_by(|(one, _), (other, _)| one.name.cmp(&other.name));
        Ok(named)
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

/// The end of an entry of which nothing is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    dead: bool,
    at: i64,
}

impl End {
    /// The end of an entry that has a single run in this phase.
    pub(super) fn of_one(phase: Phase) -> Option<Self> {
        Some(Self { dead: phase.state() == RunState::Dead, at: phase.ended_at()? })
    }

    fn of(runs: &[Run]) -> Option<Self> {
        let ends = runs.iter().map(|run| run.phase.ended_at());
        let at = ends.reduce(|last, end| Some(last?.max(end?))).flatten()?;
        let state = EntryState::of(runs.iter().map(Run::state));
        Some(Self { dead: state == EntryState::Dead, at })
    }
}

impl Work<'_> {
    /// Returns when an entry ended. Without any run it has been so since it came.
    pub(super) fn end(&self, delivery: i64) -> Result<Option<End>, StoreError> {
        let runs = self.runs_of(delivery)?;
        if !runs.is_empty() {
            return Ok(End::of(&runs));
        }
        let sql = "SELECT received_at FROM hookport_deliveries WHERE id = ?1";
        let mut find = self.db.prepare_cached(sql)?;
        Ok(find.query_row([delivery], |row| Ok(End { dead: false, at: row.get(0)? })).optional()?)
    }

    /// Notes that an entry has ended, after what was noted before.
    pub(super) fn note_end(
        &self,
        delivery: i64,
        before: Option<End>,
        after: Option<End>,
    ) -> Result<(), StoreError> {
        if before == after {
            return Ok(());
        }
        for (end, sql) in [(before, FORGET_END), (after, NOTE_END)] {
            if let Some(End { dead, at }) = end {
                self.db.prepare_cached(sql)?.execute((dead, at, delivery))?;
            }
        }
        Ok(())
    }

    /// Changes the runs of an entry, and notes when it ended if that is not as before.
    pub(super) fn changing<T>(
        &self,
        delivery: i64,
        change: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let before = self.end(delivery)?;
        let changed = change()?;
        self.note_end(delivery, before, self.end(delivery)?)?;
        Ok(changed)
    }
}

/// The name of a run's handler, and the handler that has this name now.
#[derive(Debug)]
pub(super) struct HandlerName {
    pub(super) name: String,
    pub(super) present: i64,
}

/// The number of no handler.
const NONE: i64 = 0;

// The numbers of `hookport_phases`.
const RECEIVED: i64 = 0;
const RUNNING: i64 = 1;
const RETRY: i64 = 2;
const HELD: i64 = 3;
const STOPPING: i64 = 4;
const DEAD: i64 = 5;
const CANCELLED: i64 = 6;

/// In the order of the columns: the text is looked up each time.
const ADD: &str =
    "INSERT INTO hookport_queue VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";

pub(super) const REMOVE: &str = "
    DELETE FROM hookport_queue WHERE handler = ?1 AND phase = ?2 AND at = ?3 AND delivery = ?4";

const NAME: &str = "SELECT name, coalesce(same_as, id) FROM hookport_handlers WHERE id = ?1";

const MOVE_ATTEMPTS: &str =
    "UPDATE hookport_attempts SET handler = ?3 WHERE delivery = ?1 AND handler = ?2";

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
    " FROM hookport_batches b
    CROSS JOIN hookport_queue q
        ON q.handler = b.handler AND q.phase = 1 AND q.at = b.batch AND q.delivery = ?1
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

const NOTE_END: &str = "
    INSERT INTO hookport_ended (dead, at, delivery) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";

pub(super) const FORGET_END: &str =
    "DELETE FROM hookport_ended WHERE dead = ?1 AND at = ?2 AND delivery = ?3";
