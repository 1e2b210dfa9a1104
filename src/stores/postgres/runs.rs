//! A handler's work on one entry, as it lies in the queue.

use std::sync::Arc;

use sqlx::postgres::PgRow;

use super::{
    error::unexpected,
    phase::{self, CANCELLED, DEAD, HELD, RECEIVED, RETRY, RUNNING, STOPPING},
    rows::{get, name, word},
    time::Timer,
};
use crate::inbox::{AttemptResult, RunState, StoreError};

/// The columns that [`Run::read`] reads; of the tables `q` and `h`.
macro_rules! run_columns {
    () => {
        "q.delivery, q.handler, h.name, coalesce(h.same_as, h.id), q.phase, q.token, q.started,
        q.time, q.set_at, q.claims, q.tried, q.alone, q.line IS NOT NULL"
    };
}
pub(super) use run_columns;

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) handler: i32,
    /// The name of the handler that it is of, which may be a former one.
    pub(super) name: Arc<str>,
    /// The handler that has the name now.
    pub(super) present: i32,
    /// The handler of which its attempts are on record.
    pub(super) recorded: i32,
    pub(super) phase: Phase,
    /// The number of its claims, which is that of the last attempt.
    pub(super) claims: i32,
    /// The number of attempts since it was received or replayed.
    pub(super) tried: i32,
    /// True if the delivery is known to have no other run.
    pub(super) alone: bool,
    /// True if it has a place in the order of its delivery.
    pub(super) is_ordered: bool,
}

/// A run's state.
pub(super) type Phase = phase::Phase<Running>;

/// A run under a lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Running {
    pub(super) token: i64,
    pub(super) started: i64,
    pub(super) lease: Timer,
}

/// The columns of a phase in the queue.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) phase: i16,
    pub(super) token: Option<i64>,
    pub(super) started: Option<i64>,
    pub(super) time: Option<i64>,
    pub(super) set_at: Option<i64>,
}

impl Phase {
    /// Its columns; `None` if it is not in the queue.
    pub(super) fn place(self) -> Option<Place> {
        let none = Place::default();
        let timed = |phase, timer: Timer| {
            let (time, set_at) = (Some(timer.end), Some(timer.set));
            Place { phase, time, set_at, ..none }
        };
        let since = |phase, at| Place { phase, time: Some(at), ..none };
        Some(match self {
            Self::Received => Place { phase: RECEIVED, ..none },
            Self::Running(Running { token, started, lease }) => {
                Place { token: Some(token), started: Some(started), ..timed(RUNNING, lease) }
            }
            Self::Retry(wait) => timed(RETRY, wait),
            Self::Held(None) => Place { phase: HELD, ..none },
            Self::Held(Some(wait)) => timed(HELD, wait),
            Self::Dead { at, stops: true } => since(STOPPING, at),
            Self::Dead { at, stops: false } => since(DEAD, at),
            Self::Cancelled(at) => since(CANCELLED, at),
            Self::Ended(..) => return None,
        })
    }

    fn at(place: Place) -> Option<Self> {
        let timer = |end| Timer { end, set: place.set_at.unwrap_or_default() };
        Some(match place.phase {
            RECEIVED => Self::Received,
            RUNNING => Self::Running(Running {
                token: place.token?,
                started: place.started?,
                lease: timer(place.time?),
            }),
            RETRY => Self::Retry(timer(place.time?)),
            HELD => Self::Held(place.time.map(timer)),
            STOPPING => Self::Dead { at: place.time?, stops: true },
            DEAD => Self::Dead { at: place.time?, stops: false },
            CANCELLED => Self::Cancelled(place.time?),
            _ => return None,
        })
    }
}

impl Run {
    /// Makes a run that has never been tried.
    pub(super) const fn new(handler: i32, name: Arc<str>, is_ordered: bool) -> Self {
        Self {
            handler,
            name,
            present: handler,
            recorded: handler,
            phase: Phase::entering(is_ordered),
            claims: 0,
            tried: 0,
            alone: false,
            is_ordered,
        }
    }

    /// Reads the columns of [`run_columns`], of which the first one tells the delivery.
    pub(super) fn read(row: &PgRow) -> Result<(i64, Self), StoreError> {
        let handler = get(row, 1)?;
        let place = Place {
            phase: get(row, 4)?,
            token: get(row, 5)?,
            started: get(row, 6)?,
            time: get(row, 7)?,
            set_at: get(row, 8)?,
        };
        let run = Self {
            handler,
            name: name(row, 2)?,
            present: get(row, 3)?,
            recorded: handler,
            phase: Phase::at(place).ok_or_else(|| unexpected("phase"))?,
            claims: get(row, 9)?,
            tried: get(row, 10)?,
            alone: get(row, 11)?,
            is_ordered: get(row, 12)?,
        };
        Ok((get(row, 0)?, run))
    }

    /// Reads a run that has left the queue, of its last attempt.
    pub(super) fn read_finished(row: &PgRow) -> Result<(i64, Self), StoreError> {
        let state = match word(row, 5, AttemptResult::from_word)? {
            AttemptResult::Stale => RunState::Stale,
            _ => RunState::Done,
        };
        let mut run = Self::new(get(row, 1)?, name(row, 2)?, get(row, 7)?);
        run.present = get(row, 3)?;
        run.claims = get(row, 4)?;
        run.phase = Phase::Ended(state, get(row, 6)?);
        Ok((get(row, 0)?, run))
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
